import Hummingbird

/// Counts answers and how long they took; never which address, and never by whom.
struct CountRequests: RouterMiddleware {
    let measures: ServiceMeasures

    func handle(
        _ request: Request, context: VisitContext, next: @concurrent (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await next(request, context)
        measures.note(status: response.status.code, clock.now - start)
        return response
    }
}
