import Foundation
import Hummingbird
import HummingbirdTesting
import Testing
import Wording

@testable import Web

/// What goes wrong is said calmly, in the reader's language, and nothing that was sent comes back.
@Suite struct TroubleTests {
    private static let canary = "Kanarie73"

    @Test(arguments: [
        "/\(canary)", "/cases/\(canary)", "/%3Cscript%3E\(canary)", "/..%2f\(canary)", "/?\(canary)=<\(canary)>&x=\(canary)",
        "/static/\(canary)", "/api/v1/\(canary)", "/readyz?\(canary)", "/language?\(canary)",
    ])
    func nothingThatWasSentComesBackOrIsLogged(path: String) async throws {
        let fixture = try await SiteFixture(isDemo: false)
        let headers: HTTPFields = [
            .userAgent: TroubleTests.canary, .cookie: "language=\(TroubleTests.canary); x=\(TroubleTests.canary)",
            .referer: TroubleTests.canary,
        ]
        for method in [HTTPRequest.Method.get, .post] {
            let response = try await fixture.answer(path, method, headers: headers, body: method == .post ? TroubleTests.canary : nil)
            #expect(!String(buffer: response.body).contains(TroubleTests.canary))
            #expect(!response.headers.contains { $0.value.contains(TroubleTests.canary) })
        }
        #expect(!fixture.log.lines.isEmpty)
        #expect(!fixture.log.lines.contains { $0.contains(TroubleTests.canary) })
    }

    @Test func theLogHasTemplateAndStatusAndNoMore() async throws {
        let fixture = try await SiteFixture(isDemo: false)
        _ = try await fixture.answer("/?a=b")
        _ = try await fixture.answer("/cases/1")
        _ = try await fixture.answer("/nowhere/1")
        _ = try await fixture.answer("/language", .post, body: "x")
        #expect(
            fixture.log.lines == [
                "info answered path=/ status=200", "info answered path=/cases/{case} status=303",
                "info answered path=NotFound status=404", "info answered path=/language status=400",
            ])
    }

    @Test(arguments: ["/nowhere", "/today/x", "/static/", "/api", "/metrics"])
    func whatDoesNotExistIsACalmPage(path: String) async throws {
        let fixture = try await SiteFixture()
        let vietnamese = try await fixture.answer(path)
        #expect(vietnamese.status == .notFound)
        guard !path.hasPrefix("/api") else { return }
        #expect(vietnamese.headers[.contentType] == "text/html; charset=utf-8")
        #expect(String(buffer: vietnamese.body).contains("<h1>Không có trang này</h1>"))
        #expect(String(buffer: vietnamese.body).contains("<strong>DEMO</strong>"))
        #expect(try await fixture.page(path, in: "en").contains("<h1>There is no such page</h1>"))
    }

    @Test(arguments: ["/api", "/api/", "/api/v1/nowhere/7"])
    func aProgramGetsAProblemDocument(path: String) async throws {
        struct Document: Decodable {
            let type: String
            let code: String
            let title: String
            let status: Int
        }
        let response = try await SiteFixture().answer(path)
        #expect(response.status == .notFound)
        #expect(response.headers[.contentType] == "application/problem+json")
        let document = try JSONDecoder().decode(Document.self, from: Data(String(buffer: response.body).utf8))
        #expect(document.code == "not_found")
        #expect(document.type == "urn:nuong:problem:not_found")
        #expect(document.status == 404)
        #expect(!document.title.isEmpty)
    }

    @Test(arguments: ["/language", "/nowhere", "/api/v1/nowhere"])
    func aBodyOverTheLimitIsRefused(path: String) async throws {
        let fixture = try await SiteFixture()
        let response = try await fixture.answer(path, .post, body: String(repeating: "x", count: VisitContext.bodyLimit + 1))
        #expect(response.status == .contentTooLarge)
        #expect(response.headers[.connection] == "close")
        let largest = try await fixture.answer(path, .post, body: String(repeating: "x", count: VisitContext.bodyLimit))
        #expect(largest.status == (path == "/language" ? .badRequest : .notFound))
    }

    @Test func everyTroubleHasItsStatusAndTexts() {
        #expect(Trouble.allCases.map(\.status.code) == [400, 401, 401, 403, 404, 413, 422, 422, 409, 412, 428, 429, 503, 500])
        for trouble in Trouble.allCases {
            for voice in [Voice(.vietnamese), Voice(.english)] {
                #expect(!voice.say(trouble.title).hasPrefix("page."))
                #expect(!voice.say(trouble.advice).hasPrefix("page."))
            }
        }
    }

    @Test func whatIsNotExpectedSaysNothingFromInside() {
        struct Secret: Error {}
        #expect(Trouble(Secret()) == .failed)
        #expect(Trouble(HTTPError(.unauthorized, message: TroubleTests.canary)) == .badRequest)
        #expect(Trouble(HTTPError(.badGateway)) == .failed)
    }
}
