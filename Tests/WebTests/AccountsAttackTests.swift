import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// Forged, foreign, misdirected and oversized requests to the pages of accounts.
@Suite struct AccountsAttackTests {
    private static let forms = [
        "/sign-in", "/enrol", "/enrol/passphrase", "/enrol/second-factor", "/enrol/code", "/enrol/check", "/recover",
        "/recover/passphrase", "/recover/code", "/recover/check", "/account/passphrase", "/account/second-factor",
        "/account/second-factor/new", "/account/printed-codes", "/account/sessions/end", "/account/sessions/end-others", "/sign-out",
        "/return",
    ]

    @Test(arguments: forms)
    func aFormWithoutItsTokenOrFromElsewhereIsRefused(path: String) async throws {
        let fixture = try await AccountsFixture()
        let browser = try await fixture.signedIn(try await fixture.person("thu.ha"))
        let stranger = try await fixture.signedIn(try await fixture.person("mai.lo"))
        let anonymous = fixture.browser()
        try await anonymous.open("/sign-in")
        let token = try #require(browser.page.token)
        let foreign = try #require(stranger.page.token)
        let unbound = try #require(anonymous.page.token)
        for wrong in [[], [("csrf", "")], [("csrf", foreign)], [("csrf", unbound)], [("csrf", token + "A")]] {
            #expect(try await browser.ask(path, .post, wrong).status == .forbidden, "\(path) \(wrong)")
        }
        // In the address it counts for nothing.
        #expect(try await browser.ask(path + "?csrf=\(token)", .post).status == .forbidden)
        for origin in ["https://elsewhere.example", "null", "http://127.0.0.1.elsewhere.example", ""] {
            #expect(try await browser.ask(path, .post, [("csrf", token)], headers: [.origin: origin]).status == .forbidden, "\(origin)")
        }
        let site = try #require(HTTPFields.Element.Name("Sec-Fetch-Site"))
        for value in ["cross-site", "same-site"] {
            #expect(try await browser.ask(path, .post, [("csrf", token)], headers: [site: value]).status == .forbidden, "\(value)")
        }
        // None of it ended the session.
        #expect(try await browser.ask("/account").status == .ok)
        // Somebody without any cookie has no token at all.
        #expect(try await fixture.browser().ask(path, .post, [("csrf", unbound)]).status == .forbidden)
    }

    @Test(arguments: forms.filter { $0 != "/return" && $0 != "/sign-out" })
    func aFieldThatThePageDoesNotHaveIsRefused(path: String) async throws {
        let fixture = try await AccountsFixture()
        let browser = try await fixture.signedIn(try await fixture.person("thu.ha"))
        let token = try #require(browser.page.token)
        let answer = try await browser.ask(path, .post, [("csrf", token), ("role", "administrator")])
        #expect(answer.status == .badRequest, "\(path)")
        #expect(!answer.html.contains("administrator"))
        #expect(try await browser.ask(path, .post, [("csrf", token), ("csrf", token)]).status == .badRequest)
    }

    @Test func aTokenInTheAddressIsIgnored() async throws {
        let fixture = try await AccountsFixture()
        let browser = try await fixture.signedIn(try await fixture.person("thu.ha"))
        for (name, value) in browser.cookies {
            let answer = try await fixture.browser().ask("/account?\(name)=\(value)&session=\(value)&token=\(value)")
            #expect(answer.location == "/sign-in")
        }
        // One kind of token is not good as another.
        let session = try #require(browser.cookies["nuong-development-session"])
        let mixed = fixture.browser()
        mixed.cookies = ["nuong-development-enrolment": session]
        #expect(try await mixed.ask("/enrol/passphrase").location == "/enrol")
        mixed.cookies = ["nuong-development-session": try #require(browser.cookies["nuong-development-browser"])]
        #expect(try await mixed.ask("/account").location == "/sign-in")
    }

    @Test func anEnrolmentCookieIsNoSession() async throws {
        let fixture = try await AccountsFixture()
        let browser = fixture.browser()
        try await browser.open("/enrol")
        try await browser.send(["name": "thu.ha", "enrolment_code": try await fixture.invitation("thu.ha")])
        let token = try #require(browser.cookies["nuong-development-enrolment"])
        browser.cookies = ["nuong-development-session": token]
        #expect(try await browser.ask("/account").location == "/sign-in")
    }

    @Test(arguments: ["/sign-in", "/enrol", "/recover/check", "/account/passphrase"])
    func aBodyTooLargeIsRefused(path: String) async throws {
        let fixture = try await AccountsFixture()
        let browser = try await fixture.signedIn(try await fixture.person("thu.ha"))
        let token = try #require(browser.page.token)
        let answer = try await browser.ask(path, .post, [("csrf", token), ("name", String(repeating: "a", count: 257 * 1_024))])
        #expect(answer.status == .contentTooLarge)
        #expect(answer.headers[.connection] == "close")
        let long = try await browser.ask(path, .post, [("csrf", token), ("name", String(repeating: "a", count: 65 * 1_024))])
        #expect(long.status == .badRequest)
    }

    @Test(arguments: [false, true])
    func cookiesAreForThisSiteAlone(isSecure: Bool) async throws {
        let fixture = try await AccountsFixture(isSecure: isSecure)
        let person = try await fixture.person("thu.ha")
        let browser = fixture.browser()
        var set: [String] = []
        func note(_ page: TestBrowser.Page) -> TestBrowser.Page {
            set += page.headers[values: .setCookie]
            return page
        }
        let start = note(try await browser.ask("/enrol"))
        let fields = [("csrf", try #require(start.token)), ("name", "mai.lo"), ("enrolment_code", try await fixture.invitation("mai.lo"))]
        _ = note(try await browser.ask("/enrol", .post, fields))
        let signIn = note(try await browser.ask("/sign-in"))
        let token = try #require(signIn.token)
        _ = note(try await browser.ask("/sign-in", .post, [("csrf", token), ("name", "thu.ha"), ("passphrase", person.passphrase)]))
        let half = try #require(try await browser.ask("/sign-in/code").token)
        _ = note(try await browser.ask("/sign-in/code", .post, [("csrf", half), ("code", fixture.code(person.totp))]))
        let prefix = isSecure ? "__Host-nuong-" : "nuong-development-"
        let kept = set.filter { !$0.contains("Max-Age=0") }
        #expect(Set(kept.map { String($0.prefix { $0 != "=" }) }) == Set(["form", "enrolment", "session", "browser"].map { prefix + $0 }))
        for cookie in set {
            let parts = cookie.split(separator: ";").dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(Set(["Path=/", "HttpOnly", "SameSite=Strict"]).isSubset(of: parts), "\(cookie)")
            #expect(parts.contains("Secure") == isSecure)
            #expect(!parts.contains { $0.hasPrefix("Domain") })
            #expect(!cookie.contains("thu.ha") && !cookie.contains("mai.lo"))
        }
    }

    @Test func logsHoldNoNameAndNoSecret() async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let browser = try await fixture.signedIn(person)
        let cookies = browser.cookies.values
        try await browser.open("/account?done=thu.ha")
        try await browser.open("/account/second-factor")
        try await browser.send(["passphrase": person.passphrase])
        let secret = browser.page.groups
        try await browser.send(["app_code": "735191"])
        let lines = fixture.log.lines.joined(separator: "\n")
        #expect(lines.contains("path=/account/second-factor/new status=422"))
        for canary in ["thu.ha", person.passphrase, person.recovery, person.totp ?? "", secret, "735191", "done="] + Array(cookies) {
            #expect(!canary.isEmpty && !lines.contains(canary))
        }
    }
}
