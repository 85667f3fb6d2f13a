import Casework
import Hummingbird

/// For whoever watches over the server.
struct HealthChecks: Sendable {
    let installation: OpenInstallation

    private struct Alive: Encodable {
        let status = "ok"
    }

    @Sendable
    func alive(_ request: Request, _ context: VisitContext) throws -> Response {
        try .json(Alive())
    }

    @Sendable
    func ready(_ request: Request, _ context: VisitContext) throws -> Response {
        let readiness = Readiness(installation)
        return try .json(readiness, status: readiness.isReady ? .ok : .serviceUnavailable)
    }
}
