import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Logging
import Policies
import Web
import Wording

/// Where a server listens, and how readers reach it.
struct ListenOptions: ParsableArguments {
    @Option(help: ArgumentHelp(Said.text("cli.option.host"), valueName: "HOST"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp(Said.text("cli.option.port"), valueName: "PORT"))
    var port = 8_080

    @Flag(help: ArgumentHelp(Said.text("cli.serve.behind_tls")))
    var behindTls = false

    @Option(help: ArgumentHelp(Said.text("cli.serve.tls_certificate"), valueName: "FILE"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp(Said.text("cli.serve.tls_key"), valueName: "FILE"))
    var tlsKey: String?

    @Option(help: ArgumentHelp(Said.text("cli.serve.volunteer_host"), valueName: "NAME"))
    var volunteerHost: String?

    @Option(help: ArgumentHelp(Said.text("cli.serve.log_level"), valueName: "LEVEL"))
    var logLevel = LogLines.Level.notice

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError(Said.text("cli.error.port")) }
        guard (tlsCertificate == nil) == (tlsKey == nil) else { throw ValidationError(Said.text("cli.error.tls_pair")) }
        guard tlsCertificate == nil || !behindTls else { throw ValidationError(Said.text("cli.error.tls_and_behind")) }
        guard isSecure || isLoopback else { throw ValidationError(Said.text("cli.error.open_host", host)) }
    }

    /// Whether readers come over TLS.
    private var isSecure: Bool { behindTls || tlsCertificate != nil }

    /// Whether nobody but this machine reaches the address.
    private var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    /// The certificate to serve; refuses to begin with one that is not good.
    private func door() throws -> CertificateDoor? {
        guard let tlsCertificate, let tlsKey else { return nil }
        do {
            return try CertificateDoor(CertificateFiles(certificate: tlsCertificate, key: tlsKey), at: DataFolder.now())
        } catch {
            throw Failure(error == .keyOpen ? .noPermission : .data, Phrase("cli.tls.\(error.rawValue)"), tlsCertificate, tlsKey)
        }
    }

    /// Serves until the process is told to end.
    func serve(_ installation: OpenInstallation, _ policies: PolicySet, in folder: DataFolder) async throws {
        let logger = LogLines.logger(logLevel)
        let door = try door()
        let upkeep = DailyUpkeep(
            installation, folder: folder.path, policies.upkeep, checks: folder.checks(installation, policies, door),
            steps: folder.dailySteps(installation, policies)
        )
        let site = Site(
            installation: installation, policies: policies, now: DataFolder.now, logger: logger,
            cookies: SiteCookies(isSecure: isSecure), isBehindProxy: behindTls, upkeep: upkeep, volunteerHost: volunteerHost,
            folder: folder.path
        )
        if !isSecure { Said.complain(Said.text("cli.serve.development_cookie")) }
        let commands = CommandSocket(
            in: folder.path, isProven: { installation.keys.accepts($1, ofCall: Array($0)) },
            carryOut: { call, output in await Served.carryOut(call, installation, policies, in: folder, output: output) }
        )
        if commands == nil { Said.complain(Said.text("cli.serve.no_socket")) }
        let scheme = door == nil ? "http" : "https"
        do {
            try await site.run(host: host, port: port, door: door, commands: commands) { port in
                Said.print(Said.text("cli.serve.ready", "\(scheme)://\(host):\(port)"))
            }
        } catch {
            throw Failure(.unavailable, "cli.error.cannot_listen", "\(host):\(port)")
        }
    }
}

extension DataFolder {
    /// Everything that is looked at: at start, daily, and on the health page.
    ///
    /// A new check is put here.
    fileprivate func checks(_ installation: OpenInstallation, _ policies: PolicySet, _ door: CertificateDoor?) -> [any HealthCheck] {
        let rules = policies.upkeep
        let folder = self
        var checks: [any HealthCheck] = [
            ClockCheck(installation, rules), DiskCheck(folder: path, rules), PermissionCheck(folder: path, serviceKey: serviceKeyPath),
            MemoryCheck(), LogSizeCheck(folder: path, rules), PolicyCheck { folder.hasPoliciesInForce() },
        ]
        checks += [ErasureCheck(installation), BackupCheck(installation, policies.backup)]
        if let door { checks.append(CertificateCheck(door, rules)) }
        return checks
    }

    /// What is done daily besides checks and anchor.
    ///
    /// A new step is put here.
    fileprivate func dailySteps(_ installation: OpenInstallation, _ policies: PolicySet) -> [UpkeepStep] {
        [UpkeepStep("sweep") { _ in _ = try await installation.sweepErasures() }]
    }
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: Said.text("cli.serve"), discussion: Said.text("cli.serve.discussion")
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var listen: ListenOptions

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            let (installation, policies) = try folder.open(deriving: true)
            try await listen.serve(installation, policies, in: folder)
        }
    }
}
