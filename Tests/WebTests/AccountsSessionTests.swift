import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// Signing in, what a session may do with its own account, coming back, and the way out.
@Suite struct AccountsSessionTests {
    private static let other = "bon mua hoa ban no trang rung"

    @Test func signingInAsksForTheSecondFactor() async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let browser = fixture.browser()
        try await browser.open("/sign-in")
        try await browser.send(["name": "thu.ha", "passphrase": person.passphrase])
        #expect(browser.page.path == "/sign-in/code")
        // Half a sign-in opens nothing.
        #expect(try await browser.ask("/account").location == "/sign-in/code")
        try await browser.send(["code": "000000"])
        #expect(browser.page.status == .forbidden)
        let code = fixture.code(person.totp)
        try await browser.send(["code": code])
        #expect(browser.page.path == "/account")
        // The same code is not good again.
        let second = fixture.browser()
        try await second.open("/sign-in")
        try await second.send(["name": "thu.ha", "passphrase": person.passphrase])
        try await second.send(["code": code])
        #expect(second.page.status == .forbidden)
    }

    @Test(arguments: [("thu.ha", "mot cau khong dung"), ("nobody.there", nil), ("THU HÀ", nil), ("thu.ha", "\u{7}")])
    func whateverIsWrongHasOneAnswerWithoutASecret(name: String, passphrase: String?) async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let browser = fixture.browser()
        try await browser.open("/sign-in")
        try await browser.send(["name": name, "passphrase": passphrase ?? person.passphrase])
        #expect(browser.page.status == .forbidden)
        #expect(browser.page.html.contains("role=\"alert\""))
        #expect(!browser.page.html.contains(passphrase ?? person.passphrase))
        #expect(browser.cookies.keys.allSatisfy { !$0.hasSuffix("-session") })
    }

    @Test func everyPageOfAnAccountIsThereAndKeptNowhere() async throws {
        let fixture = try await AccountsFixture(golden: "rules-2026")
        let person = try await fixture.person("thu.ha", .caseWorker, centre: "A")
        let browser = try await fixture.signedIn(person)
        // Whoever keeps cases begins with the day.
        #expect(browser.page.path == "/today")
        let account = try await browser.open("/account").html
        #expect(account.contains("Trung tâm A") && account.contains("class=\"codes\""))
        for path in ["/account", "/account/passphrase", "/account/second-factor", "/account/printed-codes"] {
            let answer = try await browser.ask(path)
            #expect(answer.status == .ok, "\(path)")
            #expect(answer.headers[.cacheControl] == "no-store", "\(path)")
            #expect(answer.html.contains("<strong>thu.ha</strong>"), "\(path)")
            #expect(!answer.html.contains(/page\.[a-z_]+\./), "\(path)")
        }
        #expect(try await browser.ask("/account/second-factor/new").location == "/account/second-factor")
        #expect(try await browser.ask("/account?done=others_ended").html.contains("class=\"notice good\""))
        #expect(try await !browser.ask("/account?done=%3Cb%3E").html.contains("class=\"notice"))
    }

    @Test(arguments: ["/account", "/account/passphrase", "/account/second-factor", "/account/printed-codes", "/account/second-factor/new"])
    func nobodyIsSentToTheSignIn(path: String) async throws {
        #expect(try await AccountsFixture().browser().ask(path).location == "/sign-in")
    }

    @Test func aPassphraseIsChangedAndOtherSessionsEnd() async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let (browser, elsewhere) = (try await fixture.signedIn(person), try await fixture.signedIn(person))
        try await browser.open("/account/passphrase")
        #expect(browser.page.html.contains("class=\"secrettext\""))
        let refusals: [(old: String, new: String, again: String, fault: String)] = [
            ("khong phai cau nay", AccountsSessionTests.other, AccountsSessionTests.other, "o-passphrase-fault"),
            (person.passphrase, person.passphrase, person.passphrase, "o-new-passphrase-fault"),
            (person.passphrase, "ngan", "ngan", "o-new-passphrase-fault"), ("", AccountsSessionTests.other, "x", "o-again-fault"),
        ]
        for refusal in refusals {
            try await browser.send(["passphrase": refusal.old, "new_passphrase": refusal.new, "again": refusal.again])
            #expect(browser.page.status == .unprocessableContent)
            #expect(browser.page.html.contains("id=\"\(refusal.fault)\""), "\(refusal.fault)")
            #expect(!browser.page.html.contains(person.passphrase) && !browser.page.html.contains(AccountsSessionTests.other))
        }
        try await browser.send([
            "passphrase": person.passphrase, "new_passphrase": AccountsSessionTests.other, "again": AccountsSessionTests.other,
        ])
        #expect(browser.page.path == "/account?done=passphrase_changed")
        #expect(browser.page.html.contains("Đã đổi mật khẩu"))
        #expect(try await elsewhere.ask("/account").location == "/sign-in")
    }

    @Test func guessingThePresentPassphraseHasToWait() async throws {
        let fixture = try await AccountsFixture()
        let browser = try await fixture.signedIn(try await fixture.person("thu.ha"))
        try await browser.open("/account/printed-codes")
        for _ in 0..<5 { try await browser.send(["passphrase": "khong phai cau nay"]) }
        #expect(browser.page.status == .unprocessableContent)
        try await browser.send(["passphrase": "khong phai cau nay"])
        #expect(browser.page.status == .tooManyRequests)
        #expect(browser.page.headers[.retryAfter] != nil)
    }

    @Test func aNewAuthenticatorCountsOnceItsCodeWasTyped() async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let browser = try await fixture.signedIn(person)
        try await browser.open("/account/second-factor")
        try await browser.send(["passphrase": "khong phai cau nay"])
        #expect(browser.page.status == .unprocessableContent)
        try await browser.send(["passphrase": person.passphrase])
        #expect(browser.page.path == "/account/second-factor/new")
        let secret = browser.page.groups
        #expect(secret.count == 32 && secret != person.totp)
        // Until then the old one counts.
        #expect(try await fixture.signedIn(person).page.path == "/account")
        try await browser.send(["app_code": "000000"])
        #expect(browser.page.status == .unprocessableContent)
        #expect(browser.page.groups == secret)
        try await browser.send(["app_code": fixture.code(secret)], to: "/account/second-factor/new")
        #expect(browser.page.path == "/account?done=second_factor_changed")
        #expect(try await browser.ask("/account/second-factor/new").location == "/account/second-factor")
        #expect(try await fixture.signedIn(person).page.status == .forbidden)
        #expect(try await fixture.signedIn("thu.ha", person.passphrase, totp: secret).page.path == "/account")
    }

    @Test func printedCodesAreShownOnceAndOpenOnce() async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let browser = try await fixture.signedIn(person)
        try await browser.open("/account/printed-codes")
        try await browser.send(["passphrase": person.passphrase])
        let codes = browser.page.html.matches(of: /<li>([0-9A-Z]{5}-[0-9A-Z]{5})<\/li>/).map { String($0.1) }
        #expect(Set(codes).count == 10)
        #expect(try await !browser.open("/account/printed-codes").html.contains(codes[0]))
        let second = fixture.browser()
        for status in [HTTPResponse.Status.ok, .forbidden] {
            try await second.open("/sign-in")
            try await second.send(["name": "thu.ha", "passphrase": person.passphrase])
            try await second.send(["code": codes[0].lowercased()])
            #expect(second.page.status == status)
            second.cookies = [:]
        }
        #expect(try await browser.open("/account").html.contains("còn 9 trên 10 mã"))
    }

    @Test func aNewRecoveryCodeCountsOnceItWasTypedBack() async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let browser = try await fixture.signedIn(person)
        #expect(try await browser.ask("/account/code").location == "/account/recovery-code")
        #expect(try await browser.ask("/account/check").location == "/account/recovery-code")
        try await browser.open("/account/recovery-code")
        try await browser.send(["passphrase": "khong phai cau nay"])
        #expect(browser.page.status == .unprocessableContent)
        try await browser.send(["passphrase": person.passphrase])
        #expect(browser.page.path == "/account/code")
        let code = browser.page.groups
        #expect(try await browser.open("/account/code").groups == code)
        try await browser.send([:])
        #expect(browser.page.path == "/account/check")
        try await browser.send(["recovery_code": person.recovery])
        #expect(browser.page.status == .unprocessableContent)
        #expect(try await fixture.recovers(person, with: code) == false)
        try await browser.send(["recovery_code": code.lowercased()])
        #expect(browser.page.path == "/account?done=recovery_code_changed")
        #expect(try await browser.ask("/account/code").location == "/account/recovery-code")
        #expect(try await fixture.recovers(person, with: person.recovery) == false)
        #expect(try await fixture.recovers(person, with: code))
    }

    /// Whoever copied the cookie before the passphrase was asked again is left outside; the page that answers goes on working.
    @Test(arguments: ["/account/passphrase", "/account/second-factor", "/account/printed-codes", "/account/recovery-code"])
    func askingForThePassphraseAgainGivesANewToken(path: String) async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let (browser, thief) = (try await fixture.signedIn(person), fixture.browser())
        try await browser.open(path)
        thief.cookies = browser.cookies
        let before = browser.cookies["nuong-development-session"]
        func send(_ passphrase: String) async throws {
            let other = AccountsSessionTests.other
            let isChange = path == "/account/passphrase"
            try await browser.send(
                isChange ? ["passphrase": passphrase, "new_passphrase": other, "again": other] : ["passphrase": passphrase])
        }
        try await send("khong phai cau nay")
        #expect(browser.cookies["nuong-development-session"] == before)
        try await send(person.passphrase)
        #expect(browser.page.status == .ok)
        #expect(browser.cookies["nuong-development-session"] != before)
        #expect(try await thief.ask("/account").location == "/sign-in")
        // The form of the page that answered belongs to the new token.
        try await browser.send([:], to: "/account/sessions/end-others")
        #expect(browser.page.path == "/account?done=others_ended")
    }

    @Test func whoAsksForWhatIsNotTheirsLeavesATrace() async throws {
        let fixture = try await AccountsFixture()
        let browser = try await fixture.signedIn(try await fixture.person("thu.ha", .approver))
        let before = try fixture.test.audit().entries
        #expect(try await browser.ask("/users").status == .notFound)
        #expect(try fixture.test.audit().entries == before + 1)
        // Whoever is nobody leaves none: strangers do not fill the chain.
        #expect(try await fixture.browser().ask("/users").location == "/sign-in")
        #expect(try fixture.test.audit().entries == before + 1)
        let entry = try #require(try await fixture.test.auditEntries().first)
        #expect(entry.verb == .askForAddress && entry.outcome == .denied && entry.actor == "thu.ha")
    }

    @Test func ownSessionsEndOneByOneAndAllAtOnce() async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let stranger = try await fixture.signedIn(try await fixture.person("mai.lo"))
        let browsers = [
            try await fixture.signedIn(person), try await fixture.signedIn(person), try await fixture.signedIn(person),
        ]
        try await browsers[0].open("/account")
        let handles = browsers[0].page.html.matches(of: /name="session" value="([0-9a-f]{32})"/).map { String($0.1) }
        #expect(handles.count == 2)
        // Somebody else cannot end it, and learns nothing.
        try await stranger.send(["session": handles[0]], to: "/account/sessions/end")
        #expect(stranger.page.status == .notFound)
        try await stranger.open("/account")
        try await stranger.send(["session": String(repeating: "z", count: 32)], to: "/account/sessions/end")
        #expect(stranger.page.status == .badRequest)
        try await browsers[0].send(["session": handles[0]], to: "/account/sessions/end")
        #expect(browsers[0].page.path == "/account?done=session_ended")
        #expect(try await browsers[1].ask("/account").location == "/sign-in")
        try await browsers[0].send([:], to: "/account/sessions/end-others")
        #expect(browsers[0].page.path == "/account?done=others_ended")
        #expect(try await browsers[2].ask("/account").location == "/sign-in")
        #expect(try await stranger.open("/account").status == .ok)
    }

    @Test func whoComesBackFindsWhatWasTyped() async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let browser = try await fixture.signedIn(person)
        let session = browser.cookies["nuong-development-session"]
        fixture.clock.advance(seconds: 15 * 60)
        try await browser.send(["session": "0123456789abcdef0123456789abcdef", "passphrase": "mot bi mat"], to: "/account/sessions/end")
        #expect(browser.page.path == "/return")
        #expect(browser.page.html.contains("thu.ha"))
        try await browser.send(["passphrase": "khong phai cau nay"])
        #expect(browser.page.status == .forbidden)
        try await browser.send(["passphrase": person.passphrase])
        #expect(browser.page.status == .ok)
        #expect(browser.page.html.contains("action=\"/account/sessions/end\""))
        #expect(browser.page.html.contains("value=\"0123456789abcdef0123456789abcdef\""))
        // A secret is never kept.
        #expect(!browser.page.html.contains("mot bi mat"))
        #expect(browser.cookies["nuong-development-session"] != session)
        #expect(try await browser.open("/account").path == "/account")
        // After eight hours there is nothing to come back to.
        fixture.clock.advance(seconds: 8 * 3_600)
        #expect(try await browser.open("/account").path == "/sign-in")
    }

    @Test func whoSignsOutIsGone() async throws {
        let fixture = try await AccountsFixture()
        let browser = try await fixture.signedIn(try await fixture.person("thu.ha"))
        let cookies = browser.cookies
        let page = browser.page
        for method in [HTTPRequest.Method.get, .head] {
            #expect([404, 405].contains(try await browser.ask("/sign-out", method).status.code))
        }
        #expect(try await browser.ask("/account").status == .ok)
        let answer = try await browser.ask("/sign-out", .post, [("csrf", page.token ?? "")])
        #expect(answer.status == .seeOther)
        #expect(HTTPFields.Element.Name("Clear-Site-Data").flatMap { answer.headers[$0] } == "\"cache\", \"cookies\"")
        #expect(browser.cookies["nuong-development-session"] == nil)
        browser.cookies = cookies
        #expect(try await browser.ask("/account").location == "/sign-in")
    }
}
