import CaseDomain
import Foundation
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// An installation with a golden register, an offline key, and a folder for its backups.
final class BackupHouse: Sendable {
    let test: TestInstallation
    /// Everything beside the data folder; goes with the house.
    let folder: String
    let backups: String

    init(_ register: [String: String]? = nil) async throws {
        test = try TestInstallation(today: Day(number: 20_778))
        folder = test.folder + "-beside"
        backups = folder + "/backups"
        try FileManager.default.createDirectory(atPath: backups, withIntermediateDirectories: true)
        for name in ["attachments", "public"] {
            try FileManager.default.createDirectory(atPath: test.folder + "/" + name, withIntermediateDirectories: true)
        }
        _ = try BackupKeyFile.create(secretAt: folder + "/key", publicAt: folder + "/key.pub")
        if let register {
            try await test.importRegister(register)
        } else {
            try await test.importRegister(ProjectFiles.golden("rules-2026"))
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func order(to folder: String? = nil) throws -> BackupOrder {
        BackupOrder(
            data: test.folder, folder: folder ?? backups, key: try BackupKeyFile.readPublic(at: self.folder + "/key.pub"),
            rules: test.policies.backup)
    }

    /// Makes a backup; the path of its file.
    @discardableResult
    func backup() async throws -> String {
        backups + "/" + (try await test.installation.createBackup(order(), by: .local)).name
    }

    func restoring(_ file: String, _ outbox: OutboxKept = .none) -> RestoreBackup {
        let clock = test.clock
        return RestoreBackup(file, outbox: outbox, chance: SodiumChance(), now: { clock.now })
    }

    @discardableResult
    func restore(
        _ file: String, as name: String = "restored", _ outbox: OutboxKept = .none, key: String? = nil, serviceKey: String? = nil
    ) async throws -> RestoreReport {
        let policies = test.policies
        return try await restoring(file, outbox).run(
            into: folder + "/" + name, backupKey: try BackupKeyFile.readSecret(at: key ?? folder + "/key"),
            serviceKey: try ServiceKeyFile.read(at: serviceKey ?? test.folder + "/service.key"), policies: { _ in policies })
    }

    /// Opens what was restored, as a service would.
    func opened(_ name: String = "restored") throws -> OpenInstallation {
        let clock = test.clock
        return try OpenInstallation(
            folder: folder + "/" + name, serviceKey: try ServiceKeyFile.read(at: test.folder + "/service.key"),
            rulebook: test.policies.rulebook, access: test.policies.access, desk: AccountDesk(test.policies.accounts, cost: .floor),
            deriving: false, workers: 1, chance: SodiumChance(), now: { clock.now }
        )
    }

    /// The fault with which something ends; `nil` when it is done.
    func fault(_ body: () async throws -> Void) async -> BackupFault? {
        do {
            try await body()
            return nil
        } catch let fault as BackupFault {
            return fault
        } catch CaseworkError.backup(let fault) {
            return fault
        } catch {
            Issue.record(error)
            return nil
        }
    }

    /// Names of everything in a folder.
    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// Nothing was restored, and nothing unfinished is left.
    func isUntouched(_ name: String = "restored") -> Bool {
        !FileManager.default.fileExists(atPath: folder + "/" + name)
            && !FileManager.default.fileExists(atPath: folder + "/" + name + ".restoring")
    }

    func write(_ text: String, _ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}
