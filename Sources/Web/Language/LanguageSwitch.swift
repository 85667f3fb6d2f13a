import Hummingbird
import Wording

/// Answers the button that changes the language.
enum LanguageSwitch {
    /// What the form may send, each at most once.
    private struct Choice {
        let language: Language
        let back: String
    }

    @Sendable
    static func choose(_ request: Request, _ context: VisitContext) async throws -> Response {
        guard Origin(request).isOurs else { throw Trouble.foreignOrigin }
        let choice = try await LanguageSwitch.decode(request)
        return Response(status: .seeOther, headers: [.location: choice.back, .setCookie: LanguageCookie.field(choice.language)])
    }

    /// The language, where to go back to, and the token of forms, which is others' to judge; nothing else is read.
    private static func decode(_ request: Request) async throws -> Choice {
        guard request.isForm else { throw Trouble.badRequest }
        let body = String(buffer: try await request.body.collect(upTo: VisitContext.bodyLimit))
        var fields: [Substring: Substring] = [:]
        for pair in body.split(separator: "&", omittingEmptySubsequences: false) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, ["language", "back", "csrf"].contains(parts[0]), fields[parts[0]] == nil else {
                throw Trouble.badRequest
            }
            fields[parts[0]] = parts[1]
        }
        let chosen = Language.allCases.first { $0.rawValue == fields["language"].map(String.init) }
        guard let language = chosen else { throw Trouble.badRequest }
        guard let back = fields["back"] else { return Choice(language: language, back: "/") }
        guard let path = BackPath.read(String(back.replacing("%2F", with: "/"))) else { throw Trouble.badRequest }
        return Choice(language: language, back: path)
    }
}
