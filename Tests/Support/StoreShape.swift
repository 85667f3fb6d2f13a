import GRDB
import Store

extension TestInstallation {
    private func withFile<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(path: folder + "/" + CaseStore.fileName)
        defer { try? queue.close() }
        return try queue.write(body)
    }

    /// Every table with its number of rows and the lengths of its blobs, sorted: what a thief of the file can see of it.
    package func shape() throws -> [String] {
        try withFile { db in
            var lines: [String] = []
            for table in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
                lines.append("\(table): \(try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0) rows")
                for column in try Row.fetchAll(db, sql: "PRAGMA table_info(\(table))") where column["type"] as String == "BLOB" {
                    let name: String = column["name"]
                    let lengths = try Int.fetchAll(db, sql: "SELECT coalesce(length(\(name)), -1) FROM \(table) ORDER BY 1")
                    lines.append("\(table).\(name): \(lengths)")
                }
            }
            return lines
        }
    }

    /// What somebody with the file could do to it.
    package func damage(_ sql: String) throws {
        try withFile { try $0.execute(sql: sql) }
    }
}
