import CaseDomain
import Casework
import Wording

extension GrantFlag {
    /// Red is what somebody must mend.
    var isRed: Bool {
        switch self {
        case .nobody, .fewerThanTwo, .disabledHolder: true
        case .oneManager, .lostKeys, .waiting, .openingCode: false
        }
    }

    fileprivate func mark(_ voice: Voice) -> StateMark {
        let words = voice.say(Phrase("page.grant_flag.\(rawValue)"))
        return isRed ? .attention(words) : .waiting(words)
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
        let flags: [GrantFlag]
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
        let red = centres.filter { $0.flags.contains(where: \.isRed) }.count
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
        let found = centre.flags.map { $0.mark(voice) }
        flags = found.isEmpty ? [.done(voice.say("page.grants.fine"))] : found
    }
}
