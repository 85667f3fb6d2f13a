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
    private let cookies: SiteCookies
    private let isBehindProxy: Bool
    private let upkeep: DailyUpkeep?
    private let volunteerHost: String?
    private let folder: String?
    private let measures: ServiceMeasures

    /// - Parameters:
    ///   - policies: The policies in force, for labels.
    ///   - now: The clock.
    ///   - logger: Gets path templates and statuses, never more.
    ///   - cookies: How readers reach the service.
    ///   - isBehindProxy: Whether a proxy of ours names the reader's address in `X-Forwarded-For`.
    ///   - upkeep: What is done daily and shown on the health page.
    ///   - volunteerHost: The host name behind which there is only what volunteers need.
    ///   - folder: The data folder, for measures of its disk.
    package init(
        installation: OpenInstallation, policies: PolicySet, now: @escaping @Sendable () -> Instant, logger: Logger,
        cookies: SiteCookies = SiteCookies(isSecure: false), isBehindProxy: Bool = false,
        upkeep: DailyUpkeep? = nil, volunteerHost: String? = nil, folder: String? = nil
    ) {
        self.upkeep = upkeep
        self.volunteerHost = volunteerHost
        self.folder = folder
        measures = ServiceMeasures(since: now())
        self.cookies = cookies
        self.isBehindProxy = isBehindProxy
        self.installation = installation
        self.policies = policies
        self.now = now
        self.logger = logger
    }

    /// All addresses with their middleware; for an application, or for requests in a test.
    package func router() -> Router<VisitContext> {
        routed().router
    }

    /// Every address with its method, for the matrix of who may ask for what.
    package var routes: [SiteRoute] {
        routed().routes
    }

    private func routed() -> (router: Router<VisitContext>, routes: [SiteRoute]) {
        let isDemo = installation.isDemo
        let router = Router(context: VisitContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: VisitLog())
        router.add(middleware: CountRequests(measures: measures))
        router.add(middleware: SecurityHeaders(isSecure: cookies.isSecure))
        router.add(middleware: BodilessHead())
        router.add(middleware: TroublePages(isDemo: isDemo))
        if let volunteerHost { router.add(middleware: VolunteerHost(volunteerHost)) }
        router.add(middleware: BodyLimit())
        let front = FrontPage(installation: installation, isDemo: isDemo, policies: policies, now: now)
        let health = HealthChecks(installation: installation)
        let site = SiteContext(
            installation: installation, policies: policies, cookies: cookies, isBehindProxy: isBehindProxy, now: now,
            volunteerHost: volunteerHost, upkeep: upkeep
        )
        let book = RouteBook(router, site)
        book.open(.get, "/", front.show)
        PublicSitePages(installation: installation, policies: policies).register(in: book)
        book.open(.post, "/language", LanguageSwitch.choose)
        book.open(.get, "/healthz", health.alive)
        book.open(.get, "/readyz", health.ready)
        book.open(.get, "/metrics", MetricsPage(site: site, measures: measures, folder: folder).show)
        for file in [StaticFile.stylesheet, .icon, .accountScript, .phoneStylesheet, .phoneScript] {
            book.open(.get, file.path, file.serve)
        }
        SignInPages(site: site).register(in: book)
        EnrolmentPages(site: site).register(in: book)
        RecoveryPages(site: site).register(in: book)
        AccountPages(site: site).register(in: book)
        CasePages(site: site).register(in: book)
        RecordPages(site: site).register(in: book)
        CaseFormPages(site: site).register(in: book)
        WindowPages(site: site).register(in: book)
        IdentityPages(site: site).register(in: book)
        FindPages(site: site).register(in: book)
        PrintPages(site: site).register(in: book)
        HistoryPages(site: site).register(in: book)
        ReferPages(site: site).register(in: book)
        SentReferralPages(site: site).register(in: book)
        ReferralPages(site: site).register(in: book)
        InboxPages(site: site).register(in: book)
        DuplicatePages(site: site).register(in: book)
        CentrePages(site: site).register(in: book)
        ActivityPages(site: site).register(in: book)
        PeriodPages(site: site).register(in: book)
        ReleasePages(site: site).register(in: book)
        LedgerPages(site: site).register(in: book)
        MemberPages(site: site).register(in: book)
        DevicePages(site: site).register(in: book)
        RetentionPages(site: site).register(in: book)
        UserPages(site: site).register(in: book)
        GrantPages(site: site).register(in: book)
        AuditPages(site: site).register(in: book)
        HealthPages(site: site).register(in: book)
        PhonePages(site: site, recordings: folder.map { PhoneRecordings(dataFolder: $0) }).register(in: book)
        PhoneAddresses(site: site).register(in: book)
        ProgramAddresses(site: site).register(in: book)
        return (router, book.routes)
    }

    /// Serves until the process is told to end, and does meanwhile what comes every minute.
    ///
    /// - Parameters:
    ///   - door: The certificate to serve; without one the connection is plain.
    ///   - commands: Where command lines of the same host are taken, if anywhere.
    ///   - onReady: Called with the port once the server listens; it differs from `port` when that is 0.
    package func run(
        host: String, port: Int, door: CertificateDoor? = nil, commands: CommandSocket? = nil,
        onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        let minutely = EveryMinute(upkeep, of: installation, policies, door: door, now: now, logger: logger)
        let server = application(host: host, port: port, door: door, commands: commands, onReady: onReady)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await minutely.run { try await Task.sleep(for: .seconds(60)) } }
            if door != nil {
                let hangups = Hangups.stream()
                group.addTask { await minutely.follow(hangups) }
            }
            defer { group.cancelAll() }
            try await server.runService()
        }
    }

    /// A server, ready to run.
    package func application(
        host: String, port: Int, door: CertificateDoor? = nil, commands: CommandSocket? = nil,
        onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let (socket, socketIsReady) = AsyncStream.makeStream(of: Never.self)
        if commands == nil { socketIsReady.finish() }
        var application = Application(
            router: router(), server: .http1(door: door), configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                // Whoever reads that the service is ready may hand it a command line at once.
                for await _ in socket {}
                await onReady(channel.localAddress?.port ?? port)
            }, logger: logger
        )
        if let commands { application.addServices(commands.application(logger: logger) { socketIsReady.finish() }) }
        return application
    }
}
