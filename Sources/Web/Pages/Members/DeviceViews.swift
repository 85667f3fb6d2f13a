import Wording

/// Telephones of the centre's volunteers.
struct DeviceTable {
    struct Table {
        let volunteer: String
        let since: String
        let lastUsed: String
        let rows: [Row]
    }

    struct Row {
        let volunteer: String
        let since: String
        let lastUsed: String
        let act: RowForm?
    }

    let heading: String
    let help: String
    let empty: String?
    let table: Table?

    init(_ devices: [MembersView.Device], _ voice: Voice) {
        heading = voice.say("page.devices.heading")
        help = voice.say("page.devices.help")
        empty = devices.isEmpty ? voice.say("page.devices.empty") : nil
        let rows = devices.map { device in
            let remove = RowForm("page.devices.remove", of: device.volunteer, action: Address.removeDevice, "device", device.id, voice)
            return Row(
                volunteer: device.volunteer, since: voice.day(device.since),
                lastUsed: device.lastUsed.map(voice.day) ?? voice.say("page.devices.never"), act: remove)
        }
        table =
            devices.isEmpty
            ? nil
            : Table(
                volunteer: voice.say("page.field.volunteer"), since: voice.say("page.members.since"),
                lastUsed: voice.say("page.sessions.last_used"), rows: rows)
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
        _ volunteers: [Choice], _ chosen: String?, _ faults: [FormField: FormFault], _ voice: Voice
    ) {
        heading = voice.say("page.new_device.heading")
        help = voice.say("page.new_device.help")
        self.faults = FaultList(faults.filter { $0.key == .volunteer }, in: [.volunteer], voice)
        nobody = volunteers.isEmpty ? voice.say("page.new_device.nobody") : nil
        let fields = [
            FieldView(.volunteer, choices: volunteers, chosen: chosen, faults, voice)
        ]
        form = volunteers.isEmpty ? nil : Form(action: Address.devices, fields: fields, button: voice.say("page.new_device.button"))
    }
}

/// The centre's volunteers: the trusted address that goes along with their logs, and whether they have a PIN.
struct PostedVolunteersView {
    /// Stands for no address among the choices.
    static let nowhere = "-"

    struct Row {
        let volunteer: String
        let address: String
        let pin: String
        let act: RowForm?
    }

    struct Form {
        let action: String
        let fields: [FieldView]
        let button: String
    }

    let heading: String
    let help: String
    let faults: FaultList?
    let volunteer: String
    let address: String
    let pin: String
    let rows: [Row]
    let form: Form

    /// `nil` without a volunteer.
    init?(_ volunteers: [MembersView.Volunteer], _ addresses: [Choice], _ faults: [FormField: FormFault], _ voice: Voice) {
        guard !volunteers.isEmpty else { return nil }
        heading = voice.say("page.volunteers.heading")
        help = voice.say("page.volunteers.help")
        let fields: [FormField] = [.postedVolunteer, .trustedAddress]
        self.faults = FaultList(faults.filter { fields.contains($0.key) }, in: fields, voice)
        volunteer = voice.say("page.field.volunteer")
        address = voice.say("page.volunteers.address")
        pin = voice.say("page.volunteers.pin")
        rows = volunteers.map { volunteer in
            Row(
                volunteer: volunteer.name, address: volunteer.address ?? voice.say("page.volunteers.no_address"),
                pin: voice.say(volunteer.hasPIN ? "page.volunteers.has_pin" : "page.volunteers.no_pin"),
                act: volunteer.hasPIN
                    ? RowForm("page.volunteers.reset", of: volunteer.name, action: Address.volunteerPIN, "user", volunteer.id, voice) : nil)
        }
        let nowhere = Choice(value: PostedVolunteersView.nowhere, text: voice.say("page.volunteers.none"))
        form = Form(
            action: Address.volunteerAddress,
            fields: [
                FieldView(
                    .postedVolunteer, choices: volunteers.map { Choice(value: $0.id, text: $0.name) }, chosen: nil, faults, voice),
                FieldView(.trustedAddress, choices: addresses + [nowhere], chosen: nil, faults, voice),
            ], button: voice.say("page.volunteers.note"))
    }
}
