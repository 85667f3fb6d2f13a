import CaseDomain
import Foundation
import GRDB
import Testing

@testable import Store

/// A file of an older version becomes one of this version and loses nothing.
@Suite struct MigrationTests {
    private static let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/schema-001.sql")

    /// A data folder with the installation of the fixture.
    private func folder() throws -> String {
        let folder = NSTemporaryDirectory() + "nuong-older-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // A dump lists tables by name, not by what refers to what.
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: folder + "/" + CaseStore.fileName, configuration: configuration)
        let sql = try String(contentsOf: MigrationTests.fixture, encoding: .utf8)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
        return folder
    }

    /// The rows of every table by the columns that schema 001 had.
    private func rows(_ db: Database, _ columns: [String: [String]]) throws -> [String: [String]] {
        try columns.reduce(into: [:]) { rows, table in
            let names = table.value.joined(separator: ", ")
            rows[table.key] = try Row.fetchAll(db, sql: "SELECT \(names) FROM \(table.key) ORDER BY \(names)").map {
                "\($0.databaseValues)"
            }
        }
    }

    private func columns(_ db: Database) throws -> [String: [String]] {
        let tables = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'grdb%'")
        return try tables.reduce(into: [:]) { columns, table in
            columns[table] = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info('\(table)') ORDER BY cid")
        }
    }

    private func schema(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'grdb%' ORDER BY name")
    }

    @Test func aFileOfSchema001KeepsEveryRow() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let old = try DatabaseQueue(path: folder + "/" + CaseStore.fileName)
        // Two tables went into the rows of others.
        let sheets = try old.read { try String.fetchAll($0, sql: "SELECT case_number || hex(sealed) || revision FROM sheet ORDER BY 1") }
        let past = try old.read {
            try String.fetchAll(
                $0, sql: "SELECT case_number || '|' || revision || '|' || generation || hex(sealed) FROM facts_past ORDER BY 1")
        }
        let (columns, before) = try old.read { db in
            let columns = try self.columns(db).filter { $0.key != "sheet" && $0.key != "facts_past" }
            return (columns, try rows(db, columns))
        }
        try old.close()
        #expect(!sheets.isEmpty && !past.isEmpty)
        #expect(before.count == 20 && before.values.allSatisfy { !$0.isEmpty })
        let store = try CaseStore.open(in: folder, at: Instant(seconds: 0)) { $0 }
        #expect(try store.installation().policies == "test")
        #expect(try !store.hasAnyUser())
        let centre = try #require(try store.centres(at: 2).first)
        let chain = try #require(try store.centreChain(of: centre.identifier))
        #expect(chain.headTag == nil && chain.opening != nil && chain.links.count == 1)
        let file = try DatabaseQueue(path: folder + "/" + CaseStore.fileName)
        #expect(try file.read { try rows($0, columns) } == before)
        #expect(
            try file.read {
                try String.fetchAll(
                    $0, sql: "SELECT number || hex(sheet) || sheet_revision FROM case_file WHERE sheet IS NOT NULL ORDER BY 1")
            } == sheets
        )
        #expect(
            try file.read {
                try String.fetchAll(
                    $0,
                    sql: """
                        SELECT case_number || '|' || (entry - 1) || '|' || past_generation || hex(past) FROM journal
                        WHERE past IS NOT NULL ORDER BY 1
                        """
                )
            } == past
        )
        let migrations = try file.read { try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY 1") }
        #expect(migrations == ["001", "002", "003", "004", "005", "006", "007", "008", "009", "010", "011", "012"])
        #expect(try file.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
        #expect(try file.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").isEmpty })
    }

    /// Fails as well when a migration that has landed is touched.
    @Test func aMigratedFileHasTheSchemaOfANewOne() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try CaseStore.open(in: folder, at: Instant(seconds: 0)) { $0 }
        let migrated = try await DatabaseQueue(path: folder + "/" + CaseStore.fileName).read { try schema($0) }
        let fresh = try await AccountFixture().inFile { try schema($0) }
        #expect(migrated == fresh)
    }

    /// From every version that ever landed: its migrations first, then those of this one.
    @Test(arguments: ["002", "003", "004", "005", "006", "007", "008", "009"])
    func aFileOfAnyVersionBecomesOneOfThis(version: String) async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let old = try DatabaseQueue(path: folder + "/" + CaseStore.fileName)
        try Migrations.standard.migrate(old, upTo: version)
        let (columns, before) = try await old.read { db in
            let columns = try self.columns(db)
            return (columns, try rows(db, columns))
        }
        try old.close()
        _ = try CaseStore.open(in: folder, at: Instant(seconds: 0)) { $0 }
        let file = try DatabaseQueue(path: folder + "/" + CaseStore.fileName)
        #expect(try await file.read { try rows($0, columns) } == before)
        let fresh = try await AccountFixture().inFile { try schema($0) }
        #expect(try await file.read { try schema($0) } == fresh)
        #expect(try await file.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
        #expect(Migrations.standard.migrations.contains(version))
    }

    /// `audit verify` may meet a file that no server of this version has opened.
    @Test func anOlderFileCanBeReadBesideWithoutBeingMigrated() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try CaseStore.openBeside(in: folder)
        var count = 0
        try store.forEachAuditedRow(digestKey: { Array($0.utf8.prefix(16)) }) { _ in count += 1 }
        #expect(count > 10)
    }
}
