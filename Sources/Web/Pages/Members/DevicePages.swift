import CaseDomain
import Casework
import Hummingbird
import Policies

/// Volunteers' telephones: a one-time code for a new one, and taking the right to write away.
struct DevicePages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.form(Address.devices, for: .ownCentre(.enrolDevice), invite)
        book.form(Address.removeDevice, for: .ownCentre(.enrolDevice), remove)
    }

    @Sendable
    private func invite(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.volunteer.rawValue])
        let chosen = asked.form.text(.volunteer)
        guard !chosen.isEmpty else {
            return try MembersReading(asked).view(faults: [.volunteer: .missing]).answer(status: .unprocessableContent)
        }
        let visit = try asked.signedIn()
        let volunteer: Identifier<User> = try asked.identifier(FormField.volunteer.rawValue)
        let code = try await site.installation.inviteDevice(of: volunteer, by: visit)
        let name = try site.installation.volunteers(of: asked.ownCentre().identifier, by: visit).first { $0.identifier == volunteer }?.name
        return DeviceCodeView(
            asked.page, volunteer: name ?? "", groups: code.split(separator: "-").map(String.init), modules: DevicePages.square(of: code),
            validUntil: site.untilEnrolled
        ).answer()
    }

    /// The code as a square picture.
    private static func square(of code: String) -> [[Bool]] {
        []
    }

    @Sendable
    private func remove(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect(["device"])
        try await site.installation.removeDevice(asked.identifier("device"), by: asked.signedIn())
        return asked.goOn(to: Address.members, saying: MembersNotice.deviceRemoved)
    }
}

extension SiteContext {
    /// Until when an enrolment code that is made now can be used.
    var untilEnrolled: Instant {
        Instant(seconds: now().seconds + Int64(policies.accounts.enrolmentCodeHours) * 3_600)
    }
}
