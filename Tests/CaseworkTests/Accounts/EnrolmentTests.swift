import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Enrolment: every step in its order, and nothing stored before the last.
@Suite struct EnrolmentTests {
    private static let passphrase = Array("bon-con-ngua-trang-chay".utf8)
    private static let admin = Actor.user(ActingUser(user: Identifier(high: 8, low: 8), name: "quan-tri", role: .administrator))

    /// Somebody with a code in their hand.
    private func invited(_ name: String = "lan", _ role: UserRole = .auditor) async throws -> (test: TestInstallation, code: String) {
        let test = try TestInstallation(deriving: false)
        return (test, try await test.installation.addUser(NewUser(name: name, role: role), departments: [], by: .local))
    }

    private func begin(_ test: TestInstallation, _ code: String, _ name: String = "lan") async throws -> Enrolment {
        try await test.installation.beginEnrolment(name: name, code: code, source: "10.0.0.1")
    }

    /// All steps but the last.
    private func recoveryCode(_ test: TestInstallation, in enrolment: Enrolment) async throws -> (code: String, totp: String) {
        try await test.installation.choosePassphrase(EnrolmentTests.passphrase, in: enrolment)
        let shown = try test.installation.showSecondFactor(in: enrolment)
        try test.installation.confirmSecondFactor(try TOTPCode.of(shown.secret, at: test.clock.now), in: enrolment)
        return (try test.installation.showRecoveryCode(in: enrolment), shown.secret)
    }

    @Test func allStepsInTheirOrderMakeAnAccountAndNothingIsStoredBefore() async throws {
        let (test, code) = try await invited()
        let before = try test.shape()
        let enrolment = try await begin(test, code)
        #expect(enrolment.needsSecondFactor)
        let (recovery, totp) = try await recoveryCode(test, in: enrolment)
        #expect(try test.shape() == before)
        try await test.installation.finishEnrolment(recoveryCode: recovery.lowercased(), in: enrolment)
        let row = try #require(try test.installation.userRow(named: "lan"))
        #expect(row.state == .active)
        let user = EnrolledUser(
            identifier: row.identifier, name: "lan", passphrase: String(decoding: EnrolmentTests.passphrase, as: UTF8.self),
            recovery: recovery, totp: totp
        )
        // The code that showed that the authenticator works is used up.
        let half = try test.visit(try await test.installation.signIn(user.attempt()).cookie)
        let used = try test.code(of: user)
        await #expect(throws: CaseworkError.account(.wrongCode)) { try await test.installation.giveSecondFactor(used, in: half) }
        let visit = try await test.signedIn(user)
        #expect(try test.installation.ownAccount(visit).printedCodesLeft == 10)
        #expect(try test.audit().findings.isEmpty)
        #expect(test.installation.enrolment(cookie: enrolment.token.cookieText) == nil)
    }

    @Test func aStepThatWasLeftOutIsOutOfOrder() async throws {
        let (test, code) = try await invited()
        let enrolment = try await begin(test, code)
        let outOfOrder = CaseworkError.account(.outOfOrder)
        func finish(_ text: String) async {
            await #expect(throws: outOfOrder) { try await test.installation.finishEnrolment(recoveryCode: text, in: enrolment) }
        }
        #expect(throws: outOfOrder) { try test.installation.showSecondFactor(in: enrolment) }
        #expect(throws: outOfOrder) { try test.installation.confirmSecondFactor("123456", in: enrolment) }
        #expect(throws: outOfOrder) { try test.installation.showRecoveryCode(in: enrolment) }
        await finish("")
        try await test.installation.choosePassphrase(EnrolmentTests.passphrase, in: enrolment)
        #expect(throws: outOfOrder) { try test.installation.confirmSecondFactor("123456", in: enrolment) }
        #expect(throws: outOfOrder) { try test.installation.showRecoveryCode(in: enrolment) }
        await finish("")
        let shown = try test.installation.showSecondFactor(in: enrolment)
        #expect(throws: outOfOrder) { try test.installation.showRecoveryCode(in: enrolment) }
        #expect(throws: CaseworkError.account(.wrongCode)) {
            try test.installation.confirmSecondFactor(try TOTPCode.wrong(shown.secret, at: test.clock.now), in: enrolment)
        }
        try test.installation.confirmSecondFactor(try TOTPCode.of(shown.secret, at: test.clock.now), in: enrolment)
        await finish(RecoveryCode.draw(SeededChance(seed: 1)))
        let recovery = try test.installation.showRecoveryCode(in: enrolment)
        // A new secret has to be confirmed anew; a new passphrase asks for a new recovery code.
        _ = try test.installation.showSecondFactor(in: enrolment)
        await finish(recovery)
        let again = try test.installation.showSecondFactor(in: enrolment)
        test.clock.advance(seconds: 30)
        try test.installation.confirmSecondFactor(try TOTPCode.of(again.secret, at: test.clock.now), in: enrolment)
        try await test.installation.choosePassphrase(Array("nam-con-ngua-trang-chay".utf8), in: enrolment)
        await finish(recovery)
        #expect(try test.installation.userRow(named: "lan")?.state == .invited)
    }

    @Test func aPassphraseThatIsChosenAgainKeepsTheUsedCodeUsed() async throws {
        let (test, code) = try await invited()
        let enrolment = try await begin(test, code)
        let (_, totp) = try await recoveryCode(test, in: enrolment)
        try await test.installation.choosePassphrase(EnrolmentTests.passphrase, in: enrolment)
        try await test.installation.finishEnrolment(recoveryCode: try test.installation.showRecoveryCode(in: enrolment), in: enrolment)
        let attempt = SignInAttempt(name: "lan", passphrase: EnrolmentTests.passphrase, source: "10.0.0.1")
        let half = try test.visit(try await test.installation.signIn(attempt).cookie)
        let used = try TOTPCode.of(totp, at: test.clock.now)
        await #expect(throws: CaseworkError.account(.wrongCode)) { try await test.installation.giveSecondFactor(used, in: half) }
    }

    @Test func theRecoveryCodeHasToBeTypedBack() async throws {
        let (test, code) = try await invited()
        let before = try test.shape()
        let enrolment = try await begin(test, code)
        let (first, _) = try await recoveryCode(test, in: enrolment)
        let second = try test.installation.showRecoveryCode(in: enrolment)
        for wrong in [first, RecoveryCode.draw(SeededChance(seed: 4)), "", String(second.dropLast()), "không phải mã"] {
            await #expect(throws: CaseworkError.account(.wrongCode)) {
                try await test.installation.finishEnrolment(recoveryCode: wrong, in: enrolment)
            }
        }
        #expect(try test.shape() == before)
        try await test.installation.finishEnrolment(recoveryCode: second, in: enrolment)
        #expect(try test.installation.userRow(named: "lan")?.state == .active)
    }

    @Test func aCodeThatIsWrongUsedOverOrSomebodyElsesGivesOneAnswer() async throws {
        let (test, code) = try await invited()
        let other = try await test.installation.addUser(NewUser(name: "mai", role: .auditor), departments: [], by: .local)
        let wrong = CaseworkError.account(.wrongCode)
        for (name, typed) in [
            ("lan", other), ("mai", code), ("lan", EnrolmentCode.draw(SeededChance(seed: 2))), ("lan", ""), ("khong-ai", code),
            ("Lan ' OR 1=1", code), ("lan", String(repeating: "A", count: 100_000)),
        ] {
            await #expect(throws: wrong) {
                _ = try await test.installation.beginEnrolment(name: name, code: typed, source: name + typed.prefix(4))
            }
        }
        let enrolment = try await begin(test, code)
        let (recovery, _) = try await recoveryCode(test, in: enrolment)
        try await test.installation.finishEnrolment(recoveryCode: recovery, in: enrolment)
        await #expect(throws: wrong) { _ = try await begin(test, code) }
        await #expect(throws: CaseworkError.account(.outOfOrder)) {
            try await test.installation.finishEnrolment(recoveryCode: recovery, in: enrolment)
        }
    }

    @Test func aCodeIsGoodForADay() async throws {
        let (test, code) = try await invited()
        test.clock.advance(seconds: 24 * 3_600 - 1)
        _ = try await begin(test, code)
        test.clock.advance(seconds: 1)
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await begin(test, code) }
    }

    @Test func aNewCodeTakesThePlaceOfTheOldAndADisabledAccountHasNone() async throws {
        let (test, code) = try await invited()
        let user = try #require(try test.installation.userRow(named: "lan")).identifier
        let enrolment = try await begin(test, code)
        let (recovery, _) = try await recoveryCode(test, in: enrolment)
        let second = try await test.installation.inviteAgain(user, by: EnrolmentTests.admin)
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await begin(test, code) }
        // An enrolment that began with the old code ends with it.
        await #expect(throws: CaseworkError.account(.outOfOrder)) {
            try await test.installation.finishEnrolment(recoveryCode: recovery, in: enrolment)
        }
        _ = try await begin(test, second)
        try await test.installation.disableUser(user, by: EnrolmentTests.admin)
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await begin(test, second) }
        try await test.installation.enableUser(user, by: EnrolmentTests.admin)
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await begin(test, second) }
    }

    @Test func aDraftRunsOutAfterHalfAnHourWhateverIsDoneInIt() async throws {
        let (test, code) = try await invited()
        let enrolment = try await begin(test, code)
        let (recovery, _) = try await recoveryCode(test, in: enrolment)
        test.clock.advance(seconds: 30 * 60 - 1)
        #expect(test.installation.enrolment(cookie: enrolment.token.cookieText) != nil)
        let shown = try test.installation.showRecoveryCode(in: enrolment)
        #expect(shown != recovery)
        test.clock.advance(seconds: 1)
        #expect(test.installation.enrolment(cookie: enrolment.token.cookieText) == nil)
        await #expect(throws: CaseworkError.account(.outOfOrder)) {
            try await test.installation.finishEnrolment(recoveryCode: shown, in: enrolment)
        }
        // The code itself is still good.
        #expect(try await begin(test, code).userName == "lan")
    }

    @Test func ofTwoEnrolmentsWithOneCodeOneIsStored() async throws {
        let (test, code) = try await invited()
        var drafts: [(Enrolment, String)] = []
        for _ in 0..<2 {
            let enrolment = try await begin(test, code)
            drafts.append((enrolment, try await recoveryCode(test, in: enrolment).code))
        }
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for (enrolment, recovery) in drafts {
                group.addTask { (try? await test.installation.finishEnrolment(recoveryCode: recovery, in: enrolment)) != nil }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
        #expect(try test.audit().findings.isEmpty)
    }

    @Test func aTokenOfADraftIsNoSessionAndASessionIsNoDraft() async throws {
        let (test, code) = try await invited()
        let enrolment = try await begin(test, code)
        guard case .nobody = try test.installation.arrival(cookie: enrolment.token.cookieText) else {
            Issue.record("a draft is somebody")
            return
        }
        let user = try await test.enrolledUser("thu")
        let cookie = try await test.signIn(user).cookie
        #expect(test.installation.enrolment(cookie: cookie) == nil)
    }
}
