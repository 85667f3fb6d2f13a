import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Policies
import Vault
import Web
import Wording

struct BackupCreateCommand: CarriedOutByService {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: Said.text("cli.backup.create"), discussion: Said.text("cli.backup.create.discussion")
    )

    @OptionGroup var data: DataOptions

    @Option(name: .customLong("to"), help: ArgumentHelp(Said.text("cli.backup.folder"), valueName: "FOLDER"))
    var folder: String

    @Option(help: ArgumentHelp(Said.text("cli.backup.public_key"), valueName: "FILE"))
    var key: String

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "text|json"))
    var format = ReportFormat.text

    private struct Answer: Encodable {
        let file: String
        let madeAt: Int64
        let length: Int
        let files: Int
        let commit: Int
        let entries: Int
        let removed: [String]
        let notRemoved: [String]

        private enum CodingKeys: String, CodingKey {
            case file, length, files, commit, entries, removed
            case madeAt = "made_at"
            case notRemoved = "not_removed"
        }
    }

    func files() throws -> [String: Data] {
        [key: Data(try SecretFile.bytes(key))]
    }

    /// The key's public half; the service gets it from whoever hands the command over.
    private func publicKey() throws -> BackupPublicKey {
        if let served = Served.current { return try BackupKeyFile.publicKey(text: Array(served.call.files[key] ?? Data())) }
        return try BackupKeyFile.readPublic(at: key)
    }

    func run() async throws {
        let place = try data.dataFolder()
        try await Failure.guarding(place.path) {
            let key = try publicKey()
            let (installation, policies) = try place.open(deriving: false)
            let bar = ByteBar()
            let order = BackupOrder(data: place.path, folder: CallersPath.absolute(folder), key: key, rules: policies.backup)
            let report: BackupReport
            do {
                report = try await installation.createBackup(order, by: .local) { bar.show($0, of: $1) }
            } catch CaseworkError.backup(let fault) {
                throw Failure(fault, folder: folder)
            }
            bar.finish()
            try show(report, policies.backup.daysKept)
        }
    }

    private func show(_ report: BackupReport, _ days: Int) throws {
        let file = folder + "/" + report.name
        for name in report.notRemoved { Said.complain(Said.text("cli.backup.not_removed", name)) }
        switch format {
        case .text:
            Said.print(Said.text("cli.backup.done", file, ByteCount.text(report.length), String(report.manifest.auditSequence)))
            for name in report.removed { Said.print(Said.text("cli.backup.removed", name, String(days))) }
        case .json:
            try JSONOutput.print(
                Answer(
                    file: file, madeAt: report.madeAt.seconds, length: report.length, files: report.files,
                    commit: report.manifest.commit, entries: report.manifest.auditSequence, removed: report.removed,
                    notRemoved: report.notRemoved
                )
            )
        }
    }
}
