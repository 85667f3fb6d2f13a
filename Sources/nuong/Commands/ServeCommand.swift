import ArgumentParser
import CaseDomain
import Casework
import Logging
import Policies
import Web
import Wording

/// Where a server listens.
struct ListenOptions: ParsableArguments {
    @Option(help: ArgumentHelp(Said.text("cli.option.host"), valueName: "HOST"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp(Said.text("cli.option.port"), valueName: "PORT"))
    var port = 8_080

    @Flag(help: ArgumentHelp(Said.text("cli.serve.behind_tls")))
    var behindTls = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError(Said.text("cli.error.port")) }
    }

    /// Serves until the process is told to end.
    func serve(_ installation: OpenInstallation, _ policies: PolicySet, in folder: DataFolder) async throws {
        var logger = Logger(label: "nuong", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .notice
        let site = Site(
            installation: installation, policies: policies, now: DataFolder.now, logger: logger,
            cookies: SiteCookies(isSecure: behindTls), isBehindProxy: behindTls
        )
        if !behindTls { Said.complain(Said.text("cli.serve.development_cookie")) }
        let commands = CommandSocket(
            in: folder.path, isProven: { installation.keys.accepts($1, ofCall: Array($0)) },
            carryOut: { call, output in await Served.carryOut(call, installation, policies, in: folder, output: output) }
        )
        if commands == nil { Said.complain(Said.text("cli.serve.no_socket")) }
        do {
            try await site.run(host: host, port: port, commands: commands) { port in
                Said.print(Said.text("cli.serve.ready", "http://\(host):\(port)"))
            }
        } catch {
            throw Failure(.unavailable, "cli.error.cannot_listen", "\(host):\(port)")
        }
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
