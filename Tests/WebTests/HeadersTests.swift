import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Every answer says that nothing comes from elsewhere, nothing is kept, nothing is told to others.
@Suite struct HeadersTests {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    @Test(
        arguments: ["/", "/healthz", "/readyz", "/static/style.css", "/static/icon.svg", "/nowhere", "/api/v1/nowhere", "/language"],
        [HTTPRequest.Method.get, .head, .post, .delete])
    func everyAnswerIsGuarded(path: String, method: HTTPRequest.Method) async throws {
        let response = try await SiteFixture(golden: "rules-2026").answer(path, method)
        let expected = [
            "Content-Security-Policy": HeadersTests.policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
        ]
        for (name, value) in expected {
            #expect(HTTPFields.Element.Name(name).flatMap { response.headers[$0] } == value, "\(name)")
        }
        #expect(response.headers[.cacheControl] == (path.hasPrefix("/static/") && response.status == .ok ? "no-cache" : "no-store"))
    }

    @Test(arguments: ["/", "/healthz", "/static/style.css", "/nowhere", "/api/nowhere"])
    func headHasTheHeadersOfGetAndNoBody(path: String) async throws {
        let fixture = try await SiteFixture(golden: "rules-2026")
        let (get, head) = (try await fixture.answer(path), try await fixture.answer(path, .head))
        #expect(head.status == get.status)
        #expect(head.body.readableBytes == 0)
        #expect(get.body.readableBytes > 0)
        #expect(head.headers[.contentLength] == "\(get.body.readableBytes)")
        #expect(head.headers[.contentType] == get.headers[.contentType])
    }

    @Test func aFileWithItsDigestNeverChanges() async throws {
        let fixture = try await SiteFixture()
        let page = try await fixture.page()
        for file in [StaticFile.stylesheet, .icon] {
            #expect(page.contains("href=\"\(file.address)\""))
            let response = try await fixture.answer(file.address)
            #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(Array(buffer: response.body) == file.bytes)
            #expect(try await fixture.answer(file.path + "?v=0").headers[.cacheControl] == "no-cache")
        }
    }

    @Test func theStylesheetIsSmall() {
        #expect(StaticFile.stylesheet.bytes.count <= 16_384)
    }
}
