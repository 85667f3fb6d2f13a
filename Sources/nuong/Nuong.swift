import ArgumentParser
import Wording

@main
struct Nuong: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nuong", abstract: Said.text("cli.nuong"), discussion: Said.text("cli.nuong.discussion"), version: "0.1.0",
        subcommands: [
            DemoCommand.self, InitCommand.self, ServeCommand.self, ImportCommand.self, IndicatorsCommand.self, PolicyCommand.self,
            AuditCommand.self, UserCommand.self, CentreCommand.self, KeyCommand.self, UnitCommand.self,
        ]
    )
}
