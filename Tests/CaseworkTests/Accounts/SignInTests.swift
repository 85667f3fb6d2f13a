import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Passphrase, then second factor, then a session under a new token; everything else is one answer.
@Suite struct SignInTests {
    @Test func aPassphraseAndACodeOpenASessionUnderANewToken() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let first = try await test.installation.signIn(user.attempt())
        #expect(first.stage == .secondFactor(left: 5))
        let half = try test.visit(first.cookie)
        #expect(half.stage == .secondFactor(left: 5))
        #expect(throws: CaseworkError.refused) { try test.installation.ownSessions(half) }
        let second = try await test.installation.giveSecondFactor(try test.code(of: user), in: half)
        #expect(second.stage == .open)
        #expect(second.cookie != first.cookie)
        guard case .nobody = try test.installation.arrival(cookie: first.cookie) else {
            Issue.record("the half-made sign-in is still somebody")
            return
        }
        let visit = try test.visit(second.cookie)
        #expect(visit.stage == .open)
        #expect(visit.actor.user == user.identifier)
        #expect(try test.installation.ownSessions(visit).count == 1)
    }

    @Test(arguments: ["", "x", "not-a-token", String(repeating: "A", count: 43), String(repeating: "é", count: 43)])
    func aCookieThatNobodyGotIsNobody(cookie: String) async throws {
        let test = try TestInstallation(deriving: false)
        guard case .nobody = try test.installation.arrival(cookie: cookie) else {
            Issue.record("\(cookie) is somebody")
            return
        }
    }

    @Test func aVolunteerNeedsNoSecondFactorAndNobodyElseDoesWithout() async throws {
        let house = try await TestCentreHouse()
        let volunteer = try await house.test.enrolledUser("tinh-nguyen", .volunteer, centre: "TT")
        #expect(try await house.test.installation.signIn(volunteer.attempt()).stage == .open)
        // The same row under another role, with a right tag: the second factor is still asked for.
        let row = try #require(try house.test.installation.userRow(volunteer.identifier))
        try await house.test.write(.updateUser(house.test.installation.changed(row) { $0.role = .caseWorker }))
        await #expect(throws: CaseworkError.refused) { try await house.test.installation.signIn(volunteer.attempt()) }
        #expect(try await house.test.auditEntries().first?.outcome == .failed)
    }

    @Test func aCodeOfAnAuthenticatorIsGoodOnce() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let code = try test.code(of: user)
        let first = try test.visit(try await test.installation.signIn(user.attempt()).cookie)
        let other = try test.visit(try await test.installation.signIn(user.attempt()).cookie)
        _ = try await test.installation.giveSecondFactor(code, in: first)
        await #expect(throws: CaseworkError.account(.wrongCode)) { try await test.installation.giveSecondFactor(code, in: other) }
        test.clock.advance(seconds: 30)
        #expect(try await test.installation.giveSecondFactor(try test.code(of: user), in: other).stage == .open)
    }

    @Test func ofEightWhoTypeTheSameCodeAtOnceOneIsLetIn() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        var halves: [Visit] = []
        for _ in 0..<8 { halves.append(try test.visit(try await test.installation.signIn(user.attempt()).cookie)) }
        let code = try test.code(of: user)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for half in halves {
                group.addTask { (try? await test.installation.giveSecondFactor(code, in: half)) != nil }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
    }

    @Test func ofEightWhoTypeTheSamePrintedCodeAtOnceOneIsLetIn() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let visit = try await test.signedIn(user)
        let codes = try await test.installation.renewPrintedCodes(passphrase: Array(user.passphrase.utf8), by: visit)
        var halves: [Visit] = []
        for _ in 0..<8 { halves.append(try test.visit(try await test.installation.signIn(user.attempt()).cookie)) }
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for half in halves {
                group.addTask { (try? await test.installation.giveSecondFactor(codes[3].lowercased(), in: half)) != nil }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
        #expect(try test.installation.ownAccount(visit).printedCodesLeft == 9)
        // Another of them is still good, and that of somebody else never was.
        let again = try test.visit(try await test.installation.signIn(user.attempt()).cookie)
        test.clock.advance(minutes: 14)
        #expect(try await test.installation.giveSecondFactor(codes[4], in: again).stage == .open)
    }

    @Test func aPrintedCodeOfSomebodyElseIsNone() async throws {
        let test = try TestInstallation(deriving: false)
        let thu = try await test.enrolledUser("thu")
        let lan = try await test.enrolledUser("lan")
        let codes = try await test.installation.renewPrintedCodes(
            passphrase: Array(thu.passphrase.utf8), by: try await test.signedIn(thu))
        let half = try test.visit(try await test.installation.signIn(lan.attempt()).cookie)
        await #expect(throws: CaseworkError.account(.wrongCode)) { try await test.installation.giveSecondFactor(codes[0], in: half) }
    }

    @Test func fiveWrongCodesEndTheHalfMadeSignInAndDelayTheNext() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let cookie = try await test.installation.signIn(user.attempt()).cookie
        let other = try test.visit(try await test.installation.signIn(user.attempt()).cookie)
        for left in [5, 4, 3, 2, 1] {
            let half = try test.visit(cookie)
            #expect(half.stage == .secondFactor(left: left))
            let wrong = try TOTPCode.wrong(try #require(user.totp), at: test.clock.now)
            await #expect(throws: CaseworkError.account(.wrongCode)) { try await test.installation.giveSecondFactor(wrong, in: half) }
        }
        guard case .nobody = try test.installation.arrival(cookie: cookie) else {
            Issue.record("the half-made sign-in goes on")
            return
        }
        // The count is the account's: a second browser with the passphrase gets no five more.
        let code = try test.code(of: user)
        await #expect(throws: CaseworkError.account(.wait(seconds: 30))) { try await test.installation.giveSecondFactor(code, in: other) }
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "１２３４５６", "00000-00000", "' OR 1=1"])
    func whatIsNoCodeIsRefused(typed: String) async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let half = try test.visit(try await test.installation.signIn(user.attempt()).cookie)
        await #expect(throws: CaseworkError.account(.wrongCode)) { try await test.installation.giveSecondFactor(typed, in: half) }
    }

    /// Who asks, by what is wrong with them.
    enum Stranger: CaseIterable {
        case unknownName, noName, wrongPassphrase, tooLong, notText, disabled, invited, invitedAgain
    }

    @Test(arguments: Stranger.allCases)
    func whoeverIsNotLetInGetsTheSameAnswerAfterTheSameWork(stranger: Stranger) async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let admin = Actor.user(ActingUser(user: Identifier(high: 8, low: 8), name: "quan-tri", role: .administrator))
        var attempt = user.attempt()
        switch stranger {
        case .unknownName: attempt.name = "khong-ai"
        case .noName: attempt.name = "Nguyễn Thị ' OR 1=1 --"
        case .wrongPassphrase: attempt.passphrase = Array("quite another thing".utf8)
        case .tooLong: attempt.passphrase = Array(repeating: 0x61, count: 1_025)
        case .notText: attempt.passphrase = [0xFF, 0xFE, 0x00, 0xC3]
        case .disabled: try await test.installation.disableUser(user.identifier, by: admin)
        case .invited:
            _ = try await test.installation.addUser(NewUser(name: "moi", role: .auditor), departments: [], by: .local)
            attempt.name = "moi"
        case .invitedAgain: _ = try await test.installation.inviteAgain(user.identifier, by: admin)
        }
        let before = test.installation.desk.hashing.taken
        await #expect(throws: CaseworkError.refused) { try await test.installation.signIn(attempt) }
        #expect(test.installation.desk.hashing.taken == before + 1)
        // The right one is one run as well.
        guard stranger == .wrongPassphrase else { return }
        _ = try await test.installation.signIn(user.attempt())
        #expect(test.installation.desk.hashing.taken == before + 2)
    }

    @Test func aDisabledAccountThatIsOpenedAgainSignsInAsBefore() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let admin = Actor.user(ActingUser(user: Identifier(high: 8, low: 8), name: "quan-tri", role: .administrator))
        try await test.installation.disableUser(user.identifier, by: admin)
        await #expect(throws: CaseworkError.refused) { try await test.installation.signIn(user.attempt()) }
        try await test.installation.enableUser(user.identifier, by: admin)
        #expect(try await test.signedIn(user).stage == .open)
    }

    @Test func aCheaperHashIsMadeAnewAtSignIn() async throws {
        let cheap = try TestInstallation(deriving: false)
        let user = try await cheap.enrolledUser("thu")
        let dear = PassphraseCost(operations: 3, memory: 64 << 20)
        let test = try TestInstallation(restarting: cheap, cost: dear)
        for revision: UInt32 in [2, 2] {
            _ = try await test.installation.signIn(user.attempt())
            let row = try #require(try test.installation.credential(of: user.identifier))
            #expect(row.operations == 3)
            #expect(row.revision == revision)
        }
        #expect(try test.audit().findings.isEmpty)
        #expect(try await test.signedIn(user).stage == .open)
    }
}
