import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// Enrolment and recovery as a browser goes through them.
@Suite struct AccountsEnrolmentTests {
    private static let passphrase = "bon mua hoa ban no trang rung"

    /// As far as the page of the second factor.
    private func atSecondFactor(_ fixture: AccountsFixture, _ name: String) async throws -> TestBrowser {
        let browser = fixture.browser()
        let code = try await fixture.invitation(name)
        try await browser.open("/enrol")
        try await browser.send(["name": name, "enrolment_code": code.lowercased()])
        try await browser.send(["new_passphrase": AccountsEnrolmentTests.passphrase, "again": AccountsEnrolmentTests.passphrase])
        #expect(browser.page.path == "/enrol/second-factor")
        return browser
    }

    /// As far as the page that asks for the recovery code; the secret and the code that were shown.
    private func atCheck(_ fixture: AccountsFixture, _ name: String) async throws -> (TestBrowser, totp: String, recovery: String) {
        let browser = try await atSecondFactor(fixture, name)
        let secret = browser.page.groups
        try await browser.send(["app_code": fixture.code(secret)])
        #expect(browser.page.path == "/enrol/code")
        let recovery = browser.page.groups
        try await browser.send([:])
        #expect(browser.page.path == "/enrol/check")
        return (browser, secret, recovery)
    }

    @Test func somebodyEnrolsAndSignsIn() async throws {
        let fixture = try await AccountsFixture()
        let (browser, secret, recovery) = try await atCheck(fixture, "thu.ha")
        #expect(secret.count == 32 && recovery.count == 26)
        try await browser.send(["recovery_code": recovery.lowercased()])
        #expect(browser.page.path == "/enrol/done")
        #expect(browser.page.status == .ok)
        #expect(browser.page.html.contains("href=\"/sign-in\""))
        // Read again, it is the same.
        #expect(try await browser.ask("/enrol/done").html == browser.page.html)

        let account = try await fixture.signedIn("thu.ha", AccountsEnrolmentTests.passphrase, totp: secret)
        #expect(account.page.path == "/account")
        #expect(account.page.html.contains("còn 10 trên 10 mã"))
    }

    @Test func aVolunteerSetsUpNoSecondFactor() async throws {
        let fixture = try await AccountsFixture(golden: "rules-2026")
        let code = try await fixture.invitation("thao.giang", .volunteer, centre: "A")
        let browser = fixture.browser()
        try await browser.open("/enrol")
        try await browser.send(["name": "thao.giang", "enrolment_code": code])
        try await browser.send(["new_passphrase": AccountsEnrolmentTests.passphrase, "again": AccountsEnrolmentTests.passphrase])
        #expect(browser.page.path == "/enrol/code")
        let recovery = browser.page.groups
        try await browser.send([:])
        try await browser.send(["recovery_code": recovery])
        #expect(browser.page.path == "/enrol/done")
        let account = try await fixture.signedIn("thao.giang", AccountsEnrolmentTests.passphrase, totp: nil)
        #expect(account.page.path == "/account")
        #expect(!account.page.html.contains(Address.accountSecondFactor))
        try await account.open(Address.accountSecondFactor)
        try await account.send(["passphrase": AccountsEnrolmentTests.passphrase])
        #expect(account.page.status == .notFound)
    }

    @Test(arguments: [
        ("thu.ha", "0000-0000-0000"), ("nobody.there", nil), ("thu.ha", "qxzvk"), ("THU HÀ", nil), ("thu.ha", "\u{0}\u{1}"),
    ])
    func whateverIsWrongHasOneAnswer(name: String, code: String?) async throws {
        let fixture = try await AccountsFixture()
        let right = try await fixture.invitation("thu.ha")
        let browser = fixture.browser()
        try await browser.open("/enrol")
        try await browser.send(["name": name, "enrolment_code": code ?? right])
        #expect(browser.page.status == .forbidden)
        #expect(browser.page.html.contains("Tên hoặc mã chưa đúng"))
        #expect(!browser.page.html.contains(code ?? right))
        #expect(browser.cookies.keys.allSatisfy { !$0.hasSuffix("enrolment") })
    }

    @Test func anEnrolmentCodeIsGoodForADayAndOnce() async throws {
        let fixture = try await AccountsFixture()
        let late = try await fixture.invitation("thu.ha")
        fixture.clock.advance(seconds: 24 * 3_600)
        let browser = fixture.browser()
        try await browser.open("/enrol")
        try await browser.send(["name": "thu.ha", "enrolment_code": late])
        #expect(browser.page.status == .forbidden)

        let once = try await fixture.invitation("mai.lo")
        let first = fixture.browser()
        try await first.open("/enrol")
        try await first.send(["name": "mai.lo", "enrolment_code": once])
        try await first.send(["new_passphrase": AccountsEnrolmentTests.passphrase, "again": AccountsEnrolmentTests.passphrase])
        try await first.send(["app_code": fixture.code(first.page.groups)])
        let recovery = first.page.groups
        try await first.send([:])
        try await first.send(["recovery_code": recovery])
        #expect(first.page.path == "/enrol/done")
        try await browser.open("/enrol")
        try await browser.send(["name": "mai.lo", "enrolment_code": once])
        #expect(browser.page.status == .forbidden)
    }

    @Test func aWrongCodeShowsTheSameSecretAndTheSamePrintedCodes() async throws {
        let fixture = try await AccountsFixture()
        let browser = try await atSecondFactor(fixture, "thu.ha")
        let first = browser.page
        let printed = first.html.matches(of: /<li>([0-9A-Z]{5}-[0-9A-Z]{5})<\/li>/).map { String($0.1) }
        #expect(printed.count == 10 && first.groups.count == 32)
        for wrong in ["000000", "", "qxzvk", "735191735191"] {
            try await browser.send(["app_code": wrong], to: "/enrol/second-factor")
            #expect(browser.page.status == .unprocessableContent)
            #expect(browser.page.html.contains("id=\"o-app-code-fault\""))
            #expect(browser.page.groups == first.groups)
            #expect(printed.allSatisfy(browser.page.html.contains))
            #expect(wrong.isEmpty || !browser.page.html.contains(wrong))
        }
        // The page read again is the same; nothing of it lies in a hidden field.
        #expect(try await browser.open("/enrol/second-factor").groups == first.groups)
        #expect(browser.page.html.matches(of: /type="hidden"/).count == browser.page.html.matches(of: /name="csrf"/).count)
        // Once it is set up it is not shown again.
        try await browser.send(["app_code": fixture.code(first.groups)])
        #expect(browser.page.path == "/enrol/code")
        #expect(try await browser.ask("/enrol/second-factor").location == "/enrol/code")
    }

    @Test func theSquareCodeIsThatOfTheSecret() async throws {
        let fixture = try await AccountsFixture()
        let browser = try await atSecondFactor(fixture, "thu.ha")
        let address =
            "otpauth://totp/N%C6%B0%C6%A1ng:thu.ha?secret=\(browser.page.groups)&issuer=N%C6%B0%C6%A1ng&algorithm=SHA1&digits=6&period=30"
        let modules = try #require(QRMatrix.modules(of: address))
        #expect(browser.page.html.contains(MatrixCode(modules: modules).drawing.renderText))
    }

    @Test func theRecoveryCodeIsTheSameWhenSomebodyGoesBack() async throws {
        let fixture = try await AccountsFixture()
        let (browser, _, recovery) = try await atCheck(fixture, "thu.ha")
        try await browser.send(["recovery_code": "00000-00000-00000-00000-00000-0"])
        #expect(browser.page.status == .unprocessableContent)
        #expect(!browser.page.html.contains("00000-00000"))
        #expect(try await browser.open("/enrol/code").groups == recovery)
        try await browser.send([:])
        try await browser.send(["recovery_code": recovery])
        #expect(browser.page.path == "/enrol/done")
        // The draft is gone, and with it what it showed.
        #expect(try await browser.ask("/enrol/code").location == "/enrol")
    }

    @Test(arguments: ["/enrol/passphrase", "/enrol/second-factor", "/enrol/code", "/enrol/check", "/recover/passphrase", "/recover/code"])
    func noStepIsReachedWithoutTheOneBefore(path: String) async throws {
        let fixture = try await AccountsFixture()
        let start = path.hasPrefix("/enrol") ? "/enrol" : "/recover"
        #expect(try await fixture.browser().ask(path).location == start)
        // Somebody who has come to the passphrase alone sees nothing further.
        let browser = fixture.browser()
        try await browser.open("/enrol")
        try await browser.send(["name": "thu.ha", "enrolment_code": try await fixture.invitation("thu.ha")])
        #expect(browser.page.path == "/enrol/passphrase")
        let answer = try await browser.ask(path)
        if path != "/enrol/passphrase" {
            #expect(answer.location == (path.hasPrefix("/enrol") ? "/enrol/passphrase" : "/recover"))
        }
        #expect(try await browser.ask("/enrol/done").location == "/sign-in")
    }

    @Test func aDraftRunsOutAndSaysSo() async throws {
        let fixture = try await AccountsFixture()
        let browser = try await atSecondFactor(fixture, "thu.ha")
        fixture.clock.advance(seconds: 30 * 60)
        try await browser.send(["app_code": "000000"])
        #expect(browser.page.path == "/enrol")
        #expect(browser.page.html.contains("Đã quá nửa giờ"))
        #expect(try await !browser.open("/enrol").html.contains("Đã quá nửa giờ"))
    }

    @Test(arguments: [
        ("ngan qua", "ngan qua", "o-new-passphrase-fault"), ("motmotmotmotmotmot", "motmotmotmotmotmot", "o-new-passphrase-fault"),
        ("mot cau that la dai", "mot cau that la ngan", "o-again-fault"), ("", "", "o-new-passphrase-fault"),
        ("mot cau that la dai", "", "o-again-fault"), ("tai khoan cua thu.ha do", "tai khoan cua thu.ha do", "o-new-passphrase-fault"),
        (String(repeating: "dai ", count: 300), String(repeating: "dai ", count: 300), "o-new-passphrase-fault"),
        ("mot cau \u{7} that la dai", "mot cau \u{7} that la dai", "o-new-passphrase-fault"),
    ])
    func aPassphraseThatIsNoneIsRefusedBesideItsField(new: String, again: String, fault: String) async throws {
        let fixture = try await AccountsFixture()
        let browser = fixture.browser()
        try await browser.open("/enrol")
        try await browser.send(["name": "thu.ha", "enrolment_code": try await fixture.invitation("thu.ha")])
        try await browser.send(["new_passphrase": new, "again": again])
        #expect(browser.page.status == .unprocessableContent)
        #expect(browser.page.html.contains("id=\"\(fault)\""))
        #expect(new.isEmpty || !browser.page.html.contains(new))
        #expect(!browser.page.html.contains("page.fault."))
    }

    @Test(arguments: ["not_text", "too_long", "too_short", "too_common", "holds_user_name"])
    func everyReasonOfARefusedPassphraseHasItsSentence(reason: String) {
        #expect(FormFault(rawValue: reason) != nil)
    }

    @Test func twoInputMethodsWriteOnePassphrase() async throws {
        let fixture = try await AccountsFixture()
        let browser = fixture.browser()
        try await browser.open("/enrol")
        try await browser.send(["name": "thu.ha", "enrolment_code": try await fixture.invitation("thu.ha")])
        try await browser.send([
            "new_passphrase": "ruộng bậc thang mây", "again": "ru\u{6F}\u{323}\u{302}ng b\u{61}\u{323}\u{302}c thang m\u{E2}y",
        ])
        #expect(browser.page.path == "/enrol/second-factor")
    }

    @Test func somebodyRecoversWithPaperAndSecondFactor() async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let elsewhere = try await fixture.signedIn(person)
        let browser = fixture.browser()
        try await browser.open("/recover")
        try await browser.send(["name": "thu.ha", "recovery_code": person.recovery, "code": fixture.code(person.totp)])
        #expect(browser.page.path == "/recover/passphrase")
        // A recovery is no enrolment: its cookie opens no step there.
        #expect(try await browser.ask("/enrol/passphrase").location == "/enrol")
        try await browser.send(["new_passphrase": AccountsEnrolmentTests.passphrase, "again": AccountsEnrolmentTests.passphrase])
        #expect(browser.page.path == "/recover/code")
        let recovery = browser.page.groups
        #expect(recovery != person.recovery.filter { $0 != "-" })
        try await browser.send([:])
        try await browser.send(["recovery_code": person.recovery])
        #expect(browser.page.status == .unprocessableContent)
        try await browser.send(["recovery_code": recovery])
        #expect(browser.page.path == "/recover/done")
        #expect(try await elsewhere.open("/account").path == "/sign-in")

        let old = fixture.browser()
        try await old.open("/sign-in")
        try await old.send(["name": "thu.ha", "passphrase": person.passphrase])
        #expect(old.page.status == .forbidden)
        #expect(try await fixture.signedIn("thu.ha", AccountsEnrolmentTests.passphrase, totp: person.totp).page.path == "/account")
    }

    @Test(arguments: [(true, true, false), (true, false, true), (false, true, true)])
    func anythingWrongInARecoveryHasOneAnswer(name: Bool, code: Bool, factor: Bool) async throws {
        let fixture = try await AccountsFixture()
        let person = try await fixture.person("thu.ha")
        let browser = fixture.browser()
        try await browser.open("/recover")
        let digits = fixture.code(person.totp)
        try await browser.send([
            "name": name ? "thu.ha" : "thu.hb", "recovery_code": code ? person.recovery : "00000-00000-00000-00000-00000-0",
            "code": factor ? digits : "",
        ])
        #expect(browser.page.status == .forbidden)
        #expect(browser.page.html.contains("Chưa vào được"))
        #expect(!browser.page.html.contains(person.recovery) && !browser.page.html.contains(digits))
    }

    @Test func tooManyWrongCodesHaveToWait() async throws {
        let fixture = try await AccountsFixture()
        let browser = fixture.browser()
        try await browser.open("/enrol")
        for _ in 0..<5 { try await browser.send(["name": "thu.ha", "enrolment_code": "0000-0000-0000"], to: "/enrol") }
        #expect(browser.page.status == .forbidden)
        try await browser.send(["name": "thu.ha", "enrolment_code": "0000-0000-0000"], to: "/enrol")
        #expect(browser.page.status == .tooManyRequests)
        #expect(browser.page.headers[.retryAfter].flatMap(Int.init).map { (1...60).contains($0) } == true)
        #expect(browser.page.html.contains("role=\"alert\""))
    }
}
