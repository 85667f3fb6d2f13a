import Hummingbird

/// An answer to HEAD has the headers of the page and no body, also where the page is a trouble.
struct BodilessHead: RouterMiddleware {
    func handle(
        _ request: Request, context: VisitContext, next: @concurrent (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        return request.method == .head ? response.createHeadResponse() : response
    }
}
