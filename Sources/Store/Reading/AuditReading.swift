package import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// Lends every entry of the audit chain, oldest first.
    package func forEachAuditRow(_ body: (StoredAuditRow) throws -> Void) throws(StoreError) {
        try read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT sequence, at, commit_sequence, identifier, sealed, chain FROM audit ORDER BY sequence")
            while let row = try rows.next() {
                try body(StoredAuditRow(row: row))
            }
        }
    }

    /// Entries of the audit chain, newest first, a page at a time.
    ///
    /// - Parameter sequence: The lowest sequence of the page before; `nil` begins with the newest.
    package func auditRows(before sequence: Int? = nil, limit: Int) throws(StoreError) -> [StoredAuditRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT sequence, at, commit_sequence, identifier, sealed, chain FROM audit
                    WHERE sequence < ? ORDER BY sequence DESC LIMIT ?
                    """, arguments: [sequence ?? Int.max, limit]
            ).map(StoredAuditRow.init(row:))
        }
    }

    /// The head of the audit chain, for an anchor outside; `nil` for an empty one.
    package func auditHead() throws(StoreError) -> (sequence: Int, chain: [UInt8])? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT sequence, chain FROM audit ORDER BY sequence DESC LIMIT 1").map {
                (sequence: $0["sequence"], chain: $0.bytes("chain"))
            }
        }
    }

    /// The latest time that the newest ten thousand entries of the audit chain have; 1970 for an empty one.
    package func latestAuditTime() throws(StoreError) -> Instant {
        try read { db in
            let latest = try Int64.fetchOne(
                db, sql: "SELECT max(at) FROM (SELECT at FROM audit ORDER BY sequence DESC LIMIT 10000)")
            return Instant(seconds: latest ?? 0)
        }
    }

    /// Lends every row that the audit chain must name, with its bytes as they are now.
    ///
    /// - Parameter digestKey: Makes the sixteen bytes that stand for the key of a plain row.
    package func forEachAuditedRow(digestKey: @Sendable (String) -> [UInt8], _ body: (FoundRow) throws -> Void) throws(StoreError) {
        try lendSealedRows(body)
        try lendAccountRows(digestKey: digestKey, body)
        try lendReferralRows(body)
        try lendSupportLogRows(body)
        try lendVolunteerRows(body)
        try lendReleaseRows(digestKey: digestKey, body)
        try lendTombstones(body)
        try lendBackupRows(body)
        for version in try policyVersions() {
            let found = FoundRow(content: version.content(key: digestKey), sequence: version.sequence, superseded: nil)
            do { try body(found) } catch { throw StoreError(error) }
        }
        for stored in try everyConfirmation() {
            let found = FoundRow(content: stored.row.content(key: digestKey), sequence: stored.sequence, superseded: nil)
            do { try body(found) } catch { throw StoreError(error) }
        }
        for row in try centreVersions() + centreLinks() + activityLists(digestKey) + externalValues(digestKey) {
            do { try body(row) } catch { throw StoreError(error) }
        }
    }

    /// How many entries each case says it has.
    package func caseEntries() throws(StoreError) -> [(caseFile: Identifier<Case>, entries: Int)] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT identifier, entries FROM case_file").map { row in
                guard let identifier = Identifier<Case>(bytes: row["identifier"] as Data) else { throw StoreError.corrupt }
                return (identifier, row["entries"])
            }
        }
    }

    private func lendSealedRows(_ body: (FoundRow) throws -> Void) throws(StoreError) {
        // Identifier, revision, bytes, commit, the commit that superseded it: 0 for what is newest.
        let queries: [(AuditedTable, String)] = [
            (.journal, "SELECT c.identifier, j.entry, j.sealed, j.sequence FROM journal j JOIN case_file c ON c.number = j.case_number"),
            (
                .facts,
                """
                SELECT identifier, revision, sealed, sequence, 0 FROM facts
                UNION ALL SELECT c.identifier, j.entry - 1, j.past, b.sequence, j.sequence FROM journal j
                JOIN case_file c ON c.number = j.case_number
                JOIN journal b ON b.case_number = j.case_number AND b.entry = j.entry - 1 WHERE j.past IS NOT NULL
                """
            ),
            (.sheet, "SELECT identifier, sheet_revision, sheet FROM case_file WHERE sheet IS NOT NULL"),
            (.caseKey, "SELECT c.identifier, k.generation, k.wrapped FROM case_key k JOIN case_file c ON c.number = k.case_number"),
            (.identity, "SELECT person, revision, sealed FROM identity"),
            (.identityKey, "SELECT person, generation, wrapped FROM identity_key"),
            (.registerRow, "SELECT digest, revision, content FROM register_row"),
        ]
        // A file that no writer of this version has opened yet still has its older tables, and not the newer ones.
        let isOlder = try read { try $0.tableExists("facts_past") }
        var erasures: [(AuditedTable, String)] = []
        if try read({ try $0.tableExists("erasure") }) {
            erasures.append((.erasure, "SELECT identifier, 0, x'', sequence FROM erasure"))
        }
        for (table, sql) in (isOlder ? CaseStore.olderQueries(queries) : queries) + erasures {
            try read { db in
                let rows = try Row.fetchCursor(db, sql: sql)
                while let row = try rows.next() {
                    let content = RowContent(
                        table: table, row: Array(row[0] as Data), revision: try row.whole(at: 1), content: Array(row[2] as Data)
                    )
                    try body(
                        FoundRow(content: content, sequence: row.count > 3 ? row[3] : nil, superseded: row.count > 4 ? row[4] as Int : nil)
                    )
                }
            }
        }
    }

    private func lendTombstones(_ body: (FoundRow) throws -> Void) throws(StoreError) {
        try read { db in
            guard try db.tableExists("tombstone") else { return }
            let rows = try Row.fetchCursor(db, sql: "SELECT number, sealed, sequence FROM tombstone")
            while let row = try rows.next() {
                let stored = StoredTombstone(number: row["number"], sealed: try row.sealed("sealed"))
                try body(FoundRow(content: stored.content, sequence: row["sequence"], superseded: nil))
            }
        }
    }

    private static func olderQueries(_ queries: [(AuditedTable, String)]) -> [(AuditedTable, String)] {
        queries.map { table, sql in
            switch table {
            case .facts:
                (
                    table,
                    """
                    SELECT identifier, revision, sealed, sequence, 0 FROM facts
                    UNION ALL SELECT identifier, revision, sealed, sequence, superseded FROM facts_past
                    """
                )
            case .sheet:
                (table, "SELECT c.identifier, s.revision, s.sealed FROM sheet s JOIN case_file c ON c.number = s.case_number")
            default: (table, sql)
            }
        }
    }

    private func centreVersions() throws(StoreError) -> [FoundRow] {
        var contents: [FoundRow] = []
        let revisions = try read { db in
            try Int.fetchAll(db, sql: "SELECT DISTINCT sequence FROM centre_version ORDER BY sequence")
        }
        var seen: Set<[Int]> = []
        for sequence in revisions {
            for centre in try centres(at: sequence) where seen.insert([centre.number, centre.revision]).inserted {
                let content = centre.version.content(of: centre.identifier, code: centre.code, revision: centre.revision)
                contents.append(FoundRow(content: content, sequence: sequence, superseded: nil))
            }
        }
        return contents
    }

    private func centreLinks() throws(StoreError) -> [FoundRow] {
        try read { db in
            let head = try db.columns(in: "centre_key").contains { $0.name == "head_tag" } ? "k.head_tag" : "NULL"
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT c.identifier, l.number, k.root_tag, \(head) AS head_tag, l.body, l.signature FROM centre_link l
                    JOIN centre c ON c.number = l.centre JOIN centre_key k ON k.centre = l.centre
                    """
            ).map { row in
                // The tag of the root key goes with the first link, or with the head when there is one.
                let tag = row["number"] as Int == 0 && (row["head_tag"] as Data?) == nil ? Array(row["root_tag"] as Data) : []
                return FoundRow(
                    content: RowContent(
                        table: .centreLink, row: Array(row["identifier"] as Data), revision: try row.whole("number"),
                        content: tag + Array(row["body"] as Data) + Array(row["signature"] as Data)
                    ), sequence: nil, superseded: nil)
            }
        }
    }

    private func activityLists(_ digestKey: @Sendable (String) -> [UInt8]) throws(StoreError) -> [FoundRow] {
        var rows: [FoundRow] = []
        var seen: Set<String> = []
        for sequence in try read({ try Int.fetchAll($0, sql: "SELECT DISTINCT sequence FROM activity_list ORDER BY sequence") }) {
            for list in try activities(at: sequence) where seen.insert("\(list.centre)|\(list.year)|\(list.revision)").inserted {
                let content = list.content(key: digestKey("\(list.centre)|\(list.year)"))
                rows.append(FoundRow(content: content, sequence: sequence, superseded: nil))
            }
        }
        return rows
    }

    private func externalValues(_ digestKey: @Sendable (String) -> [UInt8]) throws(StoreError) -> [FoundRow] {
        var rows: [FoundRow] = []
        var seen: Set<String> = []
        for sequence in try read({ try Int.fetchAll($0, sql: "SELECT DISTINCT sequence FROM external_value ORDER BY sequence") }) {
            for value in try externals(at: sequence) where seen.insert("\(value.indicator)|\(value.year)|\(value.revision)").inserted {
                let content = value.content(key: digestKey("\(value.indicator)|\(value.year)"))
                rows.append(FoundRow(content: content, sequence: sequence, superseded: nil))
            }
        }
        return rows
    }
}

extension StoredAuditRow {
    fileprivate init(row: Row) throws {
        self.init(
            sequence: row["sequence"], at: Instant(seconds: row["at"]), commit: row["commit_sequence"],
            row: AuditRow(identifier: try row.identifier("identifier"), sealed: try row.sealed("sealed")), chain: row.bytes("chain")
        )
    }
}

/// A row as it lies in the file now, with what its table says of when it was written.
package struct FoundRow: Sendable {
    package let content: RowContent
    /// The commit that it says wrote it; `nil` where the table does not say.
    package let sequence: Int?
    /// Of facts: the commit that it says superseded it, 0 for what stands among the newest.
    package let superseded: Int?
}
