import CaseDomain
import Wording

/// What is wrong with who can open a centre, worst first.
enum GrantFlag: Hashable, Sendable {
    case nobody
    case onlyOne
    case noManager
    case oneManager
    /// So many disabled accounts still hold a key.
    case disabled(Int)
    /// So many are about to get a key.
    case pending(Int)

    /// What the members of a centre show.
    static func all(of members: [MembersView.Member]) -> [GrantFlag] {
        let openers = members.filter { $0.state == .holds }
        let managers = openers.filter { $0.level == .manager }.count
        let disabled = members.filter { $0.state == .disabled }.count
        let pending = members.filter { if case .due = $0.state { true } else { false } }.count
        var flags: [GrantFlag] = []
        if openers.isEmpty {
            flags.append(.nobody)
        } else {
            if openers.count == 1 { flags.append(.onlyOne) }
            if managers == 0 { flags.append(.noManager) }
            if managers == 1 { flags.append(.oneManager) }
        }
        if disabled > 0 { flags.append(.disabled(disabled)) }
        if pending > 0 { flags.append(.pending(pending)) }
        return flags
    }

    func mark(_ voice: Voice) -> StateMark {
        switch self {
        case .nobody: .attention(voice.say("page.grants.nobody_opens"))
        case .onlyOne: .attention(voice.say("page.grants.only_one"))
        case .noManager: .attention(voice.say("page.grants.no_manager"))
        case .oneManager: .waiting(voice.say("page.grants.one_manager"))
        case .disabled(let count): .attention(voice.say("page.grants.disabled", voice.count(count)))
        case .pending(let count): .waiting(voice.say("page.grants.pending", voice.count(count)))
        }
    }

    var isRed: Bool {
        switch self {
        case .nobody, .onlyOne, .noManager, .disabled: true
        case .oneManager, .pending: false
        }
    }
}

/// Who can open what: every centre with its members, and what should be mended.
struct GrantsView: PageView {
    static let template = PageTemplates.grants
    let frame: Frame
    let heading: String
    let lead: String
    let warning: String?
    let empty: String?
    let table: Table?

    /// A centre with everybody who holds its key or is about to.
    struct Centre: Sendable {
        let name: String
        let members: [MembersView.Member]
    }

    struct Table {
        let caption: String
        let centre: String
        let openers: String
        let flags: String
        let rows: [Row]
    }

    struct Row {
        let name: String
        let openers: [String]
        let nobody: String?
        let flags: [StateMark]
    }

    init(_ visit: PageVisit, centres: [Centre]) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.grants.title", path: Address.grants, place: .grants)
        heading = voice.say("page.grants.title")
        lead = voice.say("page.grants.lead")
        let red = centres.filter { GrantFlag.all(of: $0.members).contains(where: \.isRed) }.count
        warning = red > 0 ? voice.say("page.grants.warning", voice.count(red)) : nil
        empty = centres.isEmpty ? voice.say("page.grants.empty") : nil
        let rows = centres.map { Row($0, voice) }
        table =
            centres.isEmpty
            ? nil
            : Table(
                caption: heading, centre: voice.say("page.field.centre"), openers: voice.say("page.grants.openers"),
                flags: voice.say("page.grants.flags"), rows: rows)
    }
}

extension GrantsView.Row {
    fileprivate init(_ centre: GrantsView.Centre, _ voice: Voice) {
        name = centre.name
        openers = centre.members.filter { $0.state == .holds }.map {
            voice.say("page.grants.opener", $0.name, voice.level($0.level))
        }
        nobody = openers.isEmpty ? voice.say("page.grants.nobody") : nil
        let found = GrantFlag.all(of: centre.members).map { $0.mark(voice) }
        flags = found.isEmpty ? [.done(voice.say("page.grants.fine"))] : found
    }
}
