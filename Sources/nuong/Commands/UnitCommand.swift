import ArgumentParser
import Foundation
import Wording

struct UnitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit", abstract: Said.text("cli.unit"), discussion: Said.text("cli.unit.discussion")
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var listen: ListenOptions

    @Option(help: ArgumentHelp(Said.text("cli.unit.program"), valueName: "FILE"))
    var program: String?

    @Option(help: ArgumentHelp(Said.text("cli.unit.user"), valueName: "NAME"))
    var user = "nuong"

    @Option(help: ArgumentHelp(Said.text("cli.unit.backup_to"), valueName: "DIR"))
    var backupTo: String?

    @Option(help: ArgumentHelp(Said.text("cli.unit.backup_key"), valueName: "FILE"))
    var backupKey: String?

    @Option(help: ArgumentHelp(Said.text("cli.unit.write"), valueName: "DIR"))
    var write: String?

    func validate() throws {
        guard (backupTo == nil) == (backupKey == nil) else { throw ValidationError(Said.text("cli.error.backup_pair")) }
    }

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            var listen = listen
            listen.tlsCertificate = listen.tlsCertificate.map(UnitCommand.absolute)
            listen.tlsKey = listen.tlsKey.map(UnitCommand.absolute)
            let itself = Bundle.main.executableURL?.resolvingSymlinksInPath().path
            let backup = backupTo.flatMap { to in backupKey.map { (UnitCommand.absolute(to), UnitCommand.absolute($0)) } }
            let units = InstallationUnits(
                program: UnitCommand.absolute(program ?? itself ?? "/usr/local/bin/nuong"), user: user,
                data: UnitCommand.absolute(folder.path), serviceKey: UnitCommand.absolute(folder.serviceKeyPath), listen: listen,
                backup: backup
            )
            // A blank or a per cent sign means something in a unit.
            for word in units.paths + [user, listen.host, listen.volunteerHost ?? ""] where !word.allSatisfy(UnitCommand.isPlain) {
                throw Failure(.usage, "cli.error.unit_path", word)
            }
            guard let write else { return Said.printRaw(units.all.map(\.text).joined(separator: "\n")) }
            for unit in units.all {
                let path = write + "/" + unit.name
                guard FileManager.default.createFile(atPath: path, contents: Data(unit.text.utf8), attributes: [.posixPermissions: 0o644])
                else { throw Failure(.cannotCreate, "cli.error.cannot_create", path) }
                Said.print(Said.text("cli.unit.wrote", path))
            }
        }
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-/:".contains(character))
    }
}
