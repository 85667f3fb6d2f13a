import Foundation
import Support
import Testing

/// What stands after `kill -9` at a random moment of a backup and of a restore.
@Suite struct BackupKillTests {
    private static let kills = ProofSize.of("NUONG_KILLS", small: 10, environment: ProcessInfo.processInfo.environment)

    private func run(_ arguments: [String], killAfter seconds: Double? = nil) throws -> ProgramRun {
        try ProgramRun(arguments, killAfter: seconds)
    }

    private func prepared(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "nuong-backup-kill-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/to", withIntermediateDirectories: true)
        #expect(try run(["init", "--data", folder + "/data", "--unattended"]).status == 0)
        #expect(try run(["import", "--data", folder + "/data", ProjectFiles.golden("dien-bien-2019-h1").path]).status == 0)
        #expect(try run(["backup", "keygen", "--out", folder + "/key"]).status == 0)
        // So that the kill has something to hit.
        try Data(SeededChance(seed: 5).bytes(6 << 20)).write(to: URL(fileURLWithPath: folder + "/data/attachments/large"))
        try body(folder)
    }

    /// How long the whole takes, so that kills fall all over it.
    private func seconds(_ arguments: [String]) throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try run(arguments).status == 0)
        return start.duration(to: clock.now) / .seconds(1)
    }

    private func backups(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder + "/to").filter { $0.hasSuffix(".nuongbackup") }.sorted()
    }

    @Test func aBackupThatIsKilledIsWholeOrIsNone() throws {
        let chance = SeededChance(seed: 79)
        try prepared { folder in
            let create = ["backup", "create", "--data", folder + "/data", "--to", folder + "/to", "--key", folder + "/key.pub"]
            let whole = try seconds(create)
            var known = try backups(folder)
            for _ in 0..<BackupKillTests.kills {
                // Names go by the second.
                Thread.sleep(forTimeInterval: 1.05)
                _ = try run(create, killAfter: Double(chance.below(Int(whole * 1_050))) / 1_000)
                let names = try backups(folder)
                #expect(names.starts(with: known))
                for name in names {
                    #expect(try run(["backup", "check", "\(folder)/to/\(name)", "--key", folder + "/key"]).status == 0, "\(name)")
                }
                known = names
                #expect(try run(["audit", "verify", "--data", folder + "/data"]).status == 0)
            }
            Thread.sleep(forTimeInterval: 1.05)
            #expect(try run(create).status == 0)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/to").filter { $0.hasSuffix(".partial") }
            #expect(left == [])
            #expect(!FileManager.default.fileExists(atPath: folder + "/data/backup.copy"))
        }
    }

    @Test func aRestoreThatIsKilledIsAllThereOrNotAtAll() throws {
        let chance = SeededChance(seed: 80)
        try prepared { folder in
            let key = ["--service-key", folder + "/data/service.key"]
            #expect(
                try run(["backup", "create", "--data", folder + "/data", "--to", folder + "/to", "--key", folder + "/key.pub"]).status == 0)
            let file = try #require(try backups(folder).first)
            func restore(_ name: String) -> [String] {
                ["restore", "\(folder)/to/\(file)", "--data", "\(folder)/\(name)", "--backup-key", folder + "/key", "--none-exist"] + key
            }
            let whole = try seconds(restore("whole"))
            for round in 0..<BackupKillTests.kills {
                let data = "\(folder)/new-\(round)"
                _ = try run(restore("new-\(round)"), killAfter: Double(chance.below(Int(whole * 1_050))) / 1_000)
                let isThere = FileManager.default.fileExists(atPath: data)
                let again = try run(restore("new-\(round)"))
                #expect(again.status == (isThere ? 73 : 0), "\(again.complaint)")
                #expect(try run(["audit", "verify", "--data", data] + key).status == 0)
                #expect(try run(["indicators", "--data", data, "--period", "2019-H1"] + key).status == 0)
                #expect(!FileManager.default.fileExists(atPath: data + ".restoring"))
            }
        }
    }
}
