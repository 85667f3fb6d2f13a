import ArgumentParser
import Wording

@main
struct Nuong: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nuong", abstract: Said.text("cli.nuong"), discussion: Said.text("cli.nuong.discussion"), version: "0.1.0",
        subcommands: [
            DemoCommand.self, InitCommand.self, ServeCommand.self, ImportCommand.self, IndicatorsCommand.self, PolicyCommand.self,
            AuditCommand.self, UserCommand.self, CentreCommand.self, KeyCommand.self, BackupCommand.self, RestoreCommand.self,
            UnitCommand.self, ReleaseCommand.self, ExportCommand.self, LedgerCommand.self, VerifyCommand.self,
        ]
    )

    /// Runs the command line, or has the running service carry it out.
    static func main() async {
        do {
            var command = try await asyncParseAsRoot()
            if let served = command as? any CarriedOutByService, let code = try await served.throughService() {
                if code != 0 { throw ExitCode(code) }
            } else if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: error)
        }
    }
}
