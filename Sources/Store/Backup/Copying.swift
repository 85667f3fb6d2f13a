import Foundation
import GRDB

extension CaseStore {
    /// Pages in one step: other threads of the process come in between.
    private static let pagesAtOnce: CInt = 256

    /// Copies the database as it is now into an empty folder, through SQLite's own backup interface, while others write.
    ///
    /// The copy is as sealed as the file. All of it is one snapshot: it is held open from before the first step, or every commit in
    /// between would make SQLite begin again.
    package func copy(into folder: String) throws(StoreError) {
        do {
            var configuration = Configuration()
            configuration.prepareDatabase { db in
                // Nobody needs the copy after a crash.
                try db.execute(sql: "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA journal_mode = OFF")
            }
            let target = try DatabaseQueue(path: folder + "/" + CaseStore.fileName, configuration: configuration)
            defer { try? target.close() }
            try reader.read { source in
                _ = try Int.fetchOne(source, sql: "SELECT count(*) FROM sqlite_master")
                try target.writeWithoutTransaction { try source.backup(to: $0, pagesPerStep: CaseStore.pagesAtOnce) }
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Asks SQLite whether the file is whole: pages, rows and the constraints of their columns.
    ///
    /// - Throws: `corrupt` when it is not.
    package func quickCheck() throws(StoreError) {
        let isWhole = try read { db in
            try String.fetchAll(db, sql: "PRAGMA quick_check(1)") == ["ok"]
        }
        guard isWhole else { throw .corrupt }
    }

    /// The newest migration of the file, such as `007`.
    package func schemaVersion() throws(StoreError) -> String {
        try read { try String.fetchOne($0, sql: "SELECT max(identifier) FROM grdb_migrations") ?? "" }
    }

    /// Closes the file, with what stood in the log beside it written into it.
    ///
    /// After this nothing is read or written any more; for a folder that is about to be renamed.
    package func close() throws(StoreError) {
        line?.finish()
        do { try reader.close() } catch { throw StoreError(error) }
    }
}
