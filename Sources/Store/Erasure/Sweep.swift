import CaseDomain
import GRDB

/// Takes what was deleted out of the file itself.
///
/// In two steps. `emptyLog`, before anybody is answered: deleted rows were overwritten by `secure_delete`, that goes to the file, and the
/// log beside it, which still had what stood there before, is emptied. `run`, later: `secure_delete` does not reach the copies that SQLite
/// leaves in the gaps of a page when it moves rows to another; only a file that is written anew has none. Until that is done the erasure is
/// marked as unswept, so that a process that was killed in between finds it at its start.
enum Sweep {
    /// Up to this size the file is written anew at once: it takes a fraction of a second.
    static let smallFile = 16 << 20

    static func isDue(_ db: Database) throws -> Bool {
        let sql = """
            SELECT EXISTS (SELECT 1 FROM erasure WHERE is_swept = 0)
                OR EXISTS (SELECT 1 FROM tombstone WHERE number > coalesce((SELECT number FROM sweep), 0))
            """
        return try Bool.fetchOne(db, sql: sql) ?? false
    }

    /// Brings what was committed into the file and empties the log.
    ///
    /// Whoever reads for long keeps the log from being emptied; it is emptied with the next erasure or sweep.
    static func emptyLog(_ writer: any DatabaseWriter) throws {
        try writer.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
    }

    /// Writes the file anew and empties the log, if something was erased since the last time.
    ///
    /// - Parameter most: The size of a file that is left as it is, when it is larger than that.
    /// - Returns: Whether it was done.
    @discardableResult
    static func run(_ writer: any DatabaseWriter, at: Instant, most: Int = .max) throws -> Bool {
        try writer.writeWithoutTransaction { db in
            guard try isDue(db) else { return false }
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            guard pages * size <= most else { return false }
            // The copy from which the file is written lies in a temporary file that has no name, not in memory.
            try db.execute(sql: "PRAGMA temp_store = FILE")
            defer { try? db.execute(sql: "PRAGMA temp_store = MEMORY") }
            try db.execute(sql: "VACUUM")
            _ = try db.checkpoint(.truncate)
            try db.inTransaction {
                try db.execute(sql: "UPDATE erasure SET is_swept = 1 WHERE is_swept = 0")
                try db.execute(
                    sql: "INSERT OR REPLACE INTO sweep (id, number, swept_at) SELECT 1, coalesce(max(number), 0), ? FROM tombstone",
                    arguments: [at.seconds])
                return .commit
            }
            return true
        }
    }
}
