import CaseDomain
import Policies
import Support
import Testing

@testable import Casework

/// Failures delay, and never lock out whoever owns the account.
@Suite struct ThrottleTests {
    /// What an attempt was answered.
    private func answer(_ test: TestInstallation, _ attempt: SignInAttempt) async -> CaseworkError? {
        do throws(CaseworkError) {
            _ = try await test.installation.signIn(attempt)
            return nil
        } catch {
            return error
        }
    }

    @Test func fiveFailuresDelayAndEachFurtherOneDoublesUpToTheLongest() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        for _ in 0..<5 { #expect(await answer(test, user.wrongAttempt()) == .refused) }
        for seconds in [30, 60, 120, 240, 480, 900, 900] {
            #expect(await answer(test, user.attempt()) == .account(.wait(seconds: seconds)))
            test.clock.advance(seconds: Int64(seconds) - 1)
            #expect(await answer(test, user.attempt()) == .account(.wait(seconds: 1)))
            test.clock.advance(seconds: 1)
            #expect(await answer(test, user.wrongAttempt()) == .refused)
        }
    }

    @Test func whoeverWaitsCostsNoHash() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        for _ in 0..<5 { #expect(await answer(test, user.wrongAttempt()) == .refused) }
        let before = test.installation.desk.hashing.taken
        #expect(await answer(test, user.attempt()) == .account(.wait(seconds: 30)))
        #expect(test.installation.desk.hashing.taken == before)
    }

    @Test func aWholeSignInForgetsFailuresAndAPassphraseAloneDoesNot() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        for _ in 0..<4 { #expect(await answer(test, user.wrongAttempt()) == .refused) }
        _ = try await test.signIn(user)
        for _ in 0..<4 { #expect(await answer(test, user.wrongAttempt()) == .refused) }
        #expect(await answer(test, user.attempt()) == nil)
        #expect(await answer(test, user.wrongAttempt()) == .refused)
        #expect(await answer(test, user.attempt()) == .account(.wait(seconds: 30)))
    }

    @Test func failuresAreForgottenAfterTheWindow() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        for _ in 0..<4 { #expect(await answer(test, user.wrongAttempt()) == .refused) }
        test.clock.advance(seconds: 15 * 60 + 1)
        #expect(await answer(test, user.wrongAttempt()) == .refused)
        #expect(await answer(test, user.attempt()) == nil)
    }

    @Test func aStrangerDelaysOnlyTheirOwnSourceUntilThereAreMany() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        for _ in 0..<5 { #expect(await answer(test, user.wrongAttempt(from: "203.0.113.9")) == .refused) }
        #expect(await answer(test, user.attempt(from: "203.0.113.9")) == .account(.wait(seconds: 30)))
        #expect(await answer(test, user.attempt(from: "10.0.0.1")) == nil)
    }

    @Test func aKnownBrowserIsNotDelayedByStrangers() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let mark = try #require(try await test.signIn(user).knownBrowser)
        for _ in 0..<5 { #expect(await answer(test, user.wrongAttempt(from: "10.0.0.7")) == .refused) }
        #expect(await answer(test, user.attempt(from: "10.0.0.7")) == .account(.wait(seconds: 30)))
        #expect(await answer(test, user.attempt(from: "10.0.0.7", knownBrowser: mark)) == nil)
        // It has a count of its own.
        for _ in 0..<5 { #expect(await answer(test, user.wrongAttempt(knownBrowser: mark)) == .refused) }
        #expect(await answer(test, user.attempt(knownBrowser: mark)) == .account(.wait(seconds: 30)))
    }

    @Test func aMarkIsGoodForItsOwnerAloneAndCannotBeMadeUp() async throws {
        let test = try TestInstallation(deriving: false)
        let thu = try await test.enrolledUser("thu")
        let lan = try await test.enrolledUser("lan")
        let mark = try #require(try await test.signIn(lan).knownBrowser)
        #expect(mark.utf8.count == 52)
        let forged = String(mark.dropLast()) + (mark.hasSuffix("0") ? "1" : "0")
        for _ in 0..<5 { #expect(await answer(test, thu.wrongAttempt()) == .refused) }
        for _ in 0..<5 { #expect(await answer(test, lan.wrongAttempt()) == .refused) }
        for shown in [mark, "", String(repeating: "0", count: 52)] {
            #expect(await answer(test, thu.attempt(knownBrowser: shown)) == .account(.wait(seconds: 30)))
        }
        #expect(await answer(test, lan.attempt(knownBrowser: forged)) == .account(.wait(seconds: 30)))
        #expect(await answer(test, lan.attempt(knownBrowser: mark)) == nil)
    }

    @Test(arguments: ["khong-ai", "Không Phải Tên"])
    func namesThatNobodyHasAreDelayedAlike(name: String) async throws {
        let test = try TestInstallation(deriving: false)
        let attempt = SignInAttempt(name: name, passphrase: Array("quite another thing".utf8), source: "10.0.0.1")
        for _ in 0..<5 { #expect(await answer(test, attempt) == .refused) }
        for seconds in [30, 60] {
            #expect(await answer(test, attempt) == .account(.wait(seconds: seconds)))
            test.clock.advance(seconds: Int64(seconds))
            #expect(await answer(test, attempt) == .refused)
        }
    }

    @Test func aMarkHasOneSpellingForItsCount() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let mark = try #require(try await test.signIn(user).knownBrowser)
        for index in 0..<5 {
            let spelling = index % 2 == 0 ? mark : mark.lowercased()
            #expect(await answer(test, user.wrongAttempt(knownBrowser: spelling)) == .refused)
        }
        #expect(await answer(test, user.attempt(knownBrowser: mark)) == .account(.wait(seconds: 30)))
    }

    @Test func onlyAWholeSignInLeavesAMark() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        #expect(try await test.installation.signIn(user.attempt()).knownBrowser == nil)
    }

    @Test func aNameThatIsGuessedFromEverywhereIsSlowedDownByAMinuteAtMost() throws {
        let throttle = Throttle(try ShippedPolicies.set.get().accounts)
        let name = Throttle.Key.anywhere([1])
        for _ in 0..<100 { #expect(throttle.attempt([name], at: Instant(seconds: 0)) == 0) }
        #expect(throttle.attempt([name], at: Instant(seconds: 0)) == 30)
        for round in 1..<6 { _ = throttle.attempt([name], at: Instant(seconds: Int64(round) * 100)) }
        #expect(throttle.attempt([name], at: Instant(seconds: 500)) == 60)
    }

    @Test func manyNamesFromOneSourceDelayThatSource() throws {
        let throttle = Throttle(try ShippedPolicies.set.get().accounts)
        let source = Throttle.Key.source([9])
        for number in 0..<20 {
            #expect(throttle.attempt([.strict(AccountBytes.of(Int64(number))), source], at: Instant(seconds: 0)) == 0)
        }
        #expect(throttle.attempt([.strict([77]), source], at: Instant(seconds: 0)) == 30)
    }

    @Test func anAttemptThatWasNotLookedAtIsTakenBack() throws {
        let throttle = Throttle(try ShippedPolicies.set.get().accounts)
        for _ in 0..<20 {
            #expect(throttle.attempt([.strict([1])], at: Instant(seconds: 0)) == 0)
            throttle.takeBack([.strict([1])])
        }
        #expect(throttle.attempt([.strict([1])], at: Instant(seconds: 0)) == 0)
    }

    @Test func anyNumberOfNamesTakesBoundedMemoryAndWhatIsDelayedStays() throws {
        let throttle = Throttle(try ShippedPolicies.set.get().accounts)
        func key(_ number: Int) -> Throttle.Key { .strict(AccountBytes.of(Int64(number))) }
        for _ in 0..<5 { _ = throttle.attempt([key(1)], at: Instant(seconds: 0)) }
        for seconds in [31, 92] { _ = throttle.attempt([key(1)], at: Instant(seconds: Int64(seconds))) }
        for number in 2..<120_000 { _ = throttle.attempt([key(number)], at: Instant(seconds: 93)) }
        #expect(throttle.counted <= 50_001)
        #expect(throttle.counted > 40_000)
        #expect(throttle.attempt([key(1)], at: Instant(seconds: 94)) == 118)
    }
}
