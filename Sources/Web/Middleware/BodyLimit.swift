import Hummingbird

/// Refuses bodies over the limit, on every address; an announced one before it is read.
struct BodyLimit: RouterMiddleware {
    func handle(
        _ request: Request, context: VisitContext, next: @concurrent (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        if let announced = request.headers[.contentLength], (Int(announced) ?? .max) > request.mostBytes { throw Trouble.tooLarge }
        var request = request
        do {
            _ = try await request.collectBody(upTo: request.mostBytes)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            throw Trouble.tooLarge
        }
        return try await next(request, context)
    }
}
