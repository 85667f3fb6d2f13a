import GRDB

/// Takes what was deleted out of the file itself.
enum Sweep {
    /// Writes the file anew and empties the log beside it, if a case was erased since the last time.
    ///
    /// `secure_delete` overwrites deleted rows, but not the copies that SQLite leaves in the gaps of a page when it moves rows to another;
    /// only a file that is written anew has none. Until all of this is done the erasure is marked as unswept, so that a process that was
    /// killed in between finds it at its start.
    static func run(_ writer: any DatabaseWriter) throws {
        try writer.writeWithoutTransaction { db in
            let isClean = try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM erasure WHERE is_swept = 0)") ?? true
            guard !isClean else { return }
            try db.execute(sql: "VACUUM")
            _ = try db.checkpoint(.truncate)
            try db.execute(sql: "UPDATE erasure SET is_swept = 1 WHERE is_swept = 0")
        }
    }
}
