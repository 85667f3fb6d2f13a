import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Policies
import Store
import Support
import Testing
import Wording

@testable import Web

/// The pages of a volunteer's telephone, by browsers without script.
@Suite struct PhonePagesTests {
    /// A centre with a volunteer, and a browser that may have become a telephone of theirs.
    private struct Telephone {
        let site: StaffedSite
        let manager: StaffedSite.Person
        let volunteer: Identifier<User>
        var cookies: [String: String] = [:]

        init() async throws {
            site = try await StaffedSite()
            manager = try await site.firstManager("quan-ly", of: "TT")
            volunteer = try await site.person("tinh-nguyen", .volunteer, centre: "TT").user
        }

        mutating func enrol(pin: String = "") async throws -> TestResponse {
            let code = try await site.installation.inviteDevice(of: volunteer, by: site.visit(manager))
            return try await send(PhoneAddress.enrol, ["code": code, "pin": pin])
        }

        mutating func get(_ path: String) async throws -> TestResponse {
            let answer = try await site.fixture.answer(path, headers: [.cookie: cookie])
            keep(answer)
            return answer
        }

        mutating func send(_ path: String, _ fields: [String: String] = [:], body: String? = nil) async throws -> TestResponse {
            let answer = try await site.fixture.answer(
                path, .post, headers: [.cookie: cookie, .contentType: "application/x-www-form-urlencoded"], body: body ?? fields.encodedForm
            )
            keep(answer)
            return answer
        }

        private var cookie: String { cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }

        private mutating func keep(_ answer: TestResponse) {
            for value in answer.headers[values: .setCookie] {
                let parts = value.split(separator: ";")[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                cookies[String(parts[0])] = value.contains("Max-Age=0") ? nil : String(parts[1])
            }
        }
    }

    private static let device = "nuong-development-device"
    private static let said = "nuong-development-said"

    private func waiting(_ telephone: Telephone) throws -> [SupportLogRow] {
        let centre = try #require(try telephone.site.visit(telephone.manager).actor.centre)
        return try telephone.site.installation.store.waitingLogs(ofCentre: centre)
    }

    private func name() -> String { SeededChance(seed: UInt64.random(in: 0 ... .max)).identifier(of: SupportLog.self).description }

    @Test(arguments: Language.allCases)
    func theFormAsksWhatThePolicyAsks(language: Language) async throws {
        let fixture = try await SiteFixture()
        let page = try await fixture.page(PhoneAddress.form, in: language.rawValue)
        let voice = Voice(language)
        #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
        #expect(page.contains("<title>\(voice.say("phone.title"))</title>"))
        for question in fixture.test.policies.phoneForm.questions {
            #expect(page.contains("<span>\(voice.label(question.label))</span></legend>"), "\(question.name)")
            for choice in question.choices {
                let type = question.name.takesSeveral ? "checkbox" : "radio"
                #expect(
                    page.contains("<input type=\"\(type)\" name=\"\(question.name.rawValue)\" value=\"\(choice.code)\">"), "\(choice.code)")
                #expect(page.contains("<span>\(voice.label(choice.label))</span></label>"), "\(choice.code)")
            }
        }
        for hotline in fixture.test.policies.hotlines {
            let digits = hotline.telephone.filter(\.isNumber)
            #expect(page.contains("<a href=\"tel:\(digits)\"><strong>\(hotline.telephone)</strong> \(voice.label(hotline.short))</a>"))
        }
        // Every picture that is named is there.
        let symbols = Set(page.matches(of: /<symbol id="i-([a-z-]+)"/).map { String($0.1) })
        #expect(symbols == Set(PhoneIcon.allCases.map(\.rawValue)))
        for match in page.matches(of: /<use href="#i-([a-z-]+)"/) { #expect(symbols.contains(String(match.1)), "\(match.1)") }
        #expect(!page.replacing("/static/phone.", with: "").contains(/phone\.[a-z]/), "a text is missing")
        #expect(!page.contains(/\{\{|\}\}/))
    }

    @Test func theFormIsTheSameForEverybodyButForItsIdentifier() async throws {
        var telephone = try await Telephone()
        let before = try await telephone.get(PhoneAddress.form).text
        _ = try await telephone.enrol()
        let after = try await telephone.get(PhoneAddress.form).text
        let name = /name="id" value="([0-9A-HJKMNP-TV-Z]{26})"/
        let names = [before, after].map { $0.firstMatch(of: name).map { String($0.1) } ?? "" }
        #expect(names[0] != names[1] && names.allSatisfy { Identifier<SupportLog>($0) != nil })
        #expect(before.replacing(name, with: "") == after.replacing(name, with: ""))
    }

    @Test func aTypedLogIsAnsweredByItsReceiptOnce() async throws {
        var telephone = try await Telephone()
        _ = try await telephone.enrol()
        let fields = "&support=shelter&support=medical_care&person=woman&again=yes&note=%C4%91%C3%AAm+qua"
        let sent = try await telephone.send(PhoneAddress.form, body: "id=\(name())" + fields)
        #expect(sent.status == .seeOther)
        #expect(sent.headers[.location] == PhoneAddress.sent)
        let answer = try await telephone.get(PhoneAddress.sent)
        #expect(answer.status == .ok)
        #expect(answer.text.contains(/<p class="box done">[^<]*Mã: [0-9A-Z]{3}-[0-9A-Z]{3}<\/p>/))
        #expect(!answer.text.contains("id=\"log\""))
        #expect(answer.text.contains("id=\"words\""))
        #expect(try waiting(telephone).map { $0.envelope?.count } == [4_096])
        // Said once.
        #expect(telephone.cookies[PhonePagesTests.said] == nil)
        #expect(try await telephone.get(PhoneAddress.sent).headers[.location] == PhoneAddress.form)
        // Nothing that was typed stands in an answer or a cookie.
        #expect(!(sent.text + answer.text + "\(sent.headers)").contains("đêm"))
    }

    @Test func twoPostsOfOneFormAreOneLog() async throws {
        var telephone = try await Telephone()
        _ = try await telephone.enrol()
        let body = "id=\(name())&support=shelter"
        for _ in 0..<3 { _ = try await telephone.send(PhoneAddress.form, body: body) }
        #expect(try waiting(telephone).count == 1)
        _ = try await telephone.send(PhoneAddress.form, body: body + "&danger=now")
        #expect(try waiting(telephone).count == 2)
    }

    @Test(arguments: [
        ("note=x", "Chọn ít nhất"), ("support=shelters", "phiếu đã đổi"), ("support=shelter&person=dragon", "phiếu đã đổi"),
        ("support=shelter&again_day=12345678901", "dài quá"),
        ("support=shelter&note=\(String(repeating: "x", count: 601))", "dài quá"),
    ])
    func whatCannotBeTakenIsSaidAndNothingIsKept(fields: String, words: String) async throws {
        var telephone = try await Telephone()
        _ = try await telephone.enrol()
        #expect(try await telephone.send(PhoneAddress.form, body: "id=\(name())&\(fields)").status == .seeOther)
        let answer = try await telephone.get(PhoneAddress.sent)
        // The script leaves the form as it was.
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains(/<p id="say" role="status" tabindex="-1" class="attention">[^<]+<\/p>/))
        #expect(answer.text.contains(words))
        #expect(try waiting(telephone).isEmpty)
    }

    @Test func aBrowserThatIsNotEnrolledIsTold() async throws {
        var telephone = try await Telephone()
        _ = try await telephone.send(PhoneAddress.form, body: "id=\(name())&support=shelter")
        #expect(try await telephone.get(PhoneAddress.sent).text.contains("phải ghi danh trước"))
        #expect(try await telephone.get(PhoneAddress.ten).text.contains("href=\"\(PhoneAddress.enrol)\""))
    }

    @Test(arguments: [
        "", "id=x", "id=00000000000000000000000007&support=shelter", "id=\(String(repeating: "0", count: 26))&role=auditor&support=shelter",
        "id=\(String(repeating: "0", count: 26))&person=woman&person=man&support=shelter",
        "id=\(String(repeating: "0", count: 26))&again=no&support=shelter", "id=\(String(repeating: "0", count: 26))&support=%FF",
    ])
    func whatIsNoFormOfOursIsABadRequest(body: String) async throws {
        var telephone = try await Telephone()
        _ = try await telephone.enrol()
        #expect(try await telephone.send(PhoneAddress.form, body: body).status == .badRequest)
        #expect(try waiting(telephone).isEmpty)
    }

    @Test func enrollingGivesTheRightToWriteAndTheKeyOnce() async throws {
        var telephone = try await Telephone()
        for code in ["", "0000-0000-0000"] {
            #expect(try await telephone.send(PhoneAddress.enrol, ["code": code, "pin": ""]).headers[.location] == PhoneAddress.enrol)
            #expect(try await telephone.get(PhoneAddress.enrol).text.contains("Mã không đúng"))
        }
        #expect(telephone.cookies[PhonePagesTests.device] == nil)
        let sent = try await telephone.enrol()
        #expect(sent.status == .seeOther)
        let cookie = try #require(sent.headers[values: .setCookie].first { $0.hasPrefix(PhonePagesTests.device) })
        for part in ["; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=34560000"] { #expect(cookie.contains(part)) }
        let page = try await telephone.get(PhoneAddress.enrol).text
        let key = try #require(page.firstMatch(of: /data-key="([^"]+)"/)?.1).replacing("&quot;", with: "\"")
        let wire = try #require(try JSONSerialization.jsonObject(with: Data(key.utf8)) as? [String: Any])
        #expect(Set(wire.keys) == ["centre", "epoch", "key", "fingerprint", "form", "call", "now"])
        // base64url without padding, 65 bytes.
        #expect((wire["key"] as? String)?.wholeMatch(of: /[A-Za-z0-9_-]{87}/) != nil)
        let visit = try telephone.site.visit(telephone.manager)
        let name = try telephone.site.installation.phoneKeyName(of: try #require(visit.actor.centre), by: visit).description
        #expect(wire["fingerprint"] as? String == name)
        #expect(page.contains("<strong>\(name)</strong>"))
        #expect(page.contains("id=\"words\""))
        // Shown once; afterwards the page asks for a code again.
        #expect(try await telephone.get(PhoneAddress.enrol).text.contains("name=\"code\""))
        let answer = try await telephone.get(PhoneAddress.key)
        #expect(
            try #require(try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])["key"] as? String == wire["key"]
                as? String)
    }

    @Test func thePINIsSetWithTheCodeOrLaterAndShowsTheList() async throws {
        var telephone = try await Telephone()
        // A PIN that is none does not use the code up.
        let code = try await telephone.site.installation.inviteDevice(of: telephone.volunteer, by: telephone.site.visit(telephone.manager))
        _ = try await telephone.send(PhoneAddress.enrol, ["code": code, "pin": "12"])
        #expect(try await telephone.get(PhoneAddress.enrol).text.contains("4 đến 8 chữ số."))
        _ = try await telephone.send(PhoneAddress.enrol, ["code": code, "pin": ""])
        #expect(telephone.cookies[PhonePagesTests.device] != nil)
        _ = try await telephone.send(PhoneAddress.form, body: "id=\(name())&support=shelter&note=canary")
        _ = try await telephone.get(PhoneAddress.sent)
        #expect(try await telephone.get(PhoneAddress.ten).text.contains("name=\"set\" value=\"yes\""))
        #expect(try await telephone.send(PhoneAddress.ten, ["pin": "2468", "set": "yes"]).status == .seeOther)
        let asking = try await telephone.get(PhoneAddress.ten).text
        #expect(asking.contains("Đã đặt số PIN") && !asking.contains("name=\"set\""))
        #expect(try await telephone.send(PhoneAddress.ten, ["pin": "1357", "set": "yes"]).headers[.location] == PhoneAddress.ten)
        #expect(try await telephone.get(PhoneAddress.ten).text.contains("Số PIN đã có từ trước"))
        #expect(try await telephone.send(PhoneAddress.ten, ["pin": "1357"]).headers[.location] == PhoneAddress.ten)
        #expect(try await telephone.get(PhoneAddress.ten).text.contains("Số PIN không đúng"))
        let list = try await telephone.send(PhoneAddress.ten, ["pin": "2468"])
        #expect(list.status == .ok)
        #expect(list.text.contains(/<li><strong>[0-9A-Z]{3}-[0-9A-Z]{3}<\/strong> <span>Trung tâm đã nhận, chưa ai đọc<\/span>/))
        #expect(!list.text.contains("canary") && !list.text.contains("shelter"))
        // A second telephone keeps the PIN.
        telephone.cookies = [:]
        _ = try await telephone.enrol(pin: "1357")
        #expect(try await telephone.get(PhoneAddress.enrol).text.contains("Số PIN đã có từ trước"))
        for _ in 0..<7 { _ = try await telephone.send(PhoneAddress.ten, ["pin": "1357"]) }
        #expect(try await telephone.get(PhoneAddress.ten).text.contains("chờ ít phút"))
    }

    @Test func leavingThrowsThePagesAwayAndNothingElse() async throws {
        var telephone = try await Telephone()
        _ = try await telephone.enrol()
        let answer = try await telephone.send(PhoneAddress.out)
        #expect(answer.status == .noContent)
        #expect(answer.headers[try #require(HTTPFields.Element.Name("Clear-Site-Data"))] == "\"cache\"")
        #expect(answer.headers[values: .setCookie].isEmpty)
        #expect(try await telephone.get(PhoneAddress.key).status == .ok)
    }

    @Test func theDullPageSaysNothing() async throws {
        for language in Language.allCases {
            let page = try await SiteFixture().page(PhoneAddress.notes, in: language.rawValue)
            for word in ["<script", "data-exit", "/m/", "tel:", "<form", "<a "] { #expect(!page.contains(word), "\(word)") }
        }
    }

    @Test(arguments: PhoneSaid.Word.allCases, Language.allCases)
    func everyWordIsReadBackAndSaid(word: PhoneSaid.Word, language: Language) {
        let said = PhoneSaid(word, receipt: word == .received || word == .held ? "7K3-9QX" : nil)
        #expect(PhoneSaid(said.text) == said)
        #expect(!said.sentence(Voice(language)).hasPrefix("phone."))
    }

    @Test(arguments: ["", "x", "received", "received.", "received.<b>-x", "received.7K3-9QX.x", "wait.7K3-9QX", "held.7k3-9qx"])
    func aForgedCookieSaysNothing(text: String) {
        #expect(PhoneSaid(text) == nil)
    }
}

/// What goes along with the telephone's pages.
@Suite struct PhoneHeadersTests {
    private static let pages = [PhoneAddress.form, PhoneAddress.enrol, PhoneAddress.about, PhoneAddress.ten, PhoneAddress.notes]

    @Test(arguments: PhoneAddress.all + ["/m/nowhere", "/members", "/mx", "/static/phone.js"])
    func onlyTheTelephonesAddressesMayAskAndKeep(path: String) async throws {
        let answer = try await SiteFixture().answer(path)
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        let own = "; connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self'"
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
        #expect(policy.hasSuffix(own) == (path == "/m" || path.hasPrefix("/m/")))
        #expect(!policy.contains("unsafe") && !policy.contains("*"))
        // Files that are the same for everybody are asked for again, not sent again.
        let isFile = [PhoneAddress.worker, "/static/phone.js"].contains(path)
        #expect((answer.headers[.cacheControl] == "no-store") == !isFile)
    }

    @Test(arguments: Language.allCases)
    func everyPageIsNeutralAndHoldsNothingInline(language: Language) async throws {
        let fixture = try await SiteFixture()
        for path in PhoneHeadersTests.pages {
            let page = try await fixture.page(path, in: language.rawValue)
            #expect(page.contains("<title>\(Voice(language).say("phone.title"))</title>"))
            let own = page.replacing(/<script src="\/static\/phone\.js\?v=[0-9a-f]+" defer><\/script>/, with: "")
            #expect(!own.contains("<script") && !own.contains(" style=") && !own.contains("javascript:"))
            #expect(!own.replacing("/static/phone.", with: "").contains(/phone\.[a-z]/), "a text is missing at \(path)")
            #expect(!page.contains("https://") && !page.contains("http://"))
        }
    }

    @Test func theWorkerMayKeepTheFormAndNothingAbove() async throws {
        let answer = try await SiteFixture().answer(PhoneAddress.worker)
        #expect(answer.headers[.contentType] == "text/javascript; charset=utf-8")
        #expect(answer.headers[try #require(HTTPFields.Element.Name("Service-Worker-Allowed"))] == "/m")
        #expect(Array(buffer: answer.body) == StaticFile.phoneWorker.bytes)
    }

    @Test func theManifestIsNeutral() async throws {
        let answer = try await SiteFixture().answer(PhoneAddress.manifest)
        #expect(answer.headers[.contentType] == "application/manifest+json")
        let manifest = try #require(try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])
        #expect(manifest["name"] as? String == "Ghi chú")
        #expect(manifest["start_url"] as? String == "/m")
        #expect(manifest["display"] as? String == "browser")
    }

    @Test(arguments: [PhoneAddress.form, PhoneAddress.enrol, PhoneAddress.ten, PhoneAddress.out])
    func noFormIsTakenFromElsewhere(path: String) async throws {
        let fixture = try await SiteFixture()
        for origin in ["https://elsewhere.example", "null"] {
            let answer = try await fixture.answer(
                path, .post, headers: [.origin: origin, .contentType: "application/x-www-form-urlencoded"], body: "pin=2468")
            #expect(answer.status == .forbidden)
            #expect(answer.headers[.setCookie] == nil)
        }
    }

    @Test func anUnknownTelephoneIsToldByItsCode() async throws {
        let answer = try await SiteFixture().answer(PhoneAddress.key)
        #expect(answer.status == .unauthorized)
        #expect(answer.text.contains("\"code\":\"unknown_device\""))
    }
}

/// What the office does for volunteers' telephones.
@Suite struct VolunteerPagesTests {
    @Test func theCodeIsASquareWithTheKeysName() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("quan-ly", of: "TT")
        let volunteer = try await site.person("tinh-nguyen", .volunteer, centre: "TT")
        let page = try await site.send(Address.devices, ["volunteer": volunteer.user.description], as: manager).text
        let visit = try site.visit(manager)
        let key = try site.installation.phoneKeyName(of: try #require(visit.actor.centre), by: visit).description
        #expect(page.contains("key code: \(key)."))
        let code = page.matches(of: /[0-9A-HJKMNP-TV-Z]{4}(?=<)/).map { String($0.output) }.joined(separator: "-")
        let modules = try #require(QRMatrix.modules(of: "http://localhost/m/enrol#\(code).\(key)"))
        #expect(page.contains(MatrixCode(modules: modules).drawing.renderText))
    }

    @Test(
        arguments: [
            ("nuong.example:8443", nil, "http://nuong.example:8443"), ("NUONG.example", "ghi.example", "http://ghi.example"),
            ("nuong.example:81", "ghi.example", "http://ghi.example:81"), ("[::1]:8080", nil, "http://[::1]:8080"),
            ("[::1]", nil, "http://[::1]"),
            ("a/b", nil, nil), ("a@b", nil, nil), ("a#b", nil, nil), ("", nil, nil), ("a:x", nil, nil),
        ] as [(String, String?, String?)])
    func theAddressIsThatOfTheReader(host: String, own: String?, origin: String?) throws {
        let test = try TestInstallation(deriving: false)
        let site = SiteContext(
            installation: test.installation, policies: test.policies, cookies: SiteCookies(isSecure: false), isBehindProxy: false,
            now: { test.clock.now }, volunteerHost: own, upkeep: nil)
        let request = Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: host, path: "/"), body: RequestBody(buffer: ByteBuffer()))
        #expect(site.phoneOrigin(of: request) == origin)
    }

    @Test func anAddressIsNotedAndAPINTakenAway() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("quan-ly", of: "TT")
        let other = try await site.firstManager("khac", of: "T2")
        let volunteer = try await site.person("tinh-nguyen", .volunteer, centre: "TT")
        let user = volunteer.user.description
        let visit = try site.visit(manager)
        _ = try await site.installation.addCentre(
            "DC-1",
            CentreDescription(
                name: "Nhà <mẫu>", kind: .trustedAddress, isPublic: true, place: .outside, validFrom: Day(number: 19_000), validTo: nil),
            by: visit)
        let page = try await site.get(Address.members, as: manager).text
        #expect(page.contains("<option value=\"DC-1\">Nhà &lt;mẫu&gt;</option>"))
        #expect(page.contains("<td data-head=\"Trusted address\">none noted</td>"))
        #expect(!page.contains("action=\"\(Address.volunteerPIN)\""))
        let noted = try await site.send(
            Address.volunteerAddress, ["posted_volunteer": user, "trusted_address": "DC-1"], as: manager)
        #expect(noted.headers[.location] == "/members?done=address_set")
        #expect(try await site.get(Address.members, as: manager).text.contains("<td data-head=\"Trusted address\">Nhà &lt;mẫu&gt;</td>"))
        for (fields, status) in [
            (["posted_volunteer": user, "trusted_address": ""], 422), (["posted_volunteer": "", "trusted_address": "DC-1"], 422),
            (["posted_volunteer": user, "trusted_address": "TT"], 422), (["posted_volunteer": "x", "trusted_address": "DC-1"], 404),
            (["posted_volunteer": user, "role": "x"], 400),
        ] {
            #expect(try await site.send(Address.volunteerAddress, fields, as: manager).status.code == status)
        }
        #expect(
            try await site.send(Address.volunteerAddress, ["posted_volunteer": user, "trusted_address": "DC-1"], as: other).status
                == .notFound)
        let code = try await site.installation.inviteDevice(of: volunteer.user, by: visit)
        let device = try await site.installation.enrolDevice(code: code, source: "phone")
        try await site.installation.setPIN("2468", deviceCookie: device.cookie)
        #expect(try await site.get(Address.members, as: manager).text.contains("action=\"\(Address.volunteerPIN)\""))
        #expect(try await site.send(Address.volunteerPIN, ["user": user], as: other).status == .notFound)
        #expect(try site.installation.hasPIN(deviceCookie: device.cookie) == true)
        let reset = try await site.send(Address.volunteerPIN, ["user": user], as: manager)
        #expect(reset.headers[.location] == "/members?done=pin_reset")
        #expect(try site.installation.hasPIN(deviceCookie: device.cookie) == false)
        let none = try await site.send(Address.volunteerAddress, ["posted_volunteer": user, "trusted_address": "-"], as: manager)
        #expect(none.status == .seeOther)
        #expect(try await site.get(Address.members, as: manager).text.contains("none noted"))
    }
}
