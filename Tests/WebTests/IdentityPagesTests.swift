import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Store
import Support
import Testing

@testable import Web

/// A centre's first manager, whose passphrase is known, and the case that the centre keeps.
private struct NamedSite {
    let site: StaffedSite
    let passphrase: String
    let caseFile: Identifier<Case>
    let person: Identifier<Person>
    private let totp: String

    init() async throws {
        let site = try await StaffedSite()
        self.site = site
        let secrets = try await site.installation.addUserUnattended(
            NewUser(name: "lan", role: .centreManager, centre: "TT"), departments: [], by: .local)
        (passphrase, totp) = (secrets.passphrase, try #require(secrets.totp))
        let visit = try await NamedSite.signIn(site, passphrase, totp)
        try await site.installation.enrolFirstManager(openingCode: site.openingCodes["TT"] ?? "", by: visit)
        let session = try site.installation.centreSession(of: try site.visit(visit.cookie))
        let found = try site.installation.store.caseIdentifiers().compactMap { try? site.installation.readCase($0, in: session) }
        let opened = try #require(found.first)
        caseFile = opened.identifier
        person = try #require(opened.file.people.first).id
    }

    private static func signIn(_ site: StaffedSite, _ passphrase: String, _ totp: String) async throws -> Visit {
        site.fixture.test.clock.advance(seconds: 30)
        let half = try await site.installation.signIn(SignInAttempt(name: "lan", passphrase: Array(passphrase.utf8), source: "test"))
        let whole = try await site.installation.giveSecondFactor(
            try TOTPCode.of(totp, at: site.fixture.test.clock.now), in: site.visit(half.cookie))
        return try site.visit(whole.cookie)
    }

    func signedIn() async throws -> StaffedSite.Person {
        let visit = try await NamedSite.signIn(site, passphrase, totp)
        return StaffedSite.Person(name: "lan", user: visit.actor.user, cookie: visit.cookie, form: visit.formText)
    }

    /// The same browser once names are shown: under a new cookie.
    func opening(_ manager: StaffedSite.Person, back: String? = nil) async throws -> (StaffedSite.Person, TestResponse) {
        var fields = ["passphrase": passphrase]
        fields["back"] = back
        let answer = try await site.send(CaseAddress.window, fields, as: manager)
        let set = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("nuong-development-session=") })
        let cookie = String(set.dropFirst("nuong-development-session=".count).prefix { $0 != ";" })
        let visit = try site.visit(cookie)
        return (StaffedSite.Person(name: "lan", user: visit.actor.user, cookie: cookie, form: visit.formText), answer)
    }

    /// Names shown, and why said.
    func looking() async throws -> StaffedSite.Person {
        let (manager, _) = try await opening(try await signedIn())
        let answer = try await site.send(path("reason"), ["look_reason": "supervision"], as: manager)
        #expect(answer.status == .seeOther)
        return manager
    }

    func path(_ form: String? = nil) -> String { CaseAddress.of(caseFile, CaseAddress.named(person, form)) }

    /// What the form of the identity begins with.
    func form(_ page: String) throws -> [String: String] {
        var fields: [String: String] = [:]
        for match in page.matches(of: /name="([a-z_]+)"(?: id="[^"]*")? value="([^"]*)"/) {
            fields[String(match.1)] = String(match.2).replacing("&#39;", with: "'").replacing("&quot;", with: "\"")
        }
        for match in page.matches(of: /<select name="([a-z_]+)".*?<option value="([a-z_]+)" selected>/.dotMatchesNewlines()) {
            fields[String(match.1)] = String(match.2)
        }
        for name in ["csrf", "back", "language"] { fields[name] = nil }
        return fields
    }
}

/// Names behind a veil, safe contact above every number, and looking for people.
@Suite struct IdentityPagesTests {
    private static let name = "Nhân vật Một"

    @Test func aNameIsShownAfterThePassphraseAndAReasonAndHiddenByOneButton() async throws {
        let named = try await NamedSite()
        let site = named.site
        var manager = try await named.signedIn()
        let veiled = try await site.get(named.path(), as: manager)
        #expect(veiled.status == .ok && veiled.text.contains("hidden") && !veiled.text.contains(IdentityPagesTests.name))
        #expect(veiled.text.contains("href=\"/window?back=\(named.path())\"") && !veiled.text.contains("action=\"/window/close\""))
        for typed in ["", "wrong"] {
            let refused = try await site.send(CaseAddress.window, ["passphrase": typed, "back": named.path()], as: manager)
            #expect(refused.status == .unprocessableContent && refused.text.contains("value=\"\(named.path())\""))
        }
        let answer: TestResponse
        (manager, answer) = try await named.opening(manager, back: named.path())
        #expect(answer.status == .seeOther && answer.headers[.location] == named.path())
        let asking = try await site.get(named.path(), as: manager).text
        #expect(asking.contains("look_reason") && !asking.contains(IdentityPagesTests.name))
        for reason in ["", "because", "stands_in\u{0}"] {
            let refused = try await site.send(named.path("reason"), ["look_reason": reason], as: manager)
            #expect(refused.status == .unprocessableContent && !refused.text.contains(IdentityPagesTests.name), "\(reason)")
        }
        let given = try await site.send(named.path("reason"), ["look_reason": "supervision"], as: manager)
        #expect(given.headers[.location] == named.path())
        let shown = try await site.get(named.path(), as: manager)
        #expect(shown.text.contains(IdentityPagesTests.name) && shown.text.contains("not asked – do not call"))
        #expect(shown.headers[.cacheControl] == "no-store")
        // On every page the same button, with the time in words.
        for path in [CaseAddress.today, CaseAddress.cases, CaseAddress.of(named.caseFile), Address.account] {
            let page = try await site.get(path, as: manager).text
            #expect(page.contains("action=\"/window/close\"") && page.contains("Names are shown until "), "\(path)")
            #expect(!page.contains(IdentityPagesTests.name), "\(path)")
        }
        let closed = try await site.send(CaseAddress.closeWindow, [:], as: manager)
        #expect(closed.headers[.location] == CaseAddress.today)
        let after = try await site.get(named.path(), as: manager).text
        #expect(!after.contains(IdentityPagesTests.name) && !after.contains("action=\"/window/close\""))
        let audit = try await site.get("\(Address.audit)?case=\("TT \(site.caseCodes["TT"] ?? "")".inAddress)", as: manager).text
        #expect(audit.contains("reason: a manager reviews the case"))
        let history = try await site.get(CaseAddress.of(named.caseFile, "history"), as: manager).text
        #expect(history.contains("reason: a manager reviews the case"))
    }

    @Test func safeContactStandsAboveEveryNumber() async throws {
        let named = try await NamedSite()
        let manager = try await named.looking()
        var fields = try named.form(try await named.site.get(named.path("identity"), as: manager).text)
        #expect(fields["identity_name"] == IdentityPagesTests.name && fields["after"] == "1")
        for (field, value) in [
            ("identity_phone", "0912 345 678"), ("identity_document", "012345678901"), ("contact_callers", "chị Hoa"),
            ("contact_number", "buổi sáng"), ("contact_cover", "hội phụ nữ"), ("contact_messages", "no"), ("contact_papers", "not_asked"),
        ] { fields[field] = value }
        let saved = try await named.site.send(named.path("identity"), fields, as: manager)
        #expect(saved.status == .seeOther && saved.headers[.location] == "\(named.path())?done=identity")
        let page = try await named.site.get(named.path(), as: manager).text
        for number in ["0912 345 678", "012345678901"] {
            let place = try #require(page.range(of: number)?.lowerBound)
            #expect(page.components(separatedBy: number).count == 2)
            for contact in ["Safe contact", "chị Hoa", "buổi sáng", "hội phụ nữ", "not asked – give no paper"] {
                #expect(try #require(page.range(of: contact)?.lowerBound) < place, "\(contact)")
            }
        }
        #expect(!page.contains("It was not asked in full"))
        // Without who may call the page says so above the number.
        let opened = try await named.site.get(named.path("identity"), as: manager).text
        fields = try named.form(opened)
        fields["contact_callers"] = ""
        _ = try await named.site.send(named.path("identity"), fields, as: manager)
        let warned = try await named.site.get(named.path(), as: manager).text
        let warning = try #require(warned.range(of: "It was not asked in full")?.lowerBound)
        #expect(warning < (try #require(warned.range(of: "0912 345 678")?.lowerBound)))
    }

    @Test func aStaleEditShowsBothVersionsAndKeepsWhatWasTyped() async throws {
        let named = try await NamedSite()
        let manager = try await named.looking()
        let form = try named.form(try await named.site.get(named.path("identity"), as: manager).text)
        var first = form
        first["identity_address"] = "Bản một"
        #expect(try await named.site.send(named.path("identity"), first, as: manager).status == .seeOther)
        var second = form
        second["identity_address"] = "Bản hai"
        let answer = try await named.site.send(named.path("identity"), second, as: manager)
        #expect(answer.status == .conflict && answer.text.contains("Bản một") && answer.text.contains("Bản hai"))
        // Names were hidden meanwhile: nothing is shown that was not typed, and nothing that was is lost.
        _ = try await named.site.send(CaseAddress.closeWindow, [:], as: manager)
        let hidden = try await named.site.send(named.path("identity"), second, as: manager)
        #expect(hidden.status == .conflict && !hidden.text.contains("Bản một") && hidden.text.contains("Bản hai"))
        // While names are hidden nobody writes over one, not even on top of what was read; what was typed waits in the form.
        let newest = try named.form(answer.text)
        #expect(newest["after"] == "2" && newest["identity_address"] == "Bản hai")
        let waiting = try await named.site.send(named.path("identity"), newest, as: manager)
        #expect(waiting.status == .conflict && waiting.text.contains("Bản hai") && !waiting.text.contains("Bản một"))
        let (looking, _) = try await named.opening(manager)
        _ = try await named.site.send(named.path("reason"), ["look_reason": "supervision"], as: looking)
        #expect(try await named.site.send(named.path("identity"), try named.form(waiting.text), as: looking).status == .seeOther)
    }

    @Test func aFormSentTwiceIsWrittenOnce() async throws {
        let named = try await NamedSite()
        let manager = try await named.looking()
        var form = try named.form(try await named.site.get(named.path("identity"), as: manager).text)
        form["csrf"] = manager.form
        let body = form.encodedForm
        try await named.site.fixture.site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            for _ in 0..<2 {
                let answer = try await client.execute(
                    uri: named.path("identity"), method: .post,
                    headers: StaffedSite.headers(manager.cookie, [.contentType: "application/x-www-form-urlencoded"]),
                    body: ByteBuffer(string: body))
                #expect(answer.status == .seeOther)
            }
        }
        #expect(try named.form(try await named.site.get(named.path("identity"), as: manager).text)["after"] == "2")
    }

    @Test(arguments: [
        ("identity_name", String(repeating: "ă", count: 201)), ("contact_cover", String(repeating: "x", count: 60_000)),
        ("contact_messages", "perhaps"),
    ])
    func badInputIsSaidAtTheFieldAndChangesNothing(field: String, value: String) async throws {
        let named = try await NamedSite()
        let manager = try await named.looking()
        var form = try named.form(try await named.site.get(named.path("identity"), as: manager).text)
        form[field] = value
        form["identity_address"] = "vẫn còn"
        let answer = try await named.site.send(named.path("identity"), form, as: manager)
        #expect(answer.status == .unprocessableContent && answer.text.contains("vẫn còn") && answer.text.contains("aria-invalid"))
        #expect(try named.form(try await named.site.get(named.path("identity"), as: manager).text)["after"] == "1")
    }

    @Test func marksThatHideInANameAreLeftOut() async throws {
        let named = try await NamedSite()
        let manager = try await named.looking()
        var form = try named.form(try await named.site.get(named.path("identity"), as: manager).text)
        form["identity_name"] = "Lò\u{202E} Thị\u{0} <b>Mai\u{200F}"
        #expect(try await named.site.send(named.path("identity"), form, as: manager).status == .seeOther)
        #expect(try await named.site.get(named.path(), as: manager).text.contains("<dd>Lò Thị &lt;b&gt;Mai</dd>"))
    }

    @Test func roleSexAndYearAreCorrectedUnlessSomebodyElseDidMeanwhile() async throws {
        let named = try await NamedSite()
        let manager = try await named.signedIn()
        let form = try named.form(try await named.site.get(named.path("correct"), as: manager).text)
        #expect(form["was_year"] == "1990" && form["sex"] == "female")
        var corrected = form
        corrected["birth_year"] = "1991"
        #expect(try await named.site.send(named.path("correct"), corrected, as: manager).status == .seeOther)
        #expect(try await named.site.get(named.path(), as: manager).text.contains("<dd>1991</dd>"))
        corrected["birth_year"] = "1992"
        let stale = try await named.site.send(named.path("correct"), corrected, as: manager)
        #expect(stale.status == .conflict && stale.text.contains("1991") && stale.text.contains("value=\"1992\""))
        corrected["birth_year"] = "2099"
        #expect(try await named.site.send(named.path("correct"), corrected, as: manager).status == .unprocessableContent)
    }

    @Test func aCodeIsFoundWithoutNamesAndAPersonWithThem() async throws {
        let named = try await NamedSite()
        let site = named.site
        var manager = try await named.signedIn()
        let code = try #require(site.caseCodes["TT"])
        func find(_ text: String) async throws -> TestResponse {
            try await site.send(CaseAddress.find, [FindForm.name: text], as: manager)
        }
        for typed in [code, code.lowercased(), "\(code.prefix(3))-\(code.suffix(4))"] {
            let answer = try await find(typed)
            #expect(answer.status == .seeOther && answer.headers[.location] == CaseAddress.of(named.caseFile), "\(typed)")
        }
        // A case of another centre is one that is not there.
        let other = try await find(try #require(site.caseCodes["T2"]))
        #expect(other.status == .ok && other.text.contains("There is no case with this code"))
        let hidden = try await find("nhan vat")
        #expect(hidden.status == .ok && hidden.text.contains("needs names to be shown") && !hidden.text.contains(IdentityPagesTests.name))
        #expect(hidden.text.contains("value=\"nhan vat\""))
        (manager, _) = try await named.opening(manager)
        for typed in ["nhan vat mot", "NHÂN VẬT", "mot nh"] {
            let found = try await find(typed)
            #expect(found.status == .ok && found.text.contains(">\(IdentityPagesTests.name)</a>"), "\(typed)")
            #expect(found.text.contains("href=\"\(named.path())\"") && found.text.contains(code))
            #expect(!found.text.contains("Nhân vật Hai"))
        }
        #expect(try await find("Sùng").text.contains("Nobody was found"))
        for typed in ["", "x", "12", String(repeating: "a", count: 201)] {
            #expect(try await find(typed).status == .unprocessableContent, "\(typed.count)")
        }
        #expect(
            try await site.get("\(CaseAddress.find)?\(FindForm.name)=nhan", as: manager).text.contains(IdentityPagesTests.name) == false)
    }

    @Test(arguments: [
        "//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a?b=c", "/x\r\ny", String(repeating: "/a", count: 200),
    ])
    func theWayBackLeadsNowhereElse(back: String) async throws {
        #expect(BackPath.read(back) == nil)
        let named = try await NamedSite()
        let (_, answer) = try await named.opening(try await named.signedIn(), back: back)
        #expect(answer.headers[.location] == CaseAddress.cases)
    }

    @Test func nobodyOfAnotherCentreReachesAPersonAndPeopleOfOtherCasesAreNotFound() async throws {
        let named = try await NamedSite()
        let stranger = try await named.site.firstManager("mai", of: "T2")
        for form in [nil, "identity", "correct"] { #expect(try await named.site.get(named.path(form), as: stranger).status == .notFound) }
        let manager = try await named.looking()
        let nobody = CaseAddress.of(named.caseFile, CaseAddress.named(Identifier<Person>(high: 1, low: 1)))
        for path in [nobody, nobody + "/identity", nobody + "/correct", CaseAddress.of(named.caseFile, "people/x")] {
            #expect(try await named.site.get(path, as: manager).status == .notFound, "\(path)")
        }
    }

    /// A name that was typed, shown and searched stands in no title, no address, no line of the log and no file of the data folder.
    @Test func aNameStandsInNoTitleAddressLogOrFile() async throws {
        let named = try await NamedSite()
        let site = named.site
        let manager = try await named.looking()
        let canary = "Kanari Đặng Ửng"
        var form = try named.form(try await site.get(named.path("identity"), as: manager).text)
        for field in ["identity_name", "contact_callers", "identity_address"] { form[field] = canary }
        var answers = [try await site.send(named.path("identity"), form, as: manager)]
        answers.append(try await site.get(named.path(), as: manager))
        for text in [canary, "kanari dang ung", "kanari"] {
            answers.append(try await site.send(CaseAddress.find, [FindForm.name: text], as: manager))
        }
        answers.append(try await site.get(named.path("identity"), as: manager))
        answers.append(try await site.get(CaseAddress.cases, as: manager))
        answers.append(try await site.get(CaseAddress.of(named.caseFile), as: manager))
        #expect(answers.filter { $0.text.contains(canary) }.count >= 5)
        for answer in answers {
            for match in answer.text.matches(of: /<title>(.*?)<\/title>/) { #expect(!match.1.lowercased().contains("kanari")) }
            for match in answer.text.matches(of: /(?:href|action|src)="([^"]*)"/) { #expect(!match.1.lowercased().contains("kanari")) }
            for field in answer.headers { #expect(!field.value.lowercased().contains("kanari")) }
        }
        #expect(!answers[answers.count - 2].text.contains(canary) && !answers[answers.count - 1].text.contains(canary))
        #expect(!site.fixture.log.lines.joined(separator: "\n").lowercased().contains("kanari"))
        var all = Data()
        let folder = site.fixture.test.folder
        let files = try #require(FileManager.default.enumerator(atPath: folder))
        for case let name as String in files {
            #expect(!name.lowercased().contains("kanari"))
            if let bytes = FileManager.default.contents(atPath: folder + "/" + name) { all.append(bytes) }
        }
        #expect(all.count > 100_000)
        for text in [canary, canary.uppercased(), canary.lowercased(), "kanari dang ung", "Kanari", "kanari"] {
            for form in [text, text.decomposedStringWithCanonicalMapping] {
                #expect(all.range(of: Data(form.utf8)) == nil, "\(text)")
                #expect(all.range(of: try #require(form.data(using: .utf16LittleEndian))) == nil, "\(text)")
                #expect(all.range(of: try #require(form.data(using: .utf16BigEndian))) == nil, "\(text)")
            }
        }
        // The search itself finds what is plain.
        #expect(all.range(of: Data("Một <b>&".utf8)) != nil)
    }
}
