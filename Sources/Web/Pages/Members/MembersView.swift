import CaseDomain
import Wording

/// Where a member of a centre stands.
enum MemberState: Hashable, Sendable {
    /// Can open the centre's cases.
    case holds
    /// Will be able to, unless somebody takes it back.
    case due(hours: Int)
    /// The account is disabled, but still holds the key.
    case disabled
    /// Enrols or enrolled anew: the key that was granted opens nothing any more.
    case lost
}

/// What was just done on the page of members.
enum MembersNotice: String, CaseIterable, Sendable {
    /// The first manager gave the opening code.
    case begun
    case admitted
    /// Admitted, in force after the delay.
    case granted
    case removed
    case takenBack = "taken_back"
    case deviceRemoved = "device_removed"
    case addressSet = "address_set"
    case pinReset = "pin_reset"
}

/// Members and devices of a centre.
struct MembersView: PageView {
    static let template = PageTemplates.members
    let frame: Frame
    let heading: String
    let centre: String
    let notice: NoticeView?
    let warning: String?
    /// Leads to what has been kept long enough, when there is something.
    let retention: FormView.Link?
    let opening: OpeningView?
    let members: MemberTable
    let devices: DeviceTable?
    let newDevice: NewDeviceView?
    let posted: PostedVolunteersView?

    /// Somebody who holds the centre's key, or is about to.
    struct Member: Sendable {
        /// In the centre's chain; it names the member in forms.
        let number: Int
        let name: String
        let role: UserRole
        let level: MemberLevel
        let since: Day
        let state: MemberState
        /// Whether it is the reader, who cannot remove themselves.
        var isReader = false
    }

    /// A volunteer's telephone.
    struct Device: Sendable {
        let id: String
        let volunteer: String
        let since: Day
        let lastUsed: Day?
    }

    /// A volunteer, with the name of the trusted address at which they are.
    struct Volunteer: Sendable {
        let id: String
        let name: String
        let address: String?
        let hasPIN: Bool
    }

    /// Telephones, and who may get another.
    struct Devices: Sendable {
        let all: [Device]
        /// The accounts and their names.
        let volunteers: [Choice]
        /// The volunteer who was chosen before.
        var chosen: String?
        var posted: [Volunteer] = []
        /// Trusted addresses by their codes.
        var addresses: [Choice] = []
    }

    /// - Parameters:
    ///   - centre: Its name.
    ///   - isManager: Whether the reader may admit and remove; others only look.
    ///   - devices: `nil` for readers whom they do not concern.
    ///   - kept: How much has been kept long enough, or will have been soon, for whoever may erase it.
    ///   - asksOpeningCode: Whether the reader may give the centre's opening code.
    init(
        _ visit: PageVisit, centre: String, members: [Member], isManager: Bool, devices: Devices? = nil, asksOpeningCode: Bool = false,
        kept: Int = 0, notice: MembersNotice? = nil, faults: [FormField: FormFault] = [:]
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.members.title", path: Address.members, place: .members)
        heading = voice.say("page.members.title")
        self.centre = centre
        self.notice = notice.map { .done(voice.say(Phrase("page.members_notice.\($0.rawValue)"))) }
        let openers = members.filter { $0.state == .holds }.count
        warning = openers < 2 ? voice.say("page.members.too_few") : nil
        retention =
            kept > 0 ? FormView.Link(text: voice.say("page.members.retention", voice.count(kept)), path: Address.retention) : nil
        self.members = MemberTable(members, isManager: isManager, voice)
        opening = asksOpeningCode ? OpeningView(faults, voice) : nil
        self.devices = devices.map { DeviceTable($0.all, voice) }
        newDevice = devices.map { NewDeviceView($0.volunteers, $0.chosen, faults, voice) }
        posted = devices.flatMap { PostedVolunteersView($0.posted, $0.addresses, faults, voice) }
    }
}

/// Who can open the centre's cases.
struct MemberTable {
    struct Table {
        let number: String
        let name: String
        let role: String
        let level: String
        let since: String
        let state: String
        let acts: Bool
        let rows: [Row]
    }

    struct Row {
        let number: String
        let name: String
        let role: String
        let level: String
        let since: String
        let mark: StateMark
        let act: RowForm?
    }

    let heading: String
    let help: String
    let empty: String?
    let table: Table?
    let admit: FormView.Link?

    init(_ members: [MembersView.Member], isManager: Bool, _ voice: Voice) {
        heading = voice.say("page.members.heading")
        help = voice.say("page.members.help")
        empty = members.isEmpty ? voice.say("page.members.empty") : nil
        let rows = members.map { Row($0, isManager: isManager, voice) }
        table =
            members.isEmpty
            ? nil
            : Table(
                number: voice.say("page.members.number"), name: voice.say("page.field.name"), role: voice.say("page.field.role"),
                level: voice.say("page.field.level"), since: voice.say("page.members.since"), state: voice.say("page.state"),
                acts: isManager, rows: rows)
        admit = isManager ? FormView.Link(text: voice.say("page.members.admit"), path: Address.admit) : nil
    }
}

extension MemberTable.Row {
    fileprivate init(_ member: MembersView.Member, isManager: Bool, _ voice: Voice) {
        number = voice.count(member.number)
        name = member.name
        role = voice.role(member.role)
        level = voice.level(member.level)
        since = voice.day(member.since)
        let act: (phrase: Phrase, path: String)
        switch member.state {
        case .holds:
            mark = .done(voice.say("page.member.holds"))
            act = ("page.member.remove", Address.remove)
        case .due(let hours):
            mark = .waiting(voice.say(hours == 1 ? "page.member.due_one" : "page.member.due", voice.count(hours)))
            act = ("page.member.take_back", Address.takeBack)
        case .disabled:
            mark = .attention(voice.say("page.member.disabled"))
            act = ("page.member.remove", Address.remove)
        case .lost:
            mark = .waiting(voice.say("page.member.lost"))
            act = ("page.member.remove", Address.remove)
        }
        self.act =
            isManager && !member.isReader
            ? RowForm(act.phrase, of: member.name, action: act.path, "member", String(member.number), voice) : nil
    }
}
