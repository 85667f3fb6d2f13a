import Hummingbird
import Wording

/// Answers the button that changes the language.
enum LanguageSwitch {
    @Sendable
    static func choose(_ request: Request, _ context: VisitContext) async throws -> Response {
        guard Origin(request).isOurs else { throw Trouble.foreignOrigin }
        let language = try await LanguageSwitch.decode(request)
        return Response(status: .seeOther, headers: [.location: "/", .setCookie: LanguageCookie.field(language)])
    }

    /// One field with one of two values: nothing else is read.
    private static func decode(_ request: Request) async throws -> Language {
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased()
        let body = String(buffer: try await request.body.collect(upTo: VisitContext.bodyLimit))
        let language = Language.allCases.first { "language=\($0.rawValue)" == body }
        guard type == "application/x-www-form-urlencoded", let language else { throw Trouble.badRequest }
        return language
    }
}
