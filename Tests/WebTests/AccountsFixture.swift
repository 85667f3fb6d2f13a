import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Support
import Synchronization
import Web

/// A site over a real installation with accounts, and a clock that tests move.
struct AccountsFixture {
    let test: TestInstallation
    let clock: TestClock
    let site: Site
    let log = RecordedLog()

    /// - Parameter golden: A register of `Tests/Golden` to import, for centres.
    init(isSecure: Bool = false, golden: String? = nil) async throws {
        let clock = TestClock(Instant(seconds: 1_795_237_500))
        self.clock = clock
        test = try TestInstallation(clock: clock)
        if let golden { try await test.importRegister(ProjectFiles.golden(golden)) }
        site = Site(
            installation: test.installation, policies: test.policies, now: { clock.now }, logger: log.logger,
            cookies: SiteCookies(isSecure: isSecure))
    }

    var installation: OpenInstallation { test.installation }

    func person(_ name: String, _ role: UserRole = .auditor, centre: String? = nil) async throws -> UnattendedSecrets {
        try await installation.addUserUnattended(NewUser(name: name, role: role, centre: centre), departments: [], by: .local)
    }

    func invitation(_ name: String, _ role: UserRole = .auditor, centre: String? = nil) async throws -> String {
        try await installation.addUser(NewUser(name: name, role: role, centre: centre), departments: [], by: .local)
    }

    func browser() -> TestBrowser {
        TestBrowser(site: site)
    }

    /// Six digits of now, of a step that was not used yet: time moves on first.
    func code(_ secret: String?) -> String {
        clock.advance(seconds: 30)
        return Authenticator(secret ?? "").code(at: clock.now)
    }

    /// Whether a recovery code with the second factor leads on to a new passphrase.
    func recovers(_ person: UnattendedSecrets, with recoveryCode: String) async throws -> Bool {
        let browser = browser()
        try await browser.open("/recover")
        try await browser.send(["name": person.name, "recovery_code": recoveryCode, "code": code(person.totp)])
        return browser.page.path == "/recover/passphrase"
    }

    /// A browser in which somebody has signed in.
    func signedIn(_ person: UnattendedSecrets) async throws -> TestBrowser {
        try await signedIn(person.name, person.passphrase, totp: person.totp)
    }

    func signedIn(_ name: String, _ passphrase: String, totp: String?) async throws -> TestBrowser {
        let browser = browser()
        try await browser.open("/sign-in")
        try await browser.send(["name": name, "passphrase": passphrase])
        if totp != nil { try await browser.send(["code": code(totp)], to: "/sign-in/code") }
        return browser
    }
}

/// A browser as far as forms and cookies go: keeps cookies, follows answers to forms, sends the token of the page it is on.
final class TestBrowser: Sendable {
    struct Page: Sendable {
        var path = ""
        var status = HTTPResponse.Status.ok
        var headers = HTTPFields()
        var html = ""

        /// The token of the page's forms.
        var token: String? { html.firstMatch(of: /name="csrf" value="([^"]*)"/).map { String($0.1) } }
        var heading: String? { html.firstMatch(of: /<h1>(.*?)<\/h1>/).map { String($0.1) } }
        var location: String? { headers[.location] }
        /// What stands in groups to be copied by hand.
        var groups: String {
            html.firstMatch(of: /class="codes"[^>]*>(.*?)<\/p>/)?.1.matches(of: /<span>(.*?)<\/span>/).map { String($0.1) }.joined() ?? ""
        }
    }

    private let site: Site
    private let held = Mutex<(page: Page, cookies: [String: String])>((Page(), [:]))

    init(site: Site) {
        self.site = site
    }

    var page: Page { held.withLock { $0.page } }
    var cookies: [String: String] {
        get { held.withLock { $0.cookies } }
        set { held.withLock { $0.cookies = newValue } }
    }

    /// Asks once, without following.
    @discardableResult
    func ask(
        _ path: String, _ method: HTTPRequest.Method = .get, _ fields: [(String, String)] = [], headers more: HTTPFields = [:]
    ) async throws -> Page {
        let body = fields.map { "\($0.0)=\(TestBrowser.encoded($0.1))" }.joined(separator: "&")
        var headers: HTTPFields = method == .post ? [.contentType: "application/x-www-form-urlencoded"] : [:]
        let cookies = cookies
        if !cookies.isEmpty {
            headers[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        for field in more { headers[field.name] = field.value }
        let sent = headers
        let response = try await site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            try await client.execute(uri: path, method: method, headers: sent, body: method == .post ? ByteBuffer(string: body) : nil)
        }
        for value in response.headers[values: .setCookie] {
            let parts = value.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let isGone = parts.contains("Max-Age=0")
            held.withLock { $0.cookies[pair[0]] = isGone ? nil : pair[1] }
        }
        return Page(path: path, status: response.status, headers: response.headers, html: String(buffer: response.body))
    }

    /// Opens a page and follows wherever it leads.
    @discardableResult
    func open(_ path: String) async throws -> Page {
        try await follow(try await ask(path))
    }

    /// Sends a form with the token of the page that is open, and follows.
    ///
    /// - Parameter path: The address of the form; the page's own without one.
    @discardableResult
    func send(_ fields: KeyValuePairs<String, String>, to path: String? = nil) async throws -> Page {
        let token = page.token.map { [("csrf", $0)] } ?? []
        return try await follow(try await ask(path ?? page.path, .post, token + fields.map { ($0.key, $0.value) }))
    }

    private func follow(_ answer: Page) async throws -> Page {
        var answer = answer
        for _ in 0..<5 {
            guard answer.status == .seeOther, let next = answer.location else { break }
            answer = try await ask(next)
        }
        let page = answer
        held.withLock { $0.page = page }
        return page
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
