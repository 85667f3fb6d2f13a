package import CaseDomain
import Foundation
import GRDB

/// What belongs to a volunteer beside the account, sealed.
package struct VolunteerRow: Hashable, Sendable {
    package let user: Identifier<User>
    /// From 1; a change is the next one after what it was made from.
    package let revision: UInt32
    package let sealed: Sealed<VolunteerSettings>

    package init(user: Identifier<User>, revision: UInt32, sealed: Sealed<VolunteerSettings>) {
        self.user = user
        self.revision = revision
        self.sealed = sealed
    }

    /// The row as the audit chain names it.
    package var content: RowContent {
        RowContent(table: .volunteer, row: user.bytes, revision: revision, content: sealed.bytes)
    }

    fileprivate init(row: Row) throws {
        self.init(user: try row.identifier("user"), revision: try row.whole("revision"), sealed: try row.sealed("sealed"))
    }
}

extension CaseStore {
    /// `nil` for somebody of whom nothing was said yet.
    package func volunteer(_ user: Identifier<User>) throws(StoreError) -> VolunteerRow? {
        try readOnce { db in
            let statement = try db.cachedStatement(sql: "SELECT user, revision, sealed FROM volunteer WHERE user = ?")
            return try Row.fetchOne(statement, arguments: [Data(user.bytes)]).map(VolunteerRow.init(row:))
        }
    }

    /// The rows that the audit chain must name; an older version of the program has none.
    func lendVolunteerRows(_ body: (FoundRow) throws -> Void) throws(StoreError) {
        try read { db in
            guard try db.tableExists("volunteer") else { return }
            let rows = try Row.fetchCursor(db, sql: "SELECT user, revision, sealed FROM volunteer")
            while let row = try rows.next() {
                try body(FoundRow(content: try VolunteerRow(row: row).content, sequence: nil, superseded: nil))
            }
        }
    }
}

extension TransactionWriter {
    func put(_ row: VolunteerRow) throws {
        guard row.revision > 1 else {
            return try perform(
                "INSERT INTO volunteer (user, revision, sealed) VALUES (?, 1, ?) ON CONFLICT DO NOTHING",
                [Data(row.user.bytes), Data(row.sealed.bytes)], orElse: .staleAccount)
        }
        try perform(
            "UPDATE volunteer SET revision = ?, sealed = ? WHERE user = ? AND revision = ?",
            [Int(row.revision), Data(row.sealed.bytes), Data(row.user.bytes), Int(row.revision) - 1], orElse: .staleAccount)
    }
}
