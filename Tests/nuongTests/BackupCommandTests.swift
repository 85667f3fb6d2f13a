import Foundation
import Support
import Testing

/// Backup, restore and drill from outside: what they print, their exit codes, and that a refusal leaves everything as it was.
@Suite struct BackupCommandTests {
    private let folder = NSTemporaryDirectory() + "nuong-backup-\(UInt64.random(in: .min ... .max))"

    private func run(_ arguments: [String], language: String = "en", through shell: String? = nil) throws -> ProgramRun {
        try ProgramRun(arguments, language: language, through: shell)
    }

    /// An installation with a register, its key pair, and a folder for backups.
    private func installed(_ body: () throws -> Void) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/to", withIntermediateDirectories: true)
        #expect(try run(["init", "--data", folder + "/data", "--unattended"]).status == 0)
        #expect(try run(["import", "--data", folder + "/data", ProjectFiles.golden("rules-2026").path]).status == 0)
        #expect(try run(["backup", "keygen", "--out", folder + "/key"]).status == 0)
        try body()
    }

    private var create: [String] { ["backup", "create", "--data", folder + "/data", "--to", folder + "/to", "--key", folder + "/key.pub"] }

    private func restore(_ file: String, to name: String = "new") -> [String] {
        [
            "restore", file, "--data", "\(folder)/\(name)", "--backup-key", folder + "/key", "--service-key",
            folder + "/data/service.key",
        ]
    }

    private func onlyBackup() throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/to")
        #expect(names.count == 1)
        return folder + "/to/" + (names.first ?? "")
    }

    @Test func fromKeygenToARestoredInstallation() throws {
        try installed {
            let made = try run(create + ["--format", "json"])
            #expect(made.status == 0, "\(made.complaint)")
            let file = try onlyBackup()
            #expect(made.out.contains("\"file\":\"\(file)\"") && made.out.contains("\"removed\":[]"))
            let list = try run(["backup", "list", folder + "/to"])
            #expect(list.status == 0 && list.out.hasPrefix("nuong-") && list.out.contains(" installation "))
            #expect(try run(["backup", "check", file, "--key", folder + "/key"]).out.hasPrefix("Whole: made "))
            let restored = try run(restore(file) + ["--none-exist"])
            #expect(restored.status == 0, "\(restored.complaint)")
            #expect(restored.out.contains("the same as when the backup was made") && restored.out.contains("no release yet"))
            let key = ["--service-key", folder + "/data/service.key"]
            #expect(try run(["audit", "verify", "--data", folder + "/new"] + key).status == 0)
            let query = ["--period", "2026-Q1", "--by", "place", "--format", "json"]
            let before = try run(["indicators", "--data", folder + "/data"] + query)
            #expect(try run(["indicators", "--data", folder + "/new"] + key + query).out == before.out)
            for name in ["", "/nuong.sqlite", "/policies", "/attachments", "/public"] {
                let mode = try FileManager.default.attributesOfItem(atPath: folder + "/new" + name)[.posixPermissions] as? Int ?? -1
                #expect(mode & 0o077 == 0, "\(name)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["data", "key", "key.pub", "new", "to"])
        }
    }

    @Test func aDrillReportsOnOnePageAndLeavesNothing() throws {
        try installed {
            #expect(try run(create).status == 0)
            let file = try onlyBackup()
            let drill = [
                "backup", "drill", file, "--backup-key", folder + "/key", "--service-key", folder + "/data/service.key",
                "--scratch", folder, "--none-exist",
            ]
            for (language, passed) in [("en", "The drill passed."), ("vi", "Diễn tập đạt.")] {
                let page = try run(drill, language: language)
                #expect(page.status == 0 && page.out.contains(passed), "\(page.complaint)")
                #expect(page.out.split(separator: "\n").count < 30)
            }
            let json = try run(drill + ["--format", "json"])
            for part in ["\"figures\":\"same\"", "\"tombstones\":0", "\"releases\":0", "\"audit\":", "\"entries\":"] {
                #expect(json.out.contains(part), "\(part)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["data", "key", "key.pub", "to"])
        }
    }

    @Test func everyRefusalHasItsExitCodeAndSaysWhatToDo() throws {
        try installed {
            #expect(try run(create).status == 0)
            let file = try onlyBackup()
            let cases: [([String], Int32, String)] = [
                (restore(file), 64, "--none-exist"),
                (restore(file) + ["--none-exist", "--public", folder], 64, "Say one of the two"),
                (restore(file) + ["--public", folder + "/nowhere"], 64, "do not say --none-exist instead"),
                (Array(restore(file).dropLast(2)) + ["--none-exist"], 64, "--service-key is needed"),
                (restore(file, to: "data") + ["--none-exist"], 73, "stop the service, rename the folder"),
                (restore(folder + "/key") + ["--none-exist"], 65, "is not a backup"),
                (restore(folder + "/none") + ["--none-exist"], 64, "There is no file"),
                (["backup", "keygen", "--out", folder + "/key"], 73, "not overwritten"),
                (Array(create.dropLast()) + [folder + "/key"], 65, "secret half"),
                (Array(create.dropLast()) + [folder + "/none"], 64, "missing"),
                (
                    ["backup", "create", "--data", folder + "/data", "--to", folder + "/data/public", "--key", folder + "/key.pub"], 64,
                    "another disk"
                ),
                (
                    ["backup", "create", "--data", folder + "/data", "--to", folder + "/none", "--key", folder + "/key.pub"], 73,
                    "Mount the disk"
                ),
                (["backup", "check", file, "--key", folder + "/key.pub"], 77, "0400"),
                (["backup", "list", folder + "/none"], 73, "no folder"),
            ]
            for (arguments, status, words) in cases {
                let refused = try run(arguments)
                #expect(refused.status == status, "\(arguments): \(refused.complaint)")
                #expect(refused.complaint.contains(words), "\(arguments): \(refused.complaint)")
            }
            #expect(try run(["audit", "verify", "--data", folder + "/data"]).status == 0)
            #expect(!FileManager.default.fileExists(atPath: folder + "/new"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/new.restoring"))
        }
    }

    /// The disk is full at different moments: while the database is copied, and while the backup is written.
    @Test(arguments: [64, 3_000, 12_000])
    func aFullDiskLeavesTheEarlierBackupsAndNoHalfOfOne(kilobytes: Int) throws {
        try installed {
            #expect(try run(create).status == 0)
            let before = try onlyBackup()
            let bytes = try Data(contentsOf: URL(fileURLWithPath: before))
            // Larger than any limit: what is packed besides the database.
            try Data(count: 16 << 20).write(to: URL(fileURLWithPath: folder + "/data/attachments/large"))
            Thread.sleep(forTimeInterval: 1.1)
            let full = try run(create, through: "trap '' XFSZ; ulimit -f \(kilobytes); exec \"$0\" \"$@\"")
            #expect(full.status == 74, "\(full.complaint)")
            #expect(
                full.complaint.contains("No space is left") || full.complaint.contains("cannot be read or written"), "\(full.complaint)")
            #expect(try onlyBackup() == before)
            #expect(try Data(contentsOf: URL(fileURLWithPath: before)) == bytes)
            #expect(!FileManager.default.fileExists(atPath: folder + "/data/backup.copy"))
            let restore = try run(restore(before) + ["--none-exist"], through: "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\"")
            #expect(restore.status == 74)
            #expect(!FileManager.default.fileExists(atPath: folder + "/new"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/new.restoring"))
            try FileManager.default.removeItem(atPath: folder + "/data/attachments/large")
            #expect(try run(create).status == 0)
            #expect(try run(["audit", "verify", "--data", folder + "/data"]).status == 0)
        }
    }
}
