import CaseDomain
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Sessions: how they end, come back, and what lies in memory meanwhile.
@Suite struct SessionTests {
    /// What a cookie leads to, in one word.
    private func standing(_ test: TestInstallation, _ cookie: String) throws -> String {
        switch try test.installation.arrival(cookie: cookie) {
        case .visit: "visit"
        case .idle(let name): "idle \(name)"
        case .nobody: "nobody"
        }
    }

    @Test(arguments: [(false, 15), (true, 5)] as [(Bool, Int64)])
    func aSessionIsIdleAfterItsMinutesWithoutARequest(isPhone: Bool, minutes: Int64) async throws {
        let test = try TestInstallation(deriving: false)
        let cookie = try await test.signIn(try await test.enrolledUser("thu"), isPhone: isPhone).cookie
        for _ in 0..<3 {
            test.clock.advance(seconds: minutes * 60 - 1)
            #expect(try standing(test, cookie) == "visit")
        }
        test.clock.advance(minutes: minutes)
        #expect(try standing(test, cookie) == "idle thu")
        // Looking does not bring it back.
        #expect(try standing(test, cookie) == "idle thu")
    }

    @Test func aHalfMadeSignInIsNotWorthComingBackTo() async throws {
        let test = try TestInstallation(deriving: false)
        let cookie = try await test.installation.signIn(try await test.enrolledUser("thu").attempt()).cookie
        test.clock.advance(minutes: 15)
        #expect(try standing(test, cookie) == "nobody")
    }

    @Test func aSessionIsOverAfterEightHoursWhateverIsDoneInIt() async throws {
        let test = try TestInstallation(deriving: false)
        let cookie = try await test.signIn(try await test.enrolledUser("thu")).cookie
        for _ in 0..<47 {
            test.clock.advance(minutes: 10)
            #expect(try standing(test, cookie) == "visit")
        }
        test.clock.advance(seconds: 599)
        #expect(try standing(test, cookie) == "visit")
        test.clock.advance(seconds: 1)
        #expect(try standing(test, cookie) == "nobody")
    }

    @Test func aClockThatGoesBackEndsTheSession() async throws {
        let test = try TestInstallation(deriving: false)
        let cookie = try await test.signIn(try await test.enrolledUser("thu")).cookie
        test.clock.advance(seconds: -1)
        #expect(try standing(test, cookie) == "nobody")
    }

    @Test func thePassphraseAloneBringsASessionBackWithWhatWasTyped() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let old = try await test.signIn(user).cookie
        let form = TypedForm(path: "/case/note", fields: [.init(name: "note", value: "đã gọi điện"), .init(name: "on", value: "")])
        // While it is open nothing is kept aside.
        test.installation.keep(form, cookie: old)
        test.clock.advance(hours: 3)
        #expect(try standing(test, old) == "idle thu")
        test.installation.keep(form, cookie: old)
        await #expect(throws: CaseworkError.refused) {
            _ = try await test.installation.returnToSession(
                cookie: old, passphrase: Array("quite another thing".utf8), source: "10.0.0.1", knownBrowser: nil)
        }
        let (started, typed) = try await test.installation.returnToSession(
            cookie: old, passphrase: Array(user.passphrase.utf8), source: "10.0.0.1", knownBrowser: nil)
        #expect(started.stage == .open)
        #expect(typed == form)
        #expect(started.cookie != old)
        #expect(try standing(test, old) == "nobody")
        #expect(try standing(test, started.cookie) == "visit")
        // The eight hours go on from the first sign-in.
        for _ in 0..<29 {
            test.clock.advance(minutes: 10)
            #expect(try standing(test, started.cookie) == "visit")
        }
        test.clock.advance(minutes: 10)
        #expect(try standing(test, started.cookie) == "nobody")
    }

    @Test func nothingComesBackThatIsNotIdle() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let passphrase = Array(user.passphrase.utf8)
        let cookie = try await test.signIn(user).cookie
        let before = test.installation.desk.hashing.taken
        for cookie in [cookie, "", SessionToken().cookieText] {
            await #expect(throws: CaseworkError.refused) {
                _ = try await test.installation.returnToSession(
                    cookie: cookie, passphrase: passphrase, source: "10.0.0.1", knownBrowser: nil)
            }
        }
        #expect(test.installation.desk.hashing.taken == before)
        test.clock.advance(hours: 8)
        await #expect(throws: CaseworkError.refused) {
            _ = try await test.installation.returnToSession(
                cookie: cookie, passphrase: passphrase, source: "10.0.0.1", knownBrowser: nil)
        }
    }

    @Test func comingBackIsThrottledLikeASignIn() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let cookie = try await test.signIn(user).cookie
        test.clock.advance(hours: 1)
        for _ in 0..<5 {
            await #expect(throws: CaseworkError.refused) {
                _ = try await test.installation.returnToSession(
                    cookie: cookie, passphrase: Array("quite another thing".utf8), source: "10.0.0.1", knownBrowser: nil)
            }
        }
        await #expect(throws: CaseworkError.account(.wait(seconds: 30))) {
            _ = try await test.installation.returnToSession(
                cookie: cookie, passphrase: Array(user.passphrase.utf8), source: "10.0.0.1", knownBrowser: nil)
        }
    }

    @Test func aRestartEndsEverySession() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let cookie = try await test.signIn(user).cookie
        let again = try TestInstallation(restarting: test)
        #expect(try standing(again, cookie) == "nobody")
        #expect(try standing(test, cookie) == "visit")
        #expect(try await again.signedIn(user).stage == .open)
    }

    @Test func ownSessionsAreListedAndEndedAndNobodyElsesAre() async throws {
        let test = try TestInstallation(deriving: false)
        let thu = try await test.enrolledUser("thu")
        let lan = try await test.enrolledUser("lan")
        let first = try await test.signIn(thu).cookie
        let second = try await test.signIn(thu).cookie
        let others = try await test.signIn(lan).cookie
        let visit = try test.visit(second)
        let list = try test.installation.ownSessions(visit)
        #expect(list.map(\.isThisOne) == [false, true])
        #expect(list[0].startedAt < list[1].startedAt)
        let name = try test.visit(others).name
        await #expect(throws: CaseworkError.refused) { try await test.installation.endSession(name, by: visit) }
        await #expect(throws: CaseworkError.refused) { try await test.installation.endSession([1, 2, 3], by: visit) }
        #expect(try standing(test, others) == "visit")
        try await test.installation.endSession(list[0].name, by: visit)
        #expect(try standing(test, first) == "nobody")
        let third = try await test.signIn(thu).cookie
        try await test.installation.endOtherSessions(by: visit)
        #expect(try standing(test, third) == "nobody")
        #expect(try standing(test, second) == "visit")
        try await test.installation.signOut(visit)
        #expect(try standing(test, second) == "nobody")
        #expect(try standing(test, others) == "visit")
        let entries = try await test.auditEntries()
        #expect(entries.count { $0.verb == .endSession && $0.outcome == .denied } == 2)
        #expect(entries.count { $0.verb == .endSession && $0.outcome == .done } == 2)
        #expect(entries.count { $0.verb == .signOut } == 1)
    }

    @Test func aDisabledAccountIsNobodyAtOnceAndStaysSo() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        let admin = Actor.user(ActingUser(user: Identifier(high: 8, low: 8), name: "quan-tri", role: .administrator))
        let cookie = try await test.signIn(user).cookie
        let half = try await test.installation.signIn(user.attempt()).cookie
        try await test.installation.disableUser(user.identifier, by: admin)
        try await test.installation.enableUser(user.identifier, by: admin)
        #expect(try standing(test, cookie) == "nobody")
        #expect(try standing(test, half) == "nobody")
    }

    @Test func aRoleThatChangedMeanwhileCountsFromTheNextRequest() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let user = try await test.enrolledUser("thu", .auditor)
        let cookie = try await test.signIn(user).cookie
        #expect(try test.visit(cookie).actor.role == .auditor)
        let row = try #require(try test.installation.userRow(user.identifier))
        try await test.write(
            .updateUser(
                test.installation.changed(row) { row in
                    row.role = .volunteer
                    row.centre = house.centre
                }))
        let visit = try test.visit(cookie)
        #expect(visit.actor.role == .volunteer)
        await #expect(throws: CaseworkError.refused) { _ = try await test.installation.verifyAudit(by: .user(visit.actor)) }
    }

    @Test func theNinthSessionEndsTheOldestAndAPassphraseAloneEndsNone() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu")
        var cookies: [String] = []
        for _ in 0..<8 { cookies.append(try await test.signIn(user).cookie) }
        for _ in 0..<9 { _ = try await test.installation.signIn(user.attempt()) }
        #expect(try cookies.map { try standing(test, $0) } == Array(repeating: "visit", count: 8))
        // Used again, the first is not the oldest any more.
        for index in [1, 2, 3, 4, 5, 6, 7, 0] {
            test.clock.advance(seconds: 1)
            _ = try test.visit(cookies[index])
        }
        cookies.append(try await test.signIn(user).cookie)
        #expect(try cookies.enumerated().filter { try standing(test, $0.element) == "visit" }.map(\.offset) == [0, 2, 3, 4, 5, 6, 7, 8])
    }

    @Test func aSessionKnowsHowLongItsUserWasAway() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let user = try await house.member("thu", .caseWorker)
        let first = try await test.signIn(user).cookie
        test.clock.advance(minutes: 3)
        // Who came for the first time since the service began was away nobody knows how long; a request of the same session changes nothing.
        #expect(try test.visit(first).absence == nil)
        let seen = test.clock.now
        try await test.installation.signOut(test.visit(first))
        test.clock.advance(minutes: 600)
        let second = try await test.signIn(user).cookie
        for _ in 0..<2 {
            let visit = try test.visit(second)
            #expect(visit.absence == Absence(since: seen, until: visit.startedAt))
            test.clock.advance(minutes: 5)
        }
    }

    @Test func ofNineInTheSameSecondTheNewestIsThere() throws {
        let registry = SessionRegistry(try ShippedPolicies.set.get().accounts)
        let moment = Instant(seconds: 1_000)
        let user = Identifier<User>(high: 1, low: 1)
        let token = SessionToken()
        let sealed: Sealed<UserKeyringSecrets> = try UserKeyring().seal(
            under: token.sealingKey, for: Bindings(installation: Identifier(high: 1, low: 1)).session([1], "keyring"))
        for number in 0..<40 {
            let name = AccountBytes.of(Int64(number))
            registry.put(
                Session(
                    name: name, user: user, credential: 1, startedAt: moment, lastUsedAt: moment, stage: .open, keyring: sealed,
                    isPhone: false))
            guard case .open = registry.find(name, at: moment) else {
                Issue.record("session \(number) ended as it began")
                return
            }
        }
        #expect(registry.all(of: user, at: moment).count == 8)
    }

    @Test func betweenRequestsKeysAndTypedTextAreCiphertextUnderTheToken() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let user = try await house.member("thu", .caseWorker)
        let cookie = try await test.signIn(user).cookie
        let visit = try test.visit(cookie)
        _ = try test.installation.centreSession(of: visit)
        test.clock.advance(minutes: 20)
        test.installation.keep(TypedForm(path: "/", fields: []), cookie: cookie)
        guard case .idle(let session) = test.installation.desk.sessions.find(visit.name, at: test.clock.now) else {
            Issue.record("the session is not idle")
            return
        }
        let bindings = test.installation.bindings
        let other = SessionToken()
        let centre = try #require(session.centre)
        let typed = try #require(session.typed)
        #expect(throws: VaultError.wrongKey) {
            _ = try UserKeyring(opening: session.keyring, under: other.sealingKey, for: bindings.session(session.name, "keyring"))
        }
        #expect(throws: VaultError.wrongKey) {
            _ = try CentreKeyring(openingSealed: centre, under: other.sealingKey, for: bindings.session(session.name, "centre keyring"))
        }
        #expect(throws: VaultError.wrongKey) { _ = try other.sealingKey.open(typed, for: bindings.session(session.name, "typed")) }
        // One thing is not good as another, nor in another session.
        for data in [bindings.session(session.name, "typed"), bindings.session(other.digest, "keyring")] {
            #expect(throws: VaultError.integrityFailed) {
                _ = try UserKeyring(opening: session.keyring, under: visit.token.sealingKey, for: data)
            }
        }
        _ = try UserKeyring(opening: session.keyring, under: visit.token.sealingKey, for: bindings.session(session.name, "keyring"))
    }

    /// The new token goes to the request in which the passphrase was given, whatever else arrives under the old one meanwhile.
    @Test func theNewTokenGoesToWhoeverGaveThePassphrase() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let user = try await house.member("thu", .caseWorker)
        let cookie = try await test.signIn(user).cookie
        let (owner, thief) = (try test.visit(cookie), try test.visit(cookie))
        #expect(try test.installation.renewToken(of: owner) == nil)
        try await test.installation.openIdentityWindow(passphrase: Array(user.passphrase.utf8), by: owner)
        #expect(try test.installation.renewToken(of: thief) == nil)
        #expect(try test.installation.renewToken(of: try test.visit(cookie)) == nil)
        // What another request does meanwhile stays done.
        try await test.installation.closeIdentityWindow(by: thief)
        let renewed = try #require(try test.installation.renewToken(of: owner))
        #expect(try test.installation.renewToken(of: owner) == nil)
        guard case .nobody = try test.installation.arrival(cookie: cookie) else {
            Issue.record("the old token leads somewhere")
            return
        }
        #expect(try test.visit(renewed.cookie).windowUntil == nil)
        _ = try test.installation.centreSession(of: try test.visit(renewed.cookie))
        #expect(renewed.startedAt == owner.startedAt)
    }

    @Test func thePassphraseOpensTheIdentityWindowForHalfAnHour() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let user = try await house.member("thu", .caseWorker)
        let cookie = try await test.signIn(user).cookie
        let passphrase = Array(user.passphrase.utf8)
        #expect(try test.visit(cookie).windowUntil == nil)
        await #expect(throws: CaseworkError.account(.wrongCode)) {
            try await test.installation.openIdentityWindow(passphrase: Array("quite another thing".utf8), by: try test.visit(cookie))
        }
        #expect(try test.visit(cookie).windowUntil == nil)
        try await test.installation.openIdentityWindow(passphrase: passphrase, by: try test.visit(cookie))
        let until = Instant(seconds: test.clock.now.seconds + 30 * 60)
        for _ in 0..<2 {
            #expect(try test.visit(cookie).windowUntil == until)
            test.clock.advance(minutes: 10)
        }
        #expect(try test.visit(cookie).windowUntil == until)
        test.clock.advance(seconds: 599)
        #expect(try test.visit(cookie).windowUntil == until)
        test.clock.advance(seconds: 1)
        #expect(try test.visit(cookie).windowUntil == nil)
        // One key hides everything; so does being away.
        try await test.installation.openIdentityWindow(passphrase: passphrase, by: try test.visit(cookie))
        try await test.installation.closeIdentityWindow(by: try test.visit(cookie))
        #expect(try test.visit(cookie).windowUntil == nil)
        try await test.installation.openIdentityWindow(passphrase: passphrase, by: try test.visit(cookie))
        test.clock.advance(minutes: 16)
        let (started, _) = try await test.installation.returnToSession(
            cookie: cookie, passphrase: passphrase, source: "10.0.0.1", knownBrowser: nil)
        #expect(try test.visit(started.cookie).windowUntil == nil)
    }

    @Test func whoeverOpensNoCaseOpensNoIdentityWindow() async throws {
        let test = try TestInstallation(deriving: false)
        let user = try await test.enrolledUser("thu", .administrator)
        let visit = try await test.signedIn(user)
        await #expect(throws: CaseworkError.refused) {
            try await test.installation.openIdentityWindow(passphrase: Array(user.passphrase.utf8), by: visit)
        }
        let entry = try await test.auditEntries().first
        #expect(entry?.verb == .openIdentityWindow)
        #expect(entry?.outcome == .denied)
    }
}
