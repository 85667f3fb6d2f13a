import Hummingbird

/// Turns whatever went wrong into a calm page in the reader's language, or into a problem document for programs.
///
/// Nothing that was sent is shown again, and nothing from inside.
struct TroublePages: RouterMiddleware {
    let isDemo: Bool

    func handle(
        _ request: Request, context: VisitContext, next: @concurrent (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let trouble = Trouble(error)
            let page = TroublePage(trouble, Voice(request.language), isDemo: isDemo)
            return request.isForPrograms ? try Problem(trouble).answer : page.answer
        }
    }
}

extension Request {
    fileprivate var isForPrograms: Bool {
        uri.path == "/api" || uri.path.hasPrefix("/api/")
    }
}
