import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Vault
import Wording

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: Said.text("cli.backup"), discussion: Said.text("cli.backup.discussion"),
        subcommands: [
            BackupKeygenCommand.self, BackupCreateCommand.self, BackupListCommand.self, BackupCheckCommand.self, BackupDrillCommand.self,
        ]
    )
}

struct BackupKeygenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", abstract: Said.text("cli.backup.keygen"), discussion: Said.text("cli.backup.keygen.discussion")
    )

    @Option(help: ArgumentHelp(Said.text("cli.backup.keygen.out"), valueName: "FILE"))
    var out: String

    func run() async throws {
        try await Failure.guarding(out) {
            _ = umask(0o022)
            _ = try BackupKeyFile.create(secretAt: out, publicAt: out + ".pub")
            Said.print(Said.text("cli.backup.keygen.done", out, out + ".pub"))
        }
    }
}

struct BackupListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: Said.text("cli.backup.list"), discussion: Said.text("cli.backup.list.discussion")
    )

    @Argument(help: ArgumentHelp(Said.text("cli.backup.folder"), valueName: "FOLDER"))
    var folder: String

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "table|json"))
    var format = TextFormat.table

    private struct Line: Encodable {
        let name: String
        let length: Int
        let installation: String?
        let madeAt: Int64?
        let fault: String?

        private enum CodingKeys: String, CodingKey {
            case name, length, installation, fault
            case madeAt = "made_at"
        }
    }

    func run() async throws {
        try await Failure.guarding(folder) {
            let backups = try BackupFolder(folder).list()
            for backup in backups {
                switch format {
                case .table: Said.print(sentence(backup))
                case .json:
                    let header = try? backup.header.get()
                    try JSONOutput.print(
                        Line(
                            name: backup.name, length: backup.length, installation: header?.installation.description,
                            madeAt: header?.madeAt.seconds, fault: fault(backup).map { Failure($0, folder: backup.name).text }
                        )
                    )
                }
            }
            if backups.isEmpty, format == .table { Said.print(Said.text("cli.backup.list.empty", folder)) }
        }
    }

    private func fault(_ backup: ListedBackup) -> BackupFault? {
        if case .failure(let fault) = backup.header { fault } else { nil }
    }

    private func sentence(_ backup: ListedBackup) -> String {
        switch backup.header {
        case .success(let header):
            Said.text(
                "cli.backup.list.line", backup.name, header.madeAt.inWords, ByteCount.text(backup.length), header.installation.description)
        case .failure(let fault): Said.text("cli.backup.list.faulty", backup.name, Failure(fault, folder: backup.name).text)
        }
    }
}

struct BackupCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: Said.text("cli.backup.check"), discussion: Said.text("cli.backup.check.discussion")
    )

    @Argument(help: ArgumentHelp(Said.text("cli.backup.file"), valueName: "FILE"))
    var file: String

    @Option(help: ArgumentHelp(Said.text("cli.backup.secret_key"), valueName: "FILE"))
    var key: String

    func run() async throws {
        try await Failure.guarding(file) {
            let secret = try BackupKeyFile.readSecret(at: key)
            let bar = ByteBar()
            let checked = try CheckBackup.run(file, key: secret) { bar.show($0, of: $1) }
            bar.finish()
            Said.print(
                Said.text(
                    "cli.backup.check.fine", checked.manifest.madeAt.inWords, String(checked.files), ByteCount.text(checked.length),
                    String(checked.manifest.auditSequence), checked.manifest.installation.description
                )
            )
        }
    }
}
