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
}

/// What was just done on the page of members.
enum MembersNotice: String, CaseIterable, Sendable {
    case admitted
    /// Admitted, in force after the delay.
    case granted
    case removed
    case takenBack = "taken_back"
    case deviceRemoved = "device_removed"
}

/// Members and devices of a centre.
struct MembersView: PageView {
    static let template = PageTemplates.members
    let frame: Frame
    let heading: String
    let centre: String
    let notice: NoticeView?
    let warning: String?
    let members: MemberTable
    let devices: DeviceTable
    let newDevice: NewDeviceView?

    /// Somebody who holds the centre's key, or is about to.
    struct Member: Sendable {
        /// In the centre's chain; it names the member in forms.
        let number: Int
        let name: String
        let role: UserRole
        let level: MemberLevel
        let since: Day
        let state: MemberState
    }

    /// A volunteer's telephone.
    struct Device: Sendable {
        let id: String
        let label: String
        let volunteer: String
        let since: Day
        let lastUsed: Day?
    }

    /// - Parameters:
    ///   - centre: Its name.
    ///   - isManager: Whether the reader may admit and remove; others only look.
    ///   - volunteers: Who may get a code for a telephone: the account and its name.
    ///   - typed: What was typed for a new code before.
    init(
        _ visit: PageVisit, centre: String, members: [Member], devices: [Device], isManager: Bool, volunteers: [Choice] = [],
        notice: MembersNotice? = nil, typed: (volunteer: String?, label: String) = (nil, ""), faults: [FormField: FormFault] = [:]
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.members.title", path: Address.members, place: .members)
        heading = voice.say("page.members.title")
        self.centre = centre
        self.notice = notice.map { .done(voice.say(Phrase("page.members_notice.\($0.rawValue)"))) }
        let openers = members.filter { $0.state == .holds }.count
        warning = openers < 2 ? voice.say("page.members.too_few") : nil
        self.members = MemberTable(members, isManager: isManager, voice)
        self.devices = DeviceTable(devices, isManager: isManager, voice)
        newDevice = isManager ? NewDeviceView(volunteers, typed, faults, voice) : nil
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
        }
        self.act = isManager ? RowForm(act.phrase, of: member.name, action: act.path, "member", String(member.number), voice) : nil
    }
}

/// Telephones of the centre's volunteers.
struct DeviceTable {
    struct Table {
        let label: String
        let volunteer: String
        let since: String
        let lastUsed: String
        let acts: Bool
        let rows: [Row]
    }

    struct Row {
        let label: String
        let volunteer: String
        let since: String
        let lastUsed: String
        let act: RowForm?
    }

    let heading: String
    let help: String
    let empty: String?
    let table: Table?

    init(_ devices: [MembersView.Device], isManager: Bool, _ voice: Voice) {
        heading = voice.say("page.devices.heading")
        help = voice.say("page.devices.help")
        empty = devices.isEmpty ? voice.say("page.devices.empty") : nil
        let rows = devices.map { device in
            let remove = RowForm("page.devices.remove", of: device.label, action: Address.removeDevice, "device", device.id, voice)
            return Row(
                label: device.label, volunteer: device.volunteer, since: voice.day(device.since),
                lastUsed: device.lastUsed.map(voice.day) ?? voice.say("page.devices.never"), act: isManager ? remove : nil)
        }
        table =
            devices.isEmpty
            ? nil
            : Table(
                label: voice.say("page.field.label"), volunteer: voice.say("page.field.volunteer"), since: voice.say("page.members.since"),
                lastUsed: voice.say("page.sessions.last_used"), acts: isManager, rows: rows)
    }
}

/// Asks for whom a code for a telephone is.
struct NewDeviceView {
    struct Form {
        let action: String
        let fields: [FieldView]
        let button: String
    }

    let heading: String
    let help: String
    let faults: FaultList?
    let nobody: String?
    let form: Form?

    init(
        _ volunteers: [Choice], _ typed: (volunteer: String?, label: String), _ faults: [FormField: FormFault], _ voice: Voice
    ) {
        heading = voice.say("page.new_device.heading")
        help = voice.say("page.new_device.help")
        self.faults = FaultList(faults, in: [.volunteer, .label], voice)
        nobody = volunteers.isEmpty ? voice.say("page.new_device.nobody") : nil
        let fields = [
            FieldView(.volunteer, choices: volunteers, chosen: typed.volunteer, faults, voice),
            FieldView(.label, value: typed.label, help: "page.new_device.label_help", faults, voice),
        ]
        form = volunteers.isEmpty ? nil : Form(action: Address.devices, fields: fields, button: voice.say("page.new_device.button"))
    }
}
