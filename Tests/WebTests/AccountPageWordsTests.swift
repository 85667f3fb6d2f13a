import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Testing
import Wording

@testable import Web

/// What the pages of accounts, members and audit say.
@Suite struct AccountPageWordsTests {
    private static let vietnamese = Voice(.vietnamese)
    private static let english = Voice(.english)

    private static func visit(_ voice: Voice) -> PageVisit {
        PageVisit(voice, csrf: "t", reader: PageVisit.Reader(name: "lan.pham", role: .auditor, places: [.audit, .account]))
    }

    @Test func whoIsSignedInSeesNameRolePlacesAndTheWayOut() {
        let page = AuditView(AccountPageWordsTests.visit(AccountPageWordsTests.vietnamese), entries: [], verified: 0).html
        #expect(page.contains("<body class=\"inside\">"))
        #expect(page.contains("<strong>lan.pham</strong> <span class=\"quiet\">Người kiểm tra</span>"))
        #expect(page.contains("<a href=\"/audit\" aria-current=\"page\">Nhật ký kiểm tra</a>"))
        #expect(page.contains("<a href=\"/account\">Tài khoản của bạn</a>"))
        #expect(
            page.contains("<form method=\"post\" action=\"/sign-out\"><input type=\"hidden\" name=\"csrf\" value=\"t\"><button>Đăng xuất"))
        #expect(page.contains("<input type=\"hidden\" name=\"back\" value=\"/audit\">"))
    }

    @Test func nobodySignedInSeesNoPlaces() {
        let page = SignInView(PageVisit(AccountPageWordsTests.vietnamese, csrf: "t")).html
        #expect(!page.contains("class=\"inside\""))
        #expect(!page.contains("/sign-out"))
        #expect(!page.contains("<nav"))
    }

    @Test(arguments: [
        (AuditOutcome.done, "minh.lo đã mở hồ sơ mới (hồ sơ 7K2M9QX; Trạm A).", "minh.lo opened a new case (case 7K2M9QX; Trạm A)."),
        (
            .denied, "minh.lo định mở hồ sơ mới nhưng không được phép (hồ sơ 7K2M9QX; Trạm A).",
            "minh.lo tried to open a new case and was refused (case 7K2M9QX; Trạm A)."
        ),
        (
            .failed, "minh.lo định mở hồ sơ mới nhưng chưa được (hồ sơ 7K2M9QX; Trạm A).",
            "minh.lo tried to open a new case without success (case 7K2M9QX; Trạm A)."
        ),
    ])
    func anEntryIsASentence(outcome: AuditOutcome, vietnamese: String, english: String) {
        let entry = AuditLine.Entry(
            sequence: 1_204, at: PageSamples.noon, actor: "minh.lo", verb: .openCase, outcome: outcome, caseCode: "7K2M9QX",
            centre: "Trạm A")
        #expect(AuditLine(entry, AccountPageWordsTests.vietnamese).sentence == vietnamese)
        let line = AuditLine(entry, AccountPageWordsTests.english)
        #expect(line.sentence == english)
        #expect(line.number == "Entry 1,204")
        #expect(line.when == "12:05, 21/11/2026")
        #expect((line.mark == nil) == (outcome == .done))
    }

    @Test func theHostsOperatorIsNamedAsSuch() {
        let entry = AuditLine.Entry(sequence: 1, at: PageSamples.noon, actor: "local", verb: .foundInstallation)
        #expect(AuditLine(entry, AccountPageWordsTests.vietnamese).sentence == "Người trông máy chủ đã tạo bản cài đặt.")
    }

    @Test(arguments: AuditVerb.allCases)
    func everyVerbHasItsWords(verb: AuditVerb) {
        for voice in [AccountPageWordsTests.vietnamese, AccountPageWordsTests.english] {
            for outcome in AuditOutcome.allCases {
                let entry = AuditLine.Entry(sequence: 1, at: PageSamples.noon, actor: "a", verb: verb, outcome: outcome)
                #expect(!AuditLine(entry, voice).sentence.contains("page."))
            }
        }
    }

    @Test func theNextPageIsAskedWithItsCursorEncoded() {
        let visit = AccountPageWordsTests.visit(AccountPageWordsTests.english)
        let entry = AuditLine.Entry(sequence: 1, at: PageSamples.noon, actor: "a", verb: .signIn)
        let view = AuditView(visit, entries: [entry], caseCode: "7K2 M9QX", older: "a+b/c=&\"é", verified: 1)
        #expect(view.older?.path == "/audit?case=7K2%20M9QX&after=a%2Bb%2Fc%3D%26%22%C3%A9")
        #expect(view.html.contains("href=\"/audit?case=7K2%20M9QX&amp;after=a%2Bb%2Fc%3D%26%22%C3%A9\""))
        #expect(AuditView(visit, entries: [entry], verified: 1).older == nil)
    }

    @Test(arguments: GrantFlag.allCases)
    func everyFlagHasItsWords(flag: GrantFlag) {
        for voice in [AccountPageWordsTests.vietnamese, AccountPageWordsTests.english] {
            let page = GrantsView(
                AccountPageWordsTests.visit(voice), centres: [GrantsView.Centre(name: "A", members: [], flags: [flag])]
            ).html
            #expect(page.contains(voice.say(Phrase("page.grant_flag.\(flag.rawValue)"))))
            #expect(page.contains(voice.say("page.grants.warning", "1")) == flag.isRed)
        }
    }

    @Test func whatDoesNotOpenIsShownAsSuch() {
        let line = AuditLine(
            AuditLine.Entry(sequence: 7, at: PageSamples.noon, actor: "", verb: nil), AccountPageWordsTests.english)
        #expect(line.sentence == "This entry cannot be opened.")
        #expect(line.mark?.attention == "to look at")
    }

    @Test func onlyAManagerMayChangeAnything() {
        let samples = PageSamples(voice: AccountPageWordsTests.vietnamese, hostile: nil).all
        let reader = samples.first { $0.name == "members-reader" }?.page.html ?? ""
        let manager = samples.first { $0.name == "members" }?.page.html ?? ""
        for address in [Address.remove, Address.takeBack, Address.admit, Address.devices, Address.removeDevice] {
            #expect(manager.contains("=\"\(address)\""), "\(address)")
            #expect(!reader.contains("=\"\(address)\""), "\(address)")
        }
    }

    @Test func nobodyIsOfferedToDisableThemselves() throws {
        let page = try #require(PageSamples(voice: AccountPageWordsTests.english, hostile: nil).all.first { $0.name == "users" }).page.html
        let rows = page.matches(of: /(?s)<tr><th scope="row">.*?<\/tr>/).map { String($0.output) }
        #expect(rows.count == 4)
        #expect(rows.filter { $0.contains("lan.pham") }.allSatisfy { !$0.contains("<form") })
        #expect(rows.filter { $0.contains("hoa.vang") }.allSatisfy { $0.contains(Address.enableUser) && !$0.contains(Address.disableUser) })
    }

    @Test func whatWasTypedGoesAlongWithoutItsOldToken() {
        let typed = [("csrf", "old"), ("a", "1"), ("a", "2 \""), ("b", "")].map { FormView.Hidden(name: $0.0, value: $0.1) }
        let page = KeptView(PageVisit(AccountPageWordsTests.english, csrf: "new"), action: "/users/add", typed: typed, back: "/users").html
        let sent = page.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/).map { "\($0.1)=\($0.2)" }
        #expect(sent == ["csrf=new", "a=1", "a=2 &quot;", "b="])
    }

    @Test(arguments: ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", ""])
    func whatWasTypedGoesNowhereElse(address: String) {
        let page = KeptView(PageVisit(AccountPageWordsTests.english, csrf: "new"), action: address, typed: [], back: address).html
        #expect(page.contains("<form method=\"post\" action=\"/\" class=\"stack\">"))
        #expect(page.contains("<p><a href=\"/\">Discard it and go back</a></p>"))
    }

    @Test func everyStepHasAnAddressOfItsOwn() {
        let steps = Occasion.allCases.flatMap { occasion in Occasion.Step.allCases.map(occasion.path) }
        let asking = [Address.accountSecondFactor, Address.accountPrintedCodes]
        #expect(Set(steps + asking).count == steps.count + asking.count)
    }

    @Test func aSquareCodeIsDrawnModuleByModule() {
        let modules = [[true, true, false], [false, false, false], [true, false, true]]
        let drawn = MatrixCode(modules: modules).drawing.renderText
        #expect(drawn.contains("viewBox=\"0 0 11 11\""))
        #expect(drawn.contains("<path d=\"M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z\"/>"))
    }

    @Test(arguments: [(Int64(0), "07:00, 01/01/1970"), (61_199, "23:59, 01/01/1970"), (61_200, "00:00, 02/01/1970")])
    func momentsAreOnTheClocksOfVietNam(seconds: Int64, words: String) {
        #expect(AccountPageWordsTests.vietnamese.moment(Instant(seconds: seconds)) == words)
    }

    @Test(arguments: [("", [String]()), ("ABCD", ["ABCD"]), ("ABCDEFG", ["ABCD", "EFG"])])
    func secretsAreReadInGroups(text: String, groups: [String]) {
        #expect(text.inGroups(of: 4) == groups)
    }

    @Test func theScriptIsServedAsSuch() async throws {
        let response = try await SiteFixture().answer(StaticFile.accountScript.address)
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/javascript; charset=utf-8")
        #expect(Array(buffer: response.body) == StaticFile.accountScript.bytes)
    }

    @Test(arguments: [
        ("language=en&back=%2Faudit", "/audit"), ("csrf=abc&back=%2Fenrol%2Fsecond-factor&language=en", "/enrol/second-factor"),
        ("back=%2F&language=en", "/"), ("csrf=x&language=en", "/"),
    ])
    func theLanguageButtonComesBack(body: String, location: String) async throws {
        let response = try await SiteFixture().answer(
            "/language", .post, headers: [.contentType: "application/x-www-form-urlencoded"], body: body)
        #expect(response.status == .seeOther)
        #expect(response.headers[.location] == location)
    }

    @Test(arguments: [
        "%2F%2Felsewhere.example", "https%3A%2F%2Felsewhere.example", "%2F..%2Fx", "%2Faudit%3Fcase%3D7", "%2Fa%0D%0ASet-Cookie", "",
        "audit",
        "%2F%5Celsewhere", "%2Faudit%2F", "%252F",
    ])
    func theLanguageButtonLeadsNowhereElse(back: String) async throws {
        let response = try await SiteFixture().answer(
            "/language", .post, headers: [.contentType: "application/x-www-form-urlencoded"], body: "back=\(back)&language=en")
        #expect(response.status == .badRequest)
        #expect(response.headers[.location] == nil)
    }
}
