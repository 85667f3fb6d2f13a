import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Two centres with members who hold their keys; the first has a case with one person, whose whole identity is known.
struct TwoCentres {
    let test: TestInstallation
    let sending: Identifier<Centre>
    let receiving: Identifier<Centre>
    /// Managers of the two.
    let thu: EnrolledUser
    let lan: EnrolledUser
    let caseFile: Identifier<Case>
    let person: Identifier<Person>

    static let identity = PersonIdentity(
        name: "Nhân vật Một", documentNumber: "012345678901", phone: "0900 000 001", address: "Nhà mẫu", ethnicity: "Mẫu")

    private static let centres = """
        code,name,kind,public,place,valid_from,valid_to
        T1,Một,social_assistance_centre,yes,03388,01/01/2020,
        T2,Hai,social_assistance_centre,yes,03388,01/01/2020,
        T3,Ba,peoples_committee,yes,03388,01/01/2020,31/12/2025
        TX,Bốn,police,yes,03388,01/01/2020,

        """

    init(deriving: Bool = false, chance: any Chance = SodiumChance()) async throws {
        test = try TestInstallation(deriving: deriving, chance: chance)
        let codes = try await test.importRegister([
            "centres.csv": TwoCentres.centres, "cases.csv": "case,kind,detected_on,detected_place,channel,state\n",
            "people.csv": "case,person,role,sex\n",
        ]).openingCodes
        let store = test.installation.store
        let centres = try store.centres()
        sending = try #require(centres.first { $0.code == "T1" }?.identifier)
        receiving = try #require(centres.first { $0.code == "T2" }?.identifier)
        thu = try await test.enrolledUser("thu", .centreManager, centre: "T1")
        lan = try await test.enrolledUser("lan", .centreManager, centre: "T2")
        for (user, code) in [(thu, "T1"), (lan, "T2")] {
            try await test.installation.enrolFirstManager(
                openingCode: try #require(codes[code]), by: try await test.signedIn(user))
        }
        let session = try test.installation.centreSession(of: try await test.signedIn(thu))
        caseFile = try await test.installation.openCase(
            .domesticViolence, .confirmed, Detection(on: Day(number: 20_700), place: .outside, channel: Code(number: 2)), in: session)
        person = try await test.installation.addPerson(
            role: .victim, sex: .female, birthYear: 1_990, identity: TwoCentres.identity, to: caseFile, in: session)
    }

    var installation: OpenInstallation { test.installation }
    var today: Day { test.clock.now.dayInVietNam }

    /// Another member of a centre, who holds its keys.
    func member(_ name: String, _ role: UserRole, of manager: EnrolledUser, centre: String) async throws -> EnrolledUser {
        let user = try await test.enrolledUser(name, role, centre: centre)
        let row = try #require(try installation.userRow(user.identifier))
        let keys = try #require(installation.memberKeys(row))
        try await installation.admit(user.identifier, fingerprint: keys.fingerprint, by: try await test.signedIn(manager))
        return user
    }

    func session(of user: EnrolledUser) async throws -> CentreSession {
        try installation.centreSession(of: try await test.signedIn(user))
    }

    /// The same with names shown; why somebody looks is not asked.
    func windowed(_ user: EnrolledUser) async throws -> CentreSession {
        let visit = try await test.signedIn(user)
        try await installation.openIdentityWindow(passphrase: Array(user.passphrase.utf8), by: visit)
        let session = try installation.centreSession(of: try test.visit(visit.token.cookieText))
        return CentreSession(
            actor: session.actor, centre: session.centre, code: session.code, number: session.number, keyring: session.keyring,
            sessionName: session.sessionName, windowUntil: session.windowUntil)
    }

    /// Refers as Thu does it on a good day, with what a test changes of it.
    func refer(
        _ fields: Set<ReferredField> = [.name, .phone], person: Identifier<Person>? = nil, in other: Identifier<Case>? = nil,
        to centre: Identifier<Centre>? = nil, consent: Int? = -1, expires: Int = 30, note: String = "gọi buổi sáng",
        passphrase: String? = nil, by user: EnrolledUser? = nil
    ) async throws -> Identifier<Referral> {
        let user = user ?? thu
        return try await installation.refer(
            person ?? self.person, in: other ?? caseFile, to: centre ?? receiving, fields: fields,
            consentGivenOn: consent.map { today.adding(days: $0) }, expires: today.adding(days: expires), note: note,
            passphrase: Array((passphrase ?? user.passphrase).utf8), by: try await test.signedIn(user))
    }

    /// Entries of the chain with a verb, as outcome and case.
    func entries(_ verb: AuditVerb) async throws -> [AuditEntry] {
        try await test.auditEntries().filter { $0.verb == verb }
    }
}
