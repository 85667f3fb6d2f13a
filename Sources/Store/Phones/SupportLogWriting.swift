import CaseDomain
import Foundation
import GRDB

extension TransactionWriter {
    /// Refuses, before anything is written, what does not follow: a second log under one name, a change of what has changed since.
    func admit(_ row: SupportLogRow) throws {
        let statement = try db.cachedStatement(sql: "SELECT revision FROM support_log WHERE identifier = ?")
        let found = try Int.fetchOne(statement, arguments: [Data(row.identifier.bytes)])
        guard (found ?? 0) + 1 == Int(row.revision) else { throw StoreError.staleLog }
    }

    func write(_ row: SupportLogRow) throws {
        guard row.revision > 1 else {
            return try perform(
                "INSERT INTO support_log (identifier, centre, received_at, revision, origin, envelope) VALUES (?, ?, ?, 1, ?, ?)",
                [
                    Data(row.identifier.bytes), try number(ofCentre: row.centre), row.receivedAt.seconds, Data(row.origin.bytes),
                    row.envelope.map { Data($0) },
                ])
        }
        guard let settledAt = row.settledAt else {
            return try perform(
                "UPDATE support_log SET revision = ?, origin = ? WHERE identifier = ? AND revision = ? AND envelope IS NOT NULL",
                [Int(row.revision), Data(row.origin.bytes), Data(row.identifier.bytes), Int(row.revision) - 1], orElse: .staleLog)
        }
        try perform(
            """
            UPDATE support_log SET revision = ?, origin = ?, settled_at = ?, envelope = NULL
            WHERE identifier = ? AND revision = ? AND envelope IS NOT NULL
            """,
            [Int(row.revision), Data(row.origin.bytes), settledAt.seconds, Data(row.identifier.bytes), Int(row.revision) - 1],
            orElse: .staleLog)
    }
}
