import CaseDomain
import Foundation
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Changing one's own passphrase and second factor.
@Suite struct OwnPassphraseTests {
    private static let good = Array("bon-con-ngua-trang-chay".utf8)

    /// Bytes that are no passphrase, and why.
    private static let refused: [([UInt8], PassphraseFault)] = [
        (Array("ngan".utf8), .tooShort), (Array("mười-bốn-chữ--".utf8), .tooShort), ([], .tooShort),
        (Array("passwordpassword".utf8), .tooCommon), (Array("abcabcabcabcabcabc".utf8), .tooCommon),
        (Array("aaaaaaaaaaaaaaaaaaaa".utf8), .tooCommon), (Array("1234567890123456".utf8), .tooCommon),
        (Array(repeating: 0x61, count: 1_025), .tooLong), (Array("bon-con-ngua".utf8) + [0xC3, 0x28] + Array("chay".utf8), .notText),
        (Array("bon-con-ngua\u{0}-trang-chay".utf8), .notText), (Array("bon-con-ngua\n-trang-chay".utf8), .notText),
        (Array("co-ten-thu-ha-o-trong-day".utf8), .holdsUserName), (Array("CO-TEN-THU-HA-O-TRONG-DAY".utf8), .holdsUserName),
        (Array("co-ten-thuha-o-trong-day".utf8), .holdsUserName),
    ]

    @Test(arguments: refused)
    func whatIsNoPassphraseIsRefusedAndNothingChanges(typed: [UInt8], fault: PassphraseFault) async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu-ha")
        let visit = try await test.signedIn(user)
        let before = try test.installation.credential(of: user.identifier)
        await #expect(throws: CaseworkError.account(.passphrase(fault))) {
            try await test.installation.changePassphrase(from: Array(user.passphrase.utf8), to: typed, by: visit)
        }
        #expect(try test.installation.credential(of: user.identifier) == before)
    }

    @Test func aChangeEndsTheOtherSessionsAndTheOldPassphrase() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let other = try await test.signIn(user).cookie
        let half = try await test.installation.signIn(user.attempt()).cookie
        let own = try await test.signIn(user).cookie
        try await test.installation.changePassphrase(
            from: Array(user.passphrase.utf8), to: OwnPassphraseTests.good, by: try test.visit(own))
        #expect(try test.visit(own).stage == .open)
        for cookie in [other, half] {
            guard case .nobody = try test.installation.arrival(cookie: cookie) else {
                Issue.record("another session goes on")
                continue
            }
        }
        await #expect(throws: CaseworkError.refused) { try await test.installation.signIn(user.attempt()) }
        var changed = user
        changed.passphrase = String(decoding: OwnPassphraseTests.good, as: UTF8.self)
        #expect(try await test.signedIn(changed).stage == .open)
        #expect(try test.audit().findings.isEmpty)
    }

    @Test func theSamePassphraseIsRefusedInEveryUnicodeForm() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let visit = try await test.signedIn(user)
        let text = "bốn-con-ngựa-trắng-chạy"
        let composed = Array(text.precomposedStringWithCanonicalMapping.utf8)
        let decomposed = Array(text.decomposedStringWithCanonicalMapping.utf8)
        #expect(composed != decomposed)
        try await test.installation.changePassphrase(from: Array(user.passphrase.utf8), to: composed, by: visit)
        for same in [composed, decomposed] {
            await #expect(throws: CaseworkError.account(.samePassphrase)) {
                try await test.installation.changePassphrase(from: composed, to: same, by: visit)
            }
        }
        // Both forms sign in.
        var attempt = user.attempt()
        for form in [composed, decomposed] {
            attempt.passphrase = form
            #expect(try await test.installation.signIn(attempt).stage == .secondFactor(left: 5))
        }
    }

    @Test func aWrongOldPassphraseIsCountedAndDelays() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let visit = try await test.signedIn(user)
        for _ in 0..<5 {
            await #expect(throws: CaseworkError.account(.wrongCode)) {
                try await test.installation.changePassphrase(from: Array("not the old one".utf8), to: OwnPassphraseTests.good, by: visit)
            }
        }
        await #expect(throws: CaseworkError.account(.wait(seconds: 30))) {
            try await test.installation.changePassphrase(from: Array(user.passphrase.utf8), to: OwnPassphraseTests.good, by: visit)
        }
        // The same count stands before everything that asks once more.
        await #expect(throws: CaseworkError.account(.wait(seconds: 30))) {
            _ = try await test.installation.renewPrintedCodes(passphrase: Array(user.passphrase.utf8), by: visit)
        }
        let entries = try await test.auditEntries()
        #expect(entries.count { $0.verb == .changePassphrase && $0.outcome == .failed } == 5)
    }

    @Test func whoeverMustChangeCanDoNothingElse() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let user = try await house.member("thu", .caseWorker)
        var row = try #require(try test.installation.credential(of: user.identifier))
        row.revision += 1
        row.mustChange = true
        try await test.write(.putCredential(test.installation.tagged(row)))
        let cookie = try await test.signIn(user).cookie
        let visit = try test.visit(cookie)
        #expect(visit.stage == .mustChange)
        let passphrase = Array(user.passphrase.utf8)
        #expect(throws: CaseworkError.refused) { try test.installation.centreSession(of: visit) }
        #expect(throws: CaseworkError.refused) { try test.installation.ownSessions(visit) }
        #expect(throws: CaseworkError.refused) { try test.installation.members(of: house.centre, by: visit) }
        #expect(throws: CaseworkError.refused) { try test.installation.ownAccount(visit) }
        await #expect(throws: CaseworkError.refused) { try await test.installation.openIdentityWindow(passphrase: passphrase, by: visit) }
        await #expect(throws: CaseworkError.refused) {
            try await test.installation.renewSecondFactor(passphrase: passphrase, by: visit)
        }
        await #expect(throws: CaseworkError.refused) { try await test.installation.endOtherSessions(by: visit) }
        try await test.installation.changePassphrase(from: passphrase, to: OwnPassphraseTests.good, by: visit)
        #expect(try test.visit(cookie).stage == .open)
        _ = try test.installation.centreSession(of: try test.visit(cookie))
    }

    @Test func aNewSecondFactorEndsTheOldOneAndTheOtherSessions() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let other = try await test.signIn(user).cookie
        let visit = try await test.signedIn(user)
        let printed = try await test.installation.renewPrintedCodes(passphrase: Array(user.passphrase.utf8), by: visit)
        try await test.installation.renewSecondFactor(passphrase: Array(user.passphrase.utf8), by: visit)
        let shown = try #require(try test.installation.shownSecondFactor(by: visit))
        var changed = user
        changed.totp = shown.secret
        // Until a code of the new one was typed, the old one counts.
        await #expect(throws: CaseworkError.account(.wrongCode)) {
            try await test.installation.confirmSecondFactor("000000", by: visit)
        }
        #expect(try test.visit(other).stage == .open)
        try await test.installation.confirmSecondFactor(try test.code(of: changed), by: visit)
        guard case .nobody = try test.installation.arrival(cookie: other) else {
            Issue.record("another session goes on")
            return
        }
        test.clock.advance(seconds: 30)
        let half = try test.visit(try await test.installation.signIn(user.attempt()).cookie)
        let old = try test.code(of: user)
        await #expect(throws: CaseworkError.account(.wrongCode)) { try await test.installation.giveSecondFactor(old, in: half) }
        test.clock.advance(seconds: 30)
        let renewed = try await test.signedIn(changed)
        #expect(renewed.stage == .open)
        #expect(try test.installation.ownAccount(renewed).printedCodesLeft == printed.count)
        #expect(shown.printedCodes.isEmpty)
        #expect(shown.address.contains(shown.secret))
    }
}
