package import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// Every row of a case that the audit chain names, as rows that go, in a fixed order; none when there is no such case.
    ///
    /// - Parameters:
    ///   - registerRows: The digests of the register rows that the case may have come from.
    ///   - referrals: The referrals that were sent from it.
    package func rows(
        ofCase caseFile: Identifier<Case>, registerRows: [[UInt8]], referrals: [Identifier<Referral>]
    ) throws(StoreError) -> [RowContent] {
        try read { try ErasedRows.all(of: caseFile, registerRows: registerRows, referrals: referrals, $0) }
    }

    /// The rows of a person's identity and of offers of that person that wait, as rows that go; none when there is no such identity.
    package func rows(
        ofPerson person: Identifier<Person>, in caseFile: Identifier<Case>, referrals: [Identifier<Referral>]
    ) throws(StoreError) -> [RowContent] {
        try read { try ErasedRows.all(ofPerson: person, in: caseFile, referrals: referrals, $0) }
    }

    /// The first erasure after a commit; `nil`: what was known then can be derived still.
    package func erasure(after cutoff: Int) throws(StoreError) -> Int? {
        try read { db in
            // A file of an older version of the program has none.
            guard try db.tableExists("erasure") else { return nil }
            return try Int.fetchOne(db, sql: "SELECT min(sequence) FROM erasure WHERE sequence > ?", arguments: [cutoff])
        }
    }
}

/// The rows of a case, table by table.
enum ErasedRows {
    private static let byCase: [(AuditedTable, String)] = [
        (.journal, "SELECT entry FROM journal WHERE case_number = ? ORDER BY entry"),
        (
            .facts,
            """
            SELECT entry - 1 FROM journal WHERE case_number = ?1 AND past IS NOT NULL
            UNION ALL SELECT revision FROM facts WHERE case_number = ?1 ORDER BY 1
            """
        ),
        (.sheet, "SELECT sheet_revision FROM case_file WHERE number = ? AND sheet IS NOT NULL"),
        (.caseKey, "SELECT generation FROM case_key WHERE case_number = ? ORDER BY generation"),
    ]

    private static let byPerson: [(AuditedTable, String)] = [
        (.identity, "SELECT person, revision FROM identity WHERE case_number = ? ORDER BY person"),
        (
            .identityKey,
            """
            SELECT k.person, k.generation FROM identity_key k JOIN identity i ON i.person = k.person WHERE i.case_number = ?
            ORDER BY k.person, k.generation
            """
        ),
    ]

    static func all(
        ofPerson person: Identifier<Person>, in caseFile: Identifier<Case>, referrals: [Identifier<Referral>], _ db: Database
    ) throws -> [RowContent] {
        let identity =
            "SELECT i.revision FROM identity i JOIN case_file c ON c.number = i.case_number WHERE i.person = ? AND c.identifier = ?"
        guard let revision = try Row.fetchOne(db, sql: identity, arguments: [Data(person.bytes), Data(caseFile.bytes)]) else { return [] }
        var rows = [RowContent(deleting: .identity, row: person.bytes, revision: try revision.whole(at: 0))]
        let keys = "SELECT generation FROM identity_key WHERE person = ? ORDER BY generation"
        for row in try Row.fetchAll(db, sql: keys, arguments: [Data(person.bytes)]) {
            rows.append(RowContent(deleting: .identityKey, row: person.bytes, revision: try row.whole(at: 0)))
        }
        for referral in referrals {
            let sql = "SELECT revision FROM referral WHERE identifier = ? AND offer IS NOT NULL"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [Data(referral.bytes)]) else { continue }
            rows.append(RowContent(deleting: .referral, row: referral.bytes, revision: try row.whole(at: 0)))
        }
        return rows
    }

    static func all(
        of caseFile: Identifier<Case>, registerRows: [[UInt8]], referrals: [Identifier<Referral>], _ db: Database
    ) throws -> [RowContent] {
        let sql = "SELECT number FROM case_file WHERE identifier = ?"
        guard let number = try Int.fetchOne(db, sql: sql, arguments: [Data(caseFile.bytes)]) else { return [] }
        var rows: [RowContent] = []
        for (table, sql) in byCase {
            for row in try Row.fetchAll(db, sql: sql, arguments: [number]) {
                rows.append(RowContent(deleting: table, row: caseFile.bytes, revision: try row.whole(at: 0)))
            }
        }
        for (table, sql) in byPerson {
            for row in try Row.fetchAll(db, sql: sql, arguments: [number]) {
                rows.append(RowContent(deleting: table, row: Array(row[0] as Data), revision: try row.whole(at: 1)))
            }
        }
        let statement = try db.cachedStatement(sql: "SELECT revision FROM register_row WHERE digest = ?")
        for digest in registerRows {
            guard let row = try Row.fetchOne(statement, arguments: [Data(digest)]) else { continue }
            rows.append(RowContent(deleting: .registerRow, row: digest, revision: try row.whole(at: 0)))
        }
        for referral in referrals {
            let sql = "SELECT revision FROM referral WHERE identifier = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [Data(referral.bytes)]) else { continue }
            rows.append(RowContent(deleting: .referral, row: referral.bytes, revision: try row.whole(at: 0)))
        }
        return rows
    }
}
