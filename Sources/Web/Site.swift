package import CaseDomain
package import Casework
package import Hummingbird
package import Logging
package import Policies

/// The pages and addresses of an installation.
package struct Site: Sendable {
    private let installation: OpenInstallation
    private let policies: PolicySet
    private let now: @Sendable () -> Instant
    private let logger: Logger

    /// - Parameters:
    ///   - policies: The policies in force, for labels.
    ///   - now: The clock.
    ///   - logger: Gets path templates and statuses, never more.
    package init(installation: OpenInstallation, policies: PolicySet, now: @escaping @Sendable () -> Instant, logger: Logger) {
        self.installation = installation
        self.policies = policies
        self.now = now
        self.logger = logger
    }

    /// All addresses with their middleware; for an application, or for requests in a test.
    package func router() -> Router<VisitContext> {
        let isDemo = installation.isDemo
        let router = Router(context: VisitContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: VisitLog())
        router.add(middleware: SecurityHeaders())
        router.add(middleware: BodilessHead())
        router.add(middleware: TroublePages(isDemo: isDemo))
        router.add(middleware: BodyLimit())
        let front = FrontPage(installation: installation, isDemo: isDemo, policies: policies, now: now)
        let health = HealthChecks(installation: installation)
        router.get("/", use: front.show)
        router.post("/language", use: LanguageSwitch.choose)
        router.get("/healthz", use: health.alive)
        router.get("/readyz", use: health.ready)
        router.get("/static/style.css", use: StaticFile.stylesheet.serve)
        router.get("/static/icon.svg", use: StaticFile.icon.serve)
        router.get("/static/account.js", use: StaticFile.accountScript.serve)
        return router
    }

    /// Serves until the process is told to end.
    ///
    /// - Parameter onReady: Called with the port once the server listens; it differs from `port` when that is 0.
    package func run(host: String, port: Int, onReady: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        try await application(host: host, port: port, onReady: onReady).runService()
    }

    /// A server, ready to run.
    package func application(
        host: String, port: Int, onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(), configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) }, logger: logger
        )
    }
}
