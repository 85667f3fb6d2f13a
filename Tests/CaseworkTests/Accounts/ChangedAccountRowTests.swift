import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Rows of accounts that somebody changed who has the file and not the service key: none is believed.
@Suite struct ChangedAccountRowTests {
    @Test(arguments: [
        "operations = 1", "operations = 11", "operations = 3", "memory = 1024", "memory = 8589934592", "salt = zeroblob(16)",
        "verifier = zeroblob(32)", "pepper_generation = 2", "must_change = 1", "revision = revision + 1", "recovery = NULL", "totp = NULL",
        "recovery = keyring", "keyring = recovery", "tag = zeroblob(32)",
    ])
    func aChangedCredentialIsNamed(change: String) async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        try test.damage("UPDATE credential SET \(change)")
        let before = test.installation.desk.hashing.taken
        await #expect(throws: CaseworkError.integrityFailed(table: "credential", row: user.identifier.description)) {
            try await test.installation.signIn(user.attempt())
        }
        #expect(test.installation.desk.hashing.taken == before)
        #expect(try !test.audit().findings.isEmpty)
    }

    @Test(
        arguments: [
            (1, 64 << 20), (11, 64 << 20), (2, (64 << 20) - 1_024), (2, (1 << 30) + 1_024), (UInt32.max, Int64.max), (2, 1),
        ] as [(UInt32, Int64)])
    func aCostOutsideItsBoundsIsRefusedAlsoUnderARightTag(operations: UInt32, memory: Int64) async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        var row = try #require(try test.installation.credential(of: user.identifier))
        row.revision += 1
        row.operations = operations
        row.memory = memory
        try await test.write(.putCredential(test.installation.tagged(row)))
        await #expect(throws: CaseworkError.vault(.refusedCost)) { try await test.installation.signIn(user.attempt()) }
    }

    @Test(arguments: [
        "role = 7", "role = 3", "state = 1", "state = 3", "centre = 1", "department = 'health'", "revision = 2", "created_at = 0",
        "box_key = signing_key", "signing_key = zeroblob(32)", "box_key = NULL, signing_key = NULL", "tag = zeroblob(32)", "name = 'tho'",
    ])
    func aChangedUserIsNamed(change: String) async throws {
        let house = try await TestCentreHouse()
        let user = try await house.test.enrolledUser("thu", .auditor)
        try house.test.damage("UPDATE user SET \(change) WHERE name = 'thu'")
        var attempt = user.attempt()
        if change.hasPrefix("name") { attempt.name = "tho" }
        await #expect(throws: CaseworkError.integrityFailed(table: "user", row: user.identifier.description)) {
            try await house.test.installation.signIn(attempt)
        }
    }

    @Test func aChangedUserEndsTheRequestsOfASessionToo() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu", .auditor)
        let cookie = try await test.signIn(user).cookie
        try test.damage("UPDATE user SET role = 7")
        #expect(throws: CaseworkError.integrityFailed(table: "user", row: user.identifier.description)) {
            try test.installation.arrival(cookie: cookie)
        }
    }

    @Test func theCredentialOfSomebodyElseIsNoGood() async throws {
        let test = try TestInstallation(deriving: false)
        let thu = try await test.enrolledUser("thu")
        let lan = try await test.enrolledUser("lan")
        // Lan's whole row in the place of Thu's, so that Lan's passphrase would open Thu's account.
        try test.damage(
            """
            CREATE TEMP TABLE kept AS SELECT * FROM credential WHERE user = (SELECT identifier FROM user WHERE name = 'lan');
            UPDATE kept SET user = (SELECT identifier FROM user WHERE name = 'thu');
            DELETE FROM credential WHERE user = (SELECT identifier FROM user WHERE name = 'thu');
            INSERT INTO credential SELECT * FROM kept
            """
        )
        var attempt = lan.attempt()
        attempt.name = "thu"
        await #expect(throws: CaseworkError.integrityFailed(table: "credential", row: thu.identifier.description)) {
            try await test.installation.signIn(attempt)
        }
    }

    @Test func theSecondFactorOfSomebodyElseOpensNothingAlsoUnderARightTag() async throws {
        let test = try TestInstallation(deriving: false)
        let thu = try await test.enrolledUser("thu")
        let lan = try await test.enrolledUser("lan")
        var row = try #require(try test.installation.credential(of: thu.identifier))
        row.revision += 1
        row.totp = try #require(try test.installation.credential(of: lan.identifier)).totp
        try await test.write(.putCredential(test.installation.tagged(row)))
        let half = try test.visit(try await test.installation.signIn(thu.attempt()).cookie)
        let code = try test.code(of: lan)
        await #expect(throws: CaseworkError.integrityFailed(table: "credential", row: thu.identifier.description)) {
            try await test.installation.giveSecondFactor(code, in: half)
        }
    }

    @Test func theKeyringOfSomebodyElseOpensNothingAlsoUnderARightTag() async throws {
        let test = try TestInstallation(deriving: false)
        let thu = try await test.enrolledUser("thu")
        let lan = try await test.enrolledUser("lan")
        var row = try #require(try test.installation.credential(of: thu.identifier))
        row.revision += 1
        row.keyring = try #require(try test.installation.credential(of: lan.identifier)).keyring
        try await test.write(.putCredential(test.installation.tagged(row)))
        await #expect(throws: (any Error).self) { try await test.installation.signIn(thu.attempt()) }
        #expect(throws: (any Error).self) { try test.visit("") }
    }

    @Test func anOlderCredentialThatIsPutBackIsFound() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let visit = try await test.signedIn(user)
        try test.damage("CREATE TABLE kept AS SELECT * FROM credential")
        try await test.installation.changePassphrase(
            from: Array(user.passphrase.utf8), to: Array("bon-con-ngua-trang-chay".utf8), by: visit)
        #expect(try test.audit().findings.isEmpty)
        try test.damage("DELETE FROM credential; INSERT INTO credential SELECT * FROM kept")
        #expect(try test.audit().findings.map(\.fault) == [.rowDiffers(table: "credential")])
    }

    @Test func anEnrolmentCodeThatIsMovedToAnotherAccountIsNamed() async throws {
        let test = try TestInstallation(deriving: false)
        let code = try await test.installation.addUser(NewUser(name: "moi", role: .auditor), departments: [], by: .local)
        _ = try await test.installation.addUser(NewUser(name: "quan-tri", role: .administrator), departments: [], by: .local)
        try test.damage(
            """
            DELETE FROM enrolment WHERE user = (SELECT identifier FROM user WHERE name = 'quan-tri');
            UPDATE enrolment SET user = (SELECT identifier FROM user WHERE name = 'quan-tri')
            """
        )
        let target = try #require(try test.installation.userRow(named: "quan-tri"))
        await #expect(throws: CaseworkError.integrityFailed(table: "enrolment", row: target.identifier.description)) {
            try await test.installation.beginEnrolment(name: "quan-tri", code: code, source: "10.0.0.1")
        }
    }

    @Test(arguments: ["kind = 2", "expires_at = 9999999999"])
    func aChangedEnrolmentCodeIsNamed(change: String) async throws {
        let test = try TestInstallation(deriving: false)
        let code = try await test.installation.addUser(NewUser(name: "moi", role: .auditor), departments: [], by: .local)
        try test.damage("UPDATE enrolment SET \(change)")
        let user = try #require(try test.installation.userRow(named: "moi"))
        await #expect(throws: CaseworkError.integrityFailed(table: "enrolment", row: user.identifier.description)) {
            try await test.installation.beginEnrolment(name: "moi", code: code, source: "10.0.0.1")
        }
    }
}
