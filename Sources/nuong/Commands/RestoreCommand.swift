import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Policies
import Vault
import Wording

/// What a restore and a drill need: both keys, and what is known of erasures that came after the backup.
struct RestoringOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(Said.text("cli.backup.file"), valueName: "FILE"))
    var file: String

    @Option(help: ArgumentHelp(Said.text("cli.backup.secret_key"), valueName: "FILE"))
    var backupKey: String

    @Option(name: .customLong("public"), help: ArgumentHelp(Said.text("cli.restore.public"), valueName: "FOLDER"))
    var outbox: String?

    @Flag(help: ArgumentHelp(Said.text("cli.restore.none_exist")))
    var noneExist = false

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "text|json"))
    var format = ReportFormat.text

    func validate() throws {
        // Without being told, nobody knows whether an erased person would come back.
        guard (outbox == nil) == noneExist else { throw ValidationError(Said.text("cli.restore.which_outbox")) }
    }

    var restore: RestoreBackup {
        RestoreBackup(
            file, outbox: outbox.map { .folder($0) } ?? .none, chance: SodiumChance(), now: DataFolder.now, workers: DataFolder.workers)
    }

    static func policies(in folder: String) throws -> PolicySet {
        try DataFolder(path: folder).policiesInForce()
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: Said.text("cli.restore"), discussion: Said.text("cli.restore.discussion")
    )

    @OptionGroup var restoring: RestoringOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
        guard data.serviceKey != nil else { throw ValidationError(Said.text("cli.restore.service_key")) }
    }

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            _ = umask(0o077)
            let serviceKey = try ServiceKeyFile.read(at: folder.serviceKeyPath)
            let backupKey = try BackupKeyFile.readSecret(at: restoring.backupKey)
            let watch = StepWatch()
            let report = try await restoring.restore.run(
                into: folder.path, backupKey: backupKey, serviceKey: serviceKey, policies: RestoringOptions.policies, step: watch.begin
            )
            let page = RestorePage(report: report, file: restoring.file, seconds: watch.end())
            switch restoring.format {
            case .text:
                Said.print(page.text(title: "cli.restore.title"))
                Said.print(Said.text("cli.restore.done", folder.path, folder.serviceKeyPath))
            case .json: try JSONOutput.print(page)
            }
        }
    }
}

struct BackupDrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill", abstract: Said.text("cli.drill"), discussion: Said.text("cli.drill.discussion")
    )

    @OptionGroup var restoring: RestoringOptions

    @Option(help: ArgumentHelp(Said.text("cli.drill.service_key"), valueName: "FILE"))
    var serviceKey: String

    @Option(help: ArgumentHelp(Said.text("cli.drill.scratch"), valueName: "DIR"))
    var scratch: String?

    func run() async throws {
        let name = "nuong-drill-" + String(UInt64.random(in: .min ... .max), radix: 36)
        let folder = (scratch ?? NSTemporaryDirectory()) + "/" + name
        try await Failure.guarding(folder) {
            _ = umask(0o077)
            let serviceKey = try ServiceKeyFile.read(at: serviceKey)
            let backupKey = try BackupKeyFile.readSecret(at: restoring.backupKey)
            let watch = StepWatch()
            let report = try await restoring.restore.drill(
                in: folder, backupKey: backupKey, serviceKey: serviceKey, policies: RestoringOptions.policies, step: watch.begin
            )
            let page = RestorePage(report: report, file: restoring.file, seconds: watch.end())
            switch restoring.format {
            case .text:
                Said.print(page.text(title: "cli.drill.title"))
                Said.print(Said.text("cli.drill.done"))
            case .json: try JSONOutput.print(page)
            }
        }
    }
}
