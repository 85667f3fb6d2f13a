package import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// The backup that was verified last; `nil` when there was none.
    ///
    /// The last row of the table, whatever the clock said then.
    package func newestBackup() throws(StoreError) -> BackupRow? {
        try read { try Row.fetchOne($0, sql: BackupRow.query + " ORDER BY number DESC LIMIT 1").map(BackupRow.init(row:)) }
    }

    /// The backups that the audit chain must name; an older version of the program has none.
    func lendBackupRows(_ body: (FoundRow) throws -> Void) throws(StoreError) {
        try read { db in
            guard try db.tableExists("backup") else { return }
            let rows = try Row.fetchCursor(db, sql: BackupRow.query + " ORDER BY number")
            while let row = try rows.next() {
                try body(FoundRow(content: try BackupRow(row: row).content, sequence: nil, superseded: nil))
            }
        }
    }

    /// How many erasures the file has; an older version of the program has none.
    package func countOfErasures() throws(StoreError) -> Int {
        try read { db in
            guard try db.tableExists("erasure") else { return 0 }
            return try Int.fetchOne(db, sql: "SELECT count(*) FROM erasure") ?? 0
        }
    }

    /// The audit entry with a sequence, without its content: its time and chain value.
    package func auditLink(_ sequence: Int) throws(StoreError) -> (at: Instant, chain: [UInt8])? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT at, chain FROM audit WHERE sequence = ?", arguments: [sequence]).map {
                (at: Instant(seconds: $0["at"]), chain: $0.bytes("chain"))
            }
        }
    }
}

extension BackupRow {
    fileprivate static let query = "SELECT identifier, made_at, verified_at, length, digest FROM backup"

    fileprivate init(row: Row) throws {
        self.init(
            identifier: try row.identifier("identifier"), madeAt: Instant(seconds: row["made_at"]),
            verifiedAt: Instant(seconds: row["verified_at"]), length: row["length"], digest: row.bytes("digest")
        )
    }
}

extension TransactionWriter {
    func write(_ row: BackupRow) throws {
        try perform(
            "INSERT INTO backup (identifier, made_at, verified_at, length, digest) VALUES (?, ?, ?, ?, ?)",
            [Data(row.identifier.bytes), row.madeAt.seconds, row.verifiedAt.seconds, row.length, Data(row.digest)]
        )
    }
}
