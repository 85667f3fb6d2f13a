package import CaseDomain
import Foundation
import GRDB

/// A person's identity as it lies in the file, with the case that it belongs to.
package struct StoredIdentity: Sendable {
    /// The case's number.
    package let number: Int
    package let caseFile: Identifier<Case>
    package let row: IdentityRow
}

extension CaseStore {
    /// Every identity of a centre's cases, in the order of the cases' numbers.
    package func identities(ofCentre centre: Int) throws(StoreError) -> (rows: [StoredIdentity], mark: ListMark) {
        try read { db in
            let mark = try ListMark(db)
            let rows = try Row.fetchAll(db, sql: CaseStore.identitySQL + " WHERE c.centre = ? ORDER BY c.number", arguments: [centre])
            return (try rows.map(CaseStore.identity), mark)
        }
    }

    /// The identities of the cases of a centre that changed after a mark, with the numbers of those cases: of one that is left without
    /// any nothing comes but its number.
    ///
    /// Right only while `mark.erasure` is the newest one.
    package func identities(
        ofCentre centre: Int, after mark: ListMark
    ) throws(StoreError) -> (rows: [StoredIdentity], changed: [Int], mark: ListMark) {
        try read { db in
            let newest = try ListMark(db)
            let changed = try Int.fetchAll(
                db,
                sql: """
                    SELECT c.number FROM case_file c
                    WHERE c.number IN (SELECT DISTINCT case_number FROM journal WHERE number > ?) AND c.centre = ? ORDER BY c.number
                    """, arguments: [mark.journal, centre])
            let sql =
                CaseStore.identitySQL + """
                     WHERE c.number IN (SELECT DISTINCT case_number FROM journal WHERE number > ?) AND c.centre = ? ORDER BY c.number
                    """
            let rows = try Row.fetchAll(db, sql: sql, arguments: [mark.journal, centre])
            return (try rows.map(CaseStore.identity), changed, newest)
        }
    }

    /// The identities of the people of a case.
    package func identities(ofCase number: Int) throws(StoreError) -> [IdentityRow] {
        try read { db in
            let statement = try db.cachedStatement(sql: CaseStore.identitySQL + " WHERE i.case_number = ?")
            return try Row.fetchAll(statement, arguments: [number]).map { try CaseStore.identity($0).row }
        }
    }

    private static let identitySQL = """
        SELECT c.number, c.identifier, i.person, i.revision, i.generation, i.sealed, k.wrapped
        FROM identity i JOIN case_file c ON c.number = i.case_number
        JOIN identity_key k ON k.person = i.person AND k.generation = i.generation
        """

    private static func identity(_ row: Row) throws -> StoredIdentity {
        guard let caseFile = Identifier<Case>(bytes: row[1] as Data), let person = Identifier<Person>(bytes: row[2] as Data) else {
            throw StoreError.corrupt
        }
        return StoredIdentity(
            number: row[0], caseFile: caseFile,
            row: IdentityRow(
                person: person, revision: try row.whole(at: 3), generation: try row.whole(at: 4),
                sealed: try Sealed(bytes: Array(row[5] as Data)), key: try Sealed(bytes: Array(row[6] as Data))))
    }
}
