package import CaseDomain
package import Casework
package import Logging
package import Policies

/// What a running service does beside answering: daily upkeep, keeping the public site whole, and looking whether the certificate was
/// renewed.
///
/// It looks each minute instead of waiting for a moment: a clock that jumps and a machine that slept are answered the same way.
package struct EveryMinute: Sendable {
    private let upkeep: DailyUpkeep?
    private let installation: OpenInstallation
    private let policies: PolicySet
    private let door: CertificateDoor?
    private let now: @Sendable () -> Instant
    private let logger: Logger

    package init(
        _ upkeep: DailyUpkeep?, of installation: OpenInstallation, _ policies: PolicySet, door: CertificateDoor?,
        now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.upkeep = upkeep
        self.installation = installation
        self.policies = policies
        self.door = door
        self.now = now
        self.logger = logger
    }

    /// Until the task is cancelled.
    ///
    /// - Parameter pause: Waits a minute, or less when something ends it.
    package func run(pause: @escaping @Sendable () async throws -> Void) async {
        if let upkeep { report(upkeep.findings(at: now()).filter { $0.subject != .daily }) }
        // Whatever became of the folder while nobody served.
        keepPublicSite(thoroughly: true)
        while !Task.isCancelled {
            await turn()
            do { try await pause() } catch { return }
        }
    }

    /// Reads the certificate again whenever somebody asks for it.
    package func follow(_ hangups: AsyncStream<Void>) async {
        for await _ in hangups { look(always: true) }
    }

    /// One look at what is due.
    package func turn() async {
        look(always: false)
        keepPublicSite(thoroughly: false)
        guard let report = await upkeep?.runIfDue(at: now()) else { return }
        self.report(report.findings)
        for step in report.failed { logger.error("upkeep step failed", metadata: ["step": "\(step)"]) }
        guard let anchor = report.anchor else {
            return logger.error("anchor not written", metadata: ["day": "\(report.day)"])
        }
        logger.notice("anchor", metadata: ["day": "\(report.day)", "anchor": "\(anchor.text.dropLast())"])
    }

    private func keepPublicSite(thoroughly: Bool) {
        do {
            for number in try installation.keepPublicSite(under: policies, thoroughly: thoroughly) {
                logger.error("files of a public release cannot be made again", metadata: ["release": "\(number)"])
            }
        } catch {
            logger.error("public site not written")
        }
    }

    private func look(always: Bool) {
        switch door?.look(at: now(), always: always) {
        case .renewed(let until): logger.notice("certificate renewed", metadata: ["until": "\(until.dayInVietNam)"])
        case .kept(let fault): logger.error("certificate not renewed", metadata: ["fault": "\(fault.rawValue)"])
        case .unchanged, nil: break
        }
    }

    private func report(_ findings: [CheckFinding]) {
        for finding in findings {
            var metadata: Logger.Metadata = ["check": "\(finding.subject.rawValue)", "found": "\(finding.fault?.rawValue ?? "fine")"]
            if let figure = finding.figure { metadata["figure"] = "\(figure)" }
            logger.log(level: finding.fault == nil ? .info : .warning, "check", metadata: metadata)
        }
    }
}
