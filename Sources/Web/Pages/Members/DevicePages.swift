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
        book.form(Address.volunteerAddress, for: .ownCentre(.enrolDevice), noteAddress)
        book.form(Address.volunteerPIN, for: .ownCentre(.enrolDevice), resetPIN)
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
        let centre = try asked.ownCentre().identifier
        let name = try site.installation.volunteers(of: centre, by: visit).first { $0.identifier == volunteer }?.name
        let key = try site.installation.phoneKeyName(of: centre, by: visit).description
        return DeviceCodeView(
            asked.page, volunteer: name ?? "", groups: code.split(separator: "-").map(String.init), key: key,
            modules: site.phoneOrigin(of: asked.request).flatMap { QRMatrix.modules(of: "\($0)\(PhoneAddress.enrol)#\(code).\(key)") }
                ?? [],
            validUntil: site.untilEnrolled
        ).answer()
    }

    /// Which trusted address goes along with a volunteer's logs.
    @Sendable
    private func noteAddress(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.postedVolunteer.rawValue, FormField.trustedAddress.rawValue])
        let (volunteer, address) = (asked.form.text(.postedVolunteer), asked.form.text(.trustedAddress))
        guard !volunteer.isEmpty, !address.isEmpty else {
            var faults: [FormField: FormFault] = [:]
            if volunteer.isEmpty { faults[.postedVolunteer] = .missing }
            if address.isEmpty { faults[.trustedAddress] = .missing }
            return try MembersReading(asked).view(faults: faults).answer(status: .unprocessableContent)
        }
        do {
            try await site.installation.setAddress(
                address == PostedVolunteersView.nowhere ? nil : address, of: asked.identifier(FormField.postedVolunteer.rawValue),
                by: asked.signedIn())
        } catch CaseworkError.account(.unknownCentre) {
            return try MembersReading(asked).view(faults: [.trustedAddress: .notAChoice]).answer(status: .unprocessableContent)
        }
        return asked.goOn(to: Address.members, saying: MembersNotice.addressSet)
    }

    @Sendable
    private func resetPIN(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect(["user"])
        try await site.installation.resetPIN(of: asked.identifier("user"), by: asked.signedIn())
        return asked.goOn(to: Address.members, saying: MembersNotice.pinReset)
    }

    @Sendable
    private func remove(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect(["device"])
        try await site.installation.removeDevice(asked.identifier("device"), by: asked.signedIn())
        return asked.goOn(to: Address.members, saying: MembersNotice.deviceRemoved)
    }
}

extension SiteContext {
    /// Where a telephone finds us: at the volunteers' own host name where there is one, else where the reader does; `nil` for a name that
    /// cannot stand in an address.
    func phoneOrigin(of request: Request) -> String? {
        guard let authority = request.head.authority?.lowercased(),
            authority.wholeMatch(of: /[a-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-f:]+\](:[0-9]{1,5})?/) != nil
        else { return nil }
        let port = authority.hasSuffix("]") ? nil : authority.lastIndex(of: ":").map { String(authority[$0...]) }
        return (cookies.isSecure ? "https://" : "http://") + (volunteerHost.map { $0 + (port ?? "") } ?? authority)
    }

    /// Until when an enrolment code that is made now can be used.
    var untilEnrolled: Instant {
        Instant(seconds: now().seconds + Int64(policies.accounts.enrolmentCodeHours) * 3_600)
    }
}
