import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// The language comes from the cookie alone, and the cookie from our own form alone.
@Suite struct LanguageTests {
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    @Test func vietnameseUnlessTheCookieSaysEnglish() async throws {
        let fixture = try await SiteFixture()
        let vietnamese = [
            try await fixture.answer("/"), try await fixture.answer("/", headers: [.acceptLanguage: "en-GB,en;q=0.9"]),
            try await fixture.answer("/?language=en"), try await fixture.answer("/?lang=en"),
            try await fixture.answer("/", headers: [.cookie: "language=vi"]),
            try await fixture.answer("/", headers: [.cookie: "language=fr"]),
            try await fixture.answer("/", headers: [.cookie: "language=<b>"]),
        ]
        for response in vietnamese { #expect(String(buffer: response.body).contains("<html lang=\"vi\">")) }
        #expect(try await fixture.page(in: "en").contains("<html lang=\"en\">"))
        let among = try await fixture.answer("/", headers: [.cookie: "a=b; language=en; c=d"])
        #expect(String(buffer: among.body).contains("<html lang=\"en\">"))
    }

    @Test(arguments: ["vi", "en"])
    func theFormSetsACookieThatEndsWithTheBrowser(language: String) async throws {
        var headers = LanguageTests.form
        headers[.origin] = "http://localhost"
        let response = try await SiteFixture().answer("/language", .post, headers: headers, body: "language=\(language)")
        #expect(response.status == .seeOther)
        #expect(response.headers[.location] == "/")
        #expect(response.headers[.setCookie] == "language=\(language); Path=/; HttpOnly; SameSite=Lax")
    }

    @Test(arguments: ["/", "/cases", "/cases/find", "/cases/01JZQ8T3M4V5X6Y7Z8A9BCDEFG", "/cases/01JZQ8T3M4V5X6Y7Z8A9BCDEFG/print"])
    func theReaderStaysOnThePage(path: String) async throws {
        let body = "back=\(path.inAddress)&language=en"
        let response = try await SiteFixture().answer("/language", .post, headers: LanguageTests.form, body: body)
        #expect(response.status == .seeOther && response.headers[.location] == path)
    }

    @Test(arguments: [
        "//elsewhere.example", "https://elsewhere.example", "", "cases", "/%5Celsewhere.example", "/..%2F..", "/cases%3Fshow=all",
        "/a%0D%0AB:c", "%2F%2Felsewhere.example",
    ])
    func nobodyIsSentElsewhere(back: String) async throws {
        let body = "back=\(back)&language=en"
        let response = try await SiteFixture().answer("/language", .post, headers: LanguageTests.form, body: body)
        #expect(response.status == .badRequest && response.headers[.location] == nil)
    }

    @Test(arguments: [
        "", "language=", "language=fr", "language=EN", "language=en&language=vi", "language=en&next=/x", "lang=en", "en", "language=en%00",
        "language=en\r\nSet-Cookie: a=b", "language=%65n", " language=en", "{\"language\":\"en\"}", "language[]=en",
    ])
    func anythingElseIsRefused(body: String) async throws {
        let response = try await SiteFixture().answer("/language", .post, headers: LanguageTests.form, body: body)
        #expect(response.status == .badRequest)
        #expect(response.headers[.setCookie] == nil)
    }

    @Test(arguments: [nil, "application/json", "text/plain", "multipart/form-data; boundary=x"])
    func onlyAFormIsRead(type: String?) async throws {
        var headers: HTTPFields = [:]
        headers[.contentType] = type
        let response = try await SiteFixture().answer("/language", .post, headers: headers, body: "language=en")
        #expect(response.status == .badRequest)
    }

    @Test(arguments: [
        ["Origin": "https://elsewhere.example"], ["Origin": "http://localhost.elsewhere.example"], ["Origin": "http://localhost:81"],
        ["Origin": "null"], ["Origin": "null", "Sec-Fetch-Site": "cross-site"], ["Origin": "file://"], ["Origin": ""],
        ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
        ["Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"],
        ["Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"],
    ])
    func aFormFromElsewhereIsForbidden(sender: [String: String]) async throws {
        let response = try await SiteFixture().answer("/language", .post, headers: LanguageTests.headers(sender), body: "language=en")
        #expect(response.status == .forbidden)
        #expect(response.headers[.setCookie] == nil)
    }

    @Test(arguments: [
        [:], ["Origin": "http://localhost"], ["Origin": "HTTPS://LOCALHOST"], ["Origin": "null", "Sec-Fetch-Site": "same-origin"],
        ["Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"], ["Sec-Fetch-Site": "none"],
    ])
    func ourOwnFormIsTaken(sender: [String: String]) async throws {
        let response = try await SiteFixture().answer("/language", .post, headers: LanguageTests.headers(sender), body: "language=en")
        #expect(response.status == .seeOther)
    }

    private static func headers(_ sender: [String: String]) -> HTTPFields {
        var headers = form
        for (name, value) in sender {
            if let name = HTTPFields.Element.Name(name) { headers[name] = value }
        }
        return headers
    }
}
