package import CaseDomain
import Foundation
import GRDB

/// Keeps the outbox folder in step with the table of tombstones: the row is written with the erasure, in one commit, and the file after it.
///
/// So a kill in between loses nothing: what has a row and no file is written at the next opening and after the next erasure.
enum Outbox {
    /// Writes the file of every tombstone that has none; the newest ones are compared with what lies there.
    static func writeMissing(_ reader: any DatabaseReader, to folder: TombstoneFolder, comparing newest: Set<Int> = []) throws {
        let present = try folder.numbers()
        try reader.read { db in
            let numbers = try Int.fetchAll(db, sql: "SELECT number FROM tombstone ORDER BY number")
            let due = numbers.filter { !present.contains($0) || newest.contains($0) }
            guard !due.isEmpty, let installation = try Row.fetchOne(db, sql: "SELECT identifier FROM installation") else { return }
            for number in due {
                guard let row = try Row.fetchOne(db, sql: "SELECT sealed FROM tombstone WHERE number = ?", arguments: [number]) else {
                    continue
                }
                try folder.write(
                    TombstoneFile(installation: try installation.identifier("identifier"), number: number, sealed: try row.sealed("sealed"))
                )
            }
        }
    }

    /// Refuses while the folder knows erasures that the database does not: it is an older copy, in which they have to be done again first.
    static func refuseAhead(_ reader: any DatabaseReader, of folder: TombstoneFolder) throws {
        let newest = try reader.read { try Int.fetchOne($0, sql: "SELECT coalesce(max(number), 0) FROM tombstone") ?? 0 }
        guard try folder.numbers().max() ?? 0 <= newest else { throw StoreError.outboxAhead }
    }
}

extension CaseStore {
    /// How many erasures the outbox folder knows that the database does not: it is an older copy, in which they have to be done again.
    package func erasuresAhead() throws(StoreError) -> Int {
        guard let outbox else { return 0 }
        let newest = try newestTombstone()?.number ?? 0
        return try outbox.numbers().filter { $0 > newest }.count
    }

    /// How many tombstones have no file in the outbox folder.
    package func tombstonesWithoutFile() throws(StoreError) -> Int {
        guard let outbox else { return 0 }
        let present = try outbox.numbers()
        return try read { try Int.fetchAll($0, sql: "SELECT number FROM tombstone") }.filter { !present.contains($0) }.count
    }

    /// The newest tombstone; `nil` when nothing was ever erased.
    package func newestTombstone() throws(StoreError) -> StoredTombstone? {
        try read { db in
            // A file of an older version of the program has none.
            guard try db.tableExists("tombstone") else { return nil }
            return try Row.fetchOne(db, sql: "SELECT number, sealed FROM tombstone ORDER BY number DESC LIMIT 1").map {
                StoredTombstone(number: $0["number"], sealed: try $0.sealed("sealed"))
            }
        }
    }

    /// Every tombstone, by number.
    package func tombstones() throws(StoreError) -> [StoredTombstone] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT number, sealed FROM tombstone ORDER BY number").map {
                StoredTombstone(number: $0["number"], sealed: try $0.sealed("sealed"))
            }
        }
    }

    /// When the oldest erasure was made after which the file was not written anew; `nil` when there is none.
    package func oldestUnswept() throws(StoreError) -> Instant? {
        try read { db in
            let sql = "SELECT min(erased_at) FROM tombstone WHERE number > coalesce((SELECT number FROM sweep), 0)"
            return try Int64.fetchOne(db, sql: sql).map { Instant(seconds: $0) }
        }
    }

    /// When the newest erasure was made and when the file was written anew after it; `nil` when nothing was ever erased.
    package func newestErasure() throws(StoreError) -> (erasedAt: Instant, sweptAt: Instant?)? {
        try read { db in
            let sql = """
                SELECT t.erased_at, s.swept_at FROM tombstone t LEFT JOIN sweep s ON s.number >= t.number ORDER BY t.number DESC LIMIT 1
                """
            return try Row.fetchOne(db, sql: sql).map { row in
                (Instant(seconds: row["erased_at"]), (row["swept_at"] as Int64?).map { Instant(seconds: $0) })
            }
        }
    }
}
