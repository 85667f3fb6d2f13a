import CaseDomain
import Foundation
import GRDB
import Store
import Support
import Testing

/// Who may open a data folder, and which file is refused.
@Suite struct OpeningTests {
    @Test func aSecondProcessDoesNotGetTheFolder() throws {
        let test = try TestInstallation(deriving: false)
        #expect(throws: StoreError.locked) { _ = try CaseStore.open(in: test.folder, at: Instant(seconds: 0)) { $0 } }
        // Reading beside the holder is what `audit verify` does.
        _ = try CaseStore.openBeside(in: test.folder).installation()
    }

    @Test func aFolderWithoutInstallationAndOneWithARefuseToBeTheOther() throws {
        let folder = NSTemporaryDirectory() + "nuong-empty-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: StoreError.missing) { _ = try CaseStore.open(in: folder, at: Instant(seconds: 0)) { $0 } }
        try Data("not a database, and long enough to look at".utf8).write(to: URL(fileURLWithPath: folder + "/" + CaseStore.fileName))
        #expect(throws: StoreError.notADatabase) { _ = try CaseStore.open(in: folder, at: Instant(seconds: 0)) { $0 } }
    }

    @Test func aFileOfANewerVersionIsRefusedAndLeftAsItIs() throws {
        let folder = NSTemporaryDirectory() + "nuong-newer-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            let queue = try DatabaseQueue(path: folder + "/" + CaseStore.fileName)
            try queue.write { db in
                try db.execute(
                    sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY); INSERT INTO grdb_migrations VALUES ('999')")
            }
            try queue.close()
        }
        #expect(throws: StoreError.newer) { _ = try CaseStore.open(in: folder, at: Instant(seconds: 0)) { $0 } }
        #expect(throws: StoreError.newer) { _ = try CaseStore.openBeside(in: folder) }
    }

    @Test func sealedColumnsRefuseWhatIsNotSealed() async throws {
        let test = try TestInstallation(deriving: false)
        try await test.importRegister(ProjectFiles.golden("rules-2026"))
        for (table, column) in [
            ("journal", "sealed"), ("facts", "sealed"), ("journal", "past"), ("case_file", "sheet"), ("identity", "sealed"),
            ("case_key", "wrapped"),
            ("identity_key", "wrapped"),
            ("activity", "note"), ("purpose_key", "sealed"), ("centre_key", "opening"),
        ] {
            for value in ["'Nguyễn'", "zeroblob(306)", "x'0101'", "zeroblob(0)"] {
                #expect(throws: (any Error).self, "\(table).\(column) took \(value)") {
                    try test.damage("DROP TRIGGER IF EXISTS journal_is_not_changed; UPDATE \(table) SET \(column) = \(value)")
                }
            }
        }
    }

    @Test func everyTableIsStrict() throws {
        let test = try TestInstallation(deriving: false)
        let queue = try DatabaseQueue(path: test.folder + "/" + CaseStore.fileName)
        let strict = try queue.read {
            try Int.fetchOne(
                $0,
                sql:
                    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'grdb%' AND sql NOT LIKE '%STRICT%'"
            )
        }
        #expect(strict == 0)
    }
}
