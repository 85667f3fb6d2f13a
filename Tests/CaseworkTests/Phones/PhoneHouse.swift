import CaseDomain
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// A centre with a volunteer whose telephone has enrolled.
struct PhoneHouse {
    let house: TestCentreHouse
    let volunteer: Identifier<User>
    /// What the telephone's browser keeps.
    let cookie: String

    var installation: OpenInstallation { house.test.installation }
    static var policies: PolicySet { get throws { try ShippedPolicies.set.get() } }

    init() async throws {
        house = try await TestCentreHouse()
        _ = try await house.test.installation.addUser(
            NewUser(name: "tinh-nguyen", role: .volunteer, centre: "TT"), departments: [], by: .local)
        volunteer = try #require(try house.test.installation.userRow(named: "tinh-nguyen")).identifier
        cookie = try await PhoneHouse.device(of: volunteer, house)
    }

    /// Another telephone of a volunteer.
    static func device(of volunteer: Identifier<User>, _ house: TestCentreHouse) async throws -> String {
        let installation = house.test.installation
        let code = try await installation.inviteDevice(of: volunteer, by: try await house.test.signedIn(house.manager))
        return try await installation.enrolDevice(code: code, source: "phone").cookie
    }

    func key(of centre: Identifier<Centre>? = nil) throws -> [UInt8] {
        try #require(try installation.chain(of: centre ?? house.centre)?.chain.epoch.phone)
    }

    /// A log as the telephone seals it.
    func log(
        _ answers: [String: [String]] = ["support": ["shelter"]], name: Identifier<SupportLog>? = nil, form: UInt16 = 1,
        key: [UInt8]? = nil, centre: Identifier<Centre>? = nil
    ) throws -> ArrivingLog {
        let (name, centre) = (name ?? house.test.installation.freshIdentifier(), centre ?? house.centre)
        let key = try key ?? self.key()
        let text = try SupportLog(form: Int(form), made: "2026-11-22T08:15", language: "vi", answers: answers).json()
        return ArrivingLog(
            name: name, form: form, centre: centre, key: PhoneKeyName(key, of: centre), way: .phone,
            envelope: try PhoneEnvelope.seal(
                text, to: key, info: CentreKeyring.phoneInfo(of: centre), associated: CentreKeyring.phoneBinding(of: name, form: form)))
    }

    func send(_ log: ArrivingLog, cookie: String? = nil) async throws -> LogReceipt {
        let policies = try PhoneHouse.policies
        return try await installation.receiveLog(
            log, deviceCookie: cookie ?? self.cookie, rules: policies.phone, form: policies.phoneForm.number)
    }

    func row(_ log: ArrivingLog) throws -> SupportLogRow { try #require(try installation.store.supportLog(log.name)) }

    func origin(_ log: ArrivingLog) throws -> LogOrigin { try installation.origin(of: try row(log).mark) }
}
