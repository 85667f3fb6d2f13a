import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Recovery: the printed code and the second factor open the same keys under a new passphrase and a new code.
@Suite struct RecoveryTests {
    private static let passphrase = "bon-con-ngua-trang-chay"

    private func begin(_ test: TestInstallation, _ user: EnrolledUser) async throws -> Enrolment {
        test.clock.advance(seconds: 30)
        return try await test.installation.beginRecovery(
            name: user.name, recoveryCode: user.recovery, secondFactor: try test.code(of: user), source: "10.0.0.1")
    }

    /// The user with what they hold afterwards.
    private func recovered(_ test: TestInstallation, _ user: EnrolledUser) async throws -> EnrolledUser {
        let enrolment = try await begin(test, user)
        #expect(!enrolment.needsSecondFactor)
        try await test.installation.choosePassphrase(Array(RecoveryTests.passphrase.utf8), in: enrolment)
        let code = try test.installation.showRecoveryCode(in: enrolment)
        try await test.installation.finishEnrolment(recoveryCode: code, in: enrolment)
        var user = user
        user.passphrase = RecoveryTests.passphrase
        user.recovery = code
        return user
    }

    @Test func theKeysStayAndEverythingElseIsNew() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let before = try await house.member("thu", .caseWorker)
        let caseFile = try house.caseFile()
        let old = try await test.signIn(before).cookie
        let after = try await recovered(test, before)
        guard case .nobody = try test.installation.arrival(cookie: old) else {
            Issue.record("a session from before goes on")
            return
        }
        await #expect(throws: CaseworkError.refused) { try await test.installation.signIn(before.attempt()) }
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await begin(test, before) }
        // The centre and its cases open without anybody granting again.
        let session = try await house.session(of: after)
        #expect(try test.installation.readCase(caseFile, in: session).file.people.count == 1)
        _ = try await recovered(test, after)
        #expect(try test.audit().findings.isEmpty)
    }

    /// What is wrong with an attempt.
    enum Lack: CaseIterable {
        case name, recoveryCode, secondFactor, usedSecondFactor, othersRecoveryCode, othersSecondFactor, passphraseInstead, disabled
    }

    @Test(arguments: Lack.allCases)
    func withoutNameCodeAndSecondFactorThereIsOneAnswer(lack: Lack) async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let other = try await test.enrolledUser("lan")
        var name = "thu"
        var recovery = user.recovery
        var code = try test.code(of: user)
        switch lack {
        case .name: name = "khong-ai"
        case .recoveryCode: recovery = RecoveryCode.draw(SeededChance(seed: 3))
        case .secondFactor: code = try TOTPCode.wrong(try #require(user.totp), at: test.clock.now)
        case .usedSecondFactor:
            _ = try await test.installation.giveSecondFactor(
                code, in: try test.visit(try await test.installation.signIn(user.attempt()).cookie))
        case .othersRecoveryCode: recovery = other.recovery
        case .othersSecondFactor: code = try test.code(of: other)
        case .passphraseInstead: recovery = user.passphrase
        case .disabled:
            let admin = Actor.user(ActingUser(user: Identifier(high: 8, low: 8), name: "quan-tri", role: .administrator))
            try await test.installation.disableUser(user.identifier, by: admin)
        }
        await #expect(throws: CaseworkError.account(.wrongCode)) {
            _ = try await test.installation.beginRecovery(name: name, recoveryCode: recovery, secondFactor: code, source: "10.0.0.1")
        }
        let entries = try await test.auditEntries()
        #expect(entries.first?.verb == .recoverAccount)
        #expect(entries.first?.outcome == .failed)
        // Whose account it was aimed at is said wherever there is such an account.
        #expect(entries.first?.actor == (lack == .name ? "?" : "thu"))
        #expect(entries.first?.subject == (lack == .name ? Identifier.none : user.identifier))
    }

    @Test func aRecoveryThatIsNotFinishedChangesNothing() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let before = try test.installation.credential(of: user.identifier)
        let enrolment = try await begin(test, user)
        #expect(throws: CaseworkError.account(.outOfOrder)) { try test.installation.showRecoveryCode(in: enrolment) }
        try await test.installation.choosePassphrase(Array(RecoveryTests.passphrase.utf8), in: enrolment)
        // The old code does not do in place of a new one.
        await #expect(throws: CaseworkError.account(.outOfOrder)) {
            try await test.installation.finishEnrolment(recoveryCode: user.recovery, in: enrolment)
        }
        // The authenticator stays: a recovery is no way around it.
        #expect(throws: CaseworkError.account(.outOfOrder)) { try test.installation.showSecondFactor(in: enrolment) }
        _ = try test.installation.showRecoveryCode(in: enrolment)
        await #expect(throws: CaseworkError.account(.wrongCode)) {
            try await test.installation.finishEnrolment(recoveryCode: user.recovery, in: enrolment)
        }
        let after = try test.installation.credential(of: user.identifier)
        #expect(after?.verifier == before?.verifier)
        #expect(after?.recovery == before?.recovery)
        #expect(try await test.signedIn(user).stage == .open)
    }

    @Test func fiveFailuresDelay() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        for _ in 0..<5 {
            await #expect(throws: CaseworkError.account(.wrongCode)) {
                _ = try await test.installation.beginRecovery(name: "thu", recoveryCode: "", secondFactor: "", source: "10.0.0.1")
            }
        }
        let code = try test.code(of: user)
        await #expect(throws: CaseworkError.account(.wait(seconds: 30))) {
            _ = try await test.installation.beginRecovery(
                name: "thu", recoveryCode: user.recovery, secondFactor: code, source: "10.0.0.1")
        }
    }
}
