import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// Lends every entry of the audit chain, oldest first.
    package func forEachAuditRow(_ body: (StoredAuditRow) throws -> Void) throws(StoreError) {
        try read { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT sequence, at, identifier, sealed, chain FROM audit ORDER BY sequence")
            while let row = try rows.next() {
                guard let identifier = Identifier<AuditRecord>(bytes: row["identifier"] as Data) else { throw StoreError.corrupt }
                try body(
                    StoredAuditRow(
                        sequence: row["sequence"], at: Instant(seconds: row["at"]),
                        row: AuditRow(identifier: identifier, sealed: try row.sealed("sealed")), chain: Array(row["chain"] as Data)
                    )
                )
            }
        }
    }

    /// Lends every row that the audit chain must name, with its bytes as they are now.
    ///
    /// - Parameter digestKey: Makes the sixteen bytes that stand for the key of a plain row.
    package func forEachAuditedRow(digestKey: @Sendable (String) -> [UInt8], _ body: (RowContent) throws -> Void) throws(StoreError) {
        try lendSealedRows(body)
        for content in try centreVersions() + centreLinks() { try lend(content, body) }
        for list in try activityLists() { try lend(list.content(key: digestKey("\(list.centre)|\(list.year)")), body) }
        for external in try externalValues() { try lend(external.content(key: digestKey("\(external.indicator)|\(external.year)")), body) }
    }

    private func lend(_ content: RowContent, _ body: (RowContent) throws -> Void) throws(StoreError) {
        do { try body(content) } catch { throw StoreError(error) }
    }

    private func lendSealedRows(_ body: (RowContent) throws -> Void) throws(StoreError) {
        let queries: [(AuditedTable, String)] = [
            (.journal, "SELECT c.identifier, j.entry, j.sealed FROM journal j JOIN case_file c ON c.number = j.case_number"),
            (.facts, "SELECT identifier, revision, sealed FROM facts UNION ALL SELECT identifier, revision, sealed FROM facts_past"),
            (.sheet, "SELECT c.identifier, s.revision, s.sealed FROM sheet s JOIN case_file c ON c.number = s.case_number"),
            (.caseKey, "SELECT c.identifier, k.generation, k.wrapped FROM case_key k JOIN case_file c ON c.number = k.case_number"),
            (.identity, "SELECT person, revision, sealed FROM identity"),
            (.identityKey, "SELECT person, generation, wrapped FROM identity_key"),
            (.registerRow, "SELECT digest, revision, content FROM register_row"),
        ]
        for (table, sql) in queries {
            try read { db in
                let rows = try Row.fetchCursor(db, sql: sql)
                while let row = try rows.next() {
                    try body(
                        RowContent(
                            table: table, row: Array(row[0] as Data), revision: UInt32(row[1] as Int), content: Array(row[2] as Data)
                        )
                    )
                }
            }
        }
    }

    private func centreVersions() throws(StoreError) -> [RowContent] {
        var contents: [RowContent] = []
        let revisions = try read { db in
            try Int.fetchAll(db, sql: "SELECT DISTINCT sequence FROM centre_version ORDER BY sequence")
        }
        var seen: Set<[Int]> = []
        for sequence in revisions {
            for centre in try centres(at: sequence) where seen.insert([centre.number, centre.revision]).inserted {
                contents.append(centre.version.content(of: centre.identifier, code: centre.code, revision: centre.revision))
            }
        }
        return contents
    }

    private func centreLinks() throws(StoreError) -> [RowContent] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.identifier, l.number, k.root_tag, l.body, l.signature FROM centre_link l
                    JOIN centre c ON c.number = l.centre JOIN centre_key k ON k.centre = l.centre
                    """
            ).map { row in
                // The tag of the root key goes with the first link.
                let tag = row["number"] as Int == 0 ? Array(row["root_tag"] as Data) : []
                return RowContent(
                    table: .centreLink, row: Array(row["identifier"] as Data), revision: UInt32(row["number"] as Int),
                    content: tag + Array(row["body"] as Data) + Array(row["signature"] as Data)
                )
            }
        }
    }

    private func activityLists() throws(StoreError) -> [ActivityList] {
        var lists: [ActivityList] = []
        var seen: Set<String> = []
        for sequence in try read({ try Int.fetchAll($0, sql: "SELECT DISTINCT sequence FROM activity_list ORDER BY sequence") }) {
            for list in try activities(at: sequence) where seen.insert("\(list.centre)|\(list.year)|\(list.revision)").inserted {
                lists.append(list)
            }
        }
        return lists
    }

    private func externalValues() throws(StoreError) -> [ExternalValue] {
        var values: [ExternalValue] = []
        var seen: Set<String> = []
        for sequence in try read({ try Int.fetchAll($0, sql: "SELECT DISTINCT sequence FROM external_value ORDER BY sequence") }) {
            for value in try externals(at: sequence) where seen.insert("\(value.indicator)|\(value.year)|\(value.revision)").inserted {
                values.append(value)
            }
        }
        return values
    }
}
