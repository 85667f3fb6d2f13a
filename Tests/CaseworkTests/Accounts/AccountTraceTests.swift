import CaseDomain
import Foundation
import Store
import Support
import Testing
import Vault

@testable import Casework

/// What attempts leave behind: an entry each, and no secret anywhere.
@Suite struct AccountTraceTests {
    private static let passphrase = "KANARI-bon-con-ngua-trang"

    private func bytes(of test: TestInstallation) throws -> Data {
        var all = Data()
        let files = try #require(FileManager.default.enumerator(atPath: test.folder))
        for case let name as String in files {
            if let bytes = FileManager.default.contents(atPath: test.folder + "/" + name) { all.append(bytes) }
        }
        return all
    }

    @Test func everyFailureIsAnEntryAndNoEntryHoldsWhatWasTyped() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let typed = ["kanari-ten-la", "KANARI-mat-khau-trong-o-ten", "kanari' OR 1=1"]
        for name in typed {
            _ = try? await test.installation.signIn(
                SignInAttempt(name: name, passphrase: Array("quite another thing".utf8), source: "10.0.0.1"))
            _ = try? await test.installation.beginEnrolment(name: name, code: "KANARI", source: "10.0.0.1")
            _ = try? await test.installation.beginRecovery(name: name, recoveryCode: "KANARI", secondFactor: "1", source: "10.0.0.1")
        }
        _ = try? await test.installation.signIn(user.wrongAttempt())
        _ = try? await test.installation.enrolDevice(code: "KANARI", source: "10.0.0.1")
        let half = try test.visit(try await test.installation.signIn(user.attempt()).cookie)
        _ = try? await test.installation.giveSecondFactor("KANARI", in: half)
        await #expect(throws: CaseworkError.refused) {
            _ = try await test.installation.addUser(
                NewUser(name: "ai-do", role: .auditor), departments: [],
                by: .user(ActingUser(user: user.identifier, name: "thu", role: .auditor)))
        }
        let entries = try await test.auditEntries()
        func count(_ verb: AuditVerb, _ outcome: AuditOutcome, _ actor: String) -> Int {
            entries.count { $0.verb == verb && $0.outcome == outcome && $0.actor == actor }
        }
        #expect(count(.signIn, .failed, "?") == 3)
        #expect(count(.enrolUser, .failed, "?") == 3)
        #expect(count(.recoverAccount, .failed, "?") == 3)
        #expect(count(.signIn, .failed, "thu") == 1)
        #expect(count(.enrolDevice, .failed, "?") == 1)
        #expect(count(.secondFactor, .failed, "thu") == 1)
        #expect(count(.addUser, .denied, "thu") == 1)
        #expect(entries.first { $0.verb == .signIn && $0.actor == "thu" && $0.outcome == .failed }?.subject == user.identifier)
        for entry in entries {
            #expect(String(decoding: entry.encoded(), as: UTF8.self).range(of: "kanari", options: .caseInsensitive) == nil)
        }
        #expect(try test.audit().findings.isEmpty)
    }

    @Test func noSecretStandsInAnyFileOfTheDataFolder() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let code = try await test.installation.addUser(NewUser(name: "lan", role: .auditor), departments: [], by: .local)
        let enrolment = try await test.installation.beginEnrolment(name: "lan", code: code, source: "KANARI-NGUON")
        try await test.installation.choosePassphrase(Array(AccountTraceTests.passphrase.utf8), in: enrolment)
        let shown = try test.installation.showSecondFactor(in: enrolment)
        try test.installation.confirmSecondFactor(try TOTPCode.of(shown.secret, at: test.clock.now), in: enrolment)
        let recovery = try test.installation.showRecoveryCode(in: enrolment)
        try await test.installation.finishEnrolment(recoveryCode: recovery, in: enrolment)
        let row = try #require(try test.installation.userRow(named: "lan"))
        let user = EnrolledUser(
            identifier: row.identifier, name: "lan", passphrase: AccountTraceTests.passphrase, recovery: recovery, totp: shown.secret)
        let started = try await test.signIn(user, from: "KANARI-NGUON")
        test.clock.advance(minutes: 20)
        test.installation.keep(
            TypedForm(path: "/KANARI-DUONG", fields: [.init(name: "KANARI-O", value: "KANARI-CHU")]), cookie: started.cookie)
        let volunteer = try await test.enrolledUser("tinh-nguyen", .volunteer, centre: "TT")
        let manager = try await test.signedIn(house.manager)
        let deviceCode = try await test.installation.inviteDevice(of: volunteer.identifier, by: manager)
        let waiting = try await test.installation.addUser(NewUser(name: "mai", role: .auditor), departments: [], by: .local)
        let device = try await test.installation.enrolDevice(code: deviceCode, source: "KANARI-NGUON")

        let all = try bytes(of: test)
        #expect(all.count > 50_000)
        // The search itself finds what is plain.
        #expect(all.range(of: Data("tinh-nguyen".utf8)) != nil)
        var secrets = [
            "KANARI", AccountTraceTests.passphrase, shown.secret, recovery, code, waiting, deviceCode, started.cookie, device.cookie,
            try #require(started.knownBrowser), volunteer.passphrase, volunteer.recovery, house.manager.passphrase, house.manager.recovery,
            try #require(house.manager.totp), try #require(house.openingCodes["TT"]),
        ]
        secrets += shown.printedCodes
        for secret in secrets {
            for form in [secret, secret.filter { $0 != "-" }, secret.lowercased()] {
                #expect(all.range(of: Data(form.utf8)) == nil, "\(secret)")
            }
        }
    }
}
