import Hummingbird
import Logging

/// Logs which address was asked for and how it was answered: the template of the path and the status.
///
/// Never the query, the body, a header or where the reader is.
struct VisitLog: RouterMiddleware {
    func handle(
        _ request: Request, context: VisitContext, next: @concurrent (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        let isFailure = response.status.kind == .serverError
        context.logger.log(
            level: isFailure ? .error : .info, "answered",
            metadata: ["path": "\(context.endpointPath ?? "NotFound")", "status": "\(response.status.code)"]
        )
        return response
    }
}
