import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// An installation with two centres; one has a manager, two case workers and a commune officer who hold its keys, and a case.
struct TestCentreHouse {
    let test: TestInstallation
    let centre: Identifier<Centre>
    let openingCodes: [String: String]
    let manager: EnrolledUser
    private let managing: Visit

    private static let register = [
        "centres.csv": """
        code,name,kind,public,place,valid_from,valid_to
        TT,Một,social_assistance_centre,yes,03388,01/01/2020,
        T2,Hai,social_assistance_centre,yes,03388,01/01/2020,

        """,
        "cases.csv": """
        case,kind,detected_on,detected_place,channel,state,centre
        HS1,domestic_violence,10/01/2026,03388,police,confirmed,TT

        """,
        "people.csv": """
        case,person,role,sex,birth_year,name,id_number,phone,address,ethnicity,relationship
        HS1,N1,victim,female,1990,Nhân vật Một,000123,0000 1,Nhà mẫu,Mẫu,vợ

        """,
    ]

    init() async throws {
        test = try TestInstallation(deriving: false)
        openingCodes = try await test.importRegister(TestCentreHouse.register).openingCodes
        let store = test.installation.store
        centre = try #require(try store.centres().first { $0.code == "TT" }?.identifier)
        manager = try await test.enrolledUser("quan-ly", .centreManager, centre: "TT")
        managing = try await test.signedIn(manager)
        try await test.installation.enrolFirstManager(
            openingCode: try #require(openingCodes["TT"]), by: managing)
    }

    /// A new account that holds the centre's keys.
    func member(_ name: String, _ role: UserRole) async throws -> EnrolledUser {
        let user = try await test.enrolledUser(name, role, centre: "TT")
        try await admit(user)
        return user
    }

    /// Gives the centre's keys to the keys that an account has now.
    func admit(_ user: EnrolledUser) async throws {
        let row = try #require(try test.installation.userRow(user.identifier))
        let keys = try #require(test.installation.memberKeys(row))
        // Read again: the number of a member comes with the first grant.
        let freshly = try test.visit(managing.token.cookieText)
        try await test.installation.admit(user.identifier, fingerprint: keys.fingerprint, by: freshly)
    }

    /// The centre as somebody opens it who has just signed in.
    func session(of user: EnrolledUser) async throws -> CentreSession {
        try test.installation.centreSession(of: try await test.signedIn(user))
    }

    /// The same, names shown: after the passphrase was asked for again.
    ///
    /// Why somebody looks is asked in tests of its own.
    func windowedSession(of user: EnrolledUser) async throws -> CentreSession {
        let visit = try await test.signedIn(user)
        try await test.installation.openIdentityWindow(passphrase: Array(user.passphrase.utf8), by: visit)
        let session = try test.installation.centreSession(of: try test.visit(visit.token.cookieText))
        return CentreSession(
            actor: session.actor, centre: session.centre, code: session.code, number: session.number, keyring: session.keyring,
            sessionName: session.sessionName, windowUntil: session.windowUntil)
    }

    func number(of user: EnrolledUser) throws -> Int {
        Int(try #require(try test.installation.chain(of: centre)?.chain.member(of: user.identifier)?.number))
    }

    func caseFile() throws -> Identifier<Case> {
        try #require(try test.installation.store.caseIdentifiers().first)
    }
}

extension TestInstallation {
    /// Writes rows with the entry that names them, as a use case does: what a thief of the file cannot do.
    func write(_ changes: AccountChange...) async throws {
        try await installation.commit(changes, AuditEntry(actor: "local", verb: .changeUser))
    }
}
