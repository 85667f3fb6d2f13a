package import CaseDomain
import Foundation
import GRDB

/// The sheet of a case as it lies in the file, with what tells whether it is behind the journal.
package struct SheetRow: Sendable {
    package let number: Int
    package let caseFile: Identifier<Case>
    package let entries: Int
    /// The commit of the newest entry.
    package let sequence: Int
    package let revision: UInt32
    /// `nil` when a writer without a session left it behind.
    package let sealed: Sealed<CaseSheet>?
}

/// How far a list of cases has read.
package struct ListMark: Hashable, Sendable {
    /// The newest row of all journals.
    package let journal: Int
    /// The newest erasure: rows may have gone since another.
    package let erasure: Int
}

extension ListMark {
    /// - Parameter db: Inside the reading of what the mark is about.
    init(_ db: Database) throws {
        self.init(
            journal: try Int.fetchOne(db.cachedStatement(sql: "SELECT max(number) FROM journal")) ?? 0,
            erasure: try Int.fetchOne(db.cachedStatement(sql: "SELECT max(sequence) FROM erasure")) ?? 0)
    }
}

extension CaseStore {
    /// Where lists stand now; costs the same whatever the history.
    package func listMark() throws(StoreError) -> ListMark {
        try read { db in try ListMark(db) }
    }

    /// Every sheet of a centre, in the order of the cases' numbers.
    package func sheets(ofCentre centre: Int) throws(StoreError) -> (rows: [SheetRow], mark: ListMark) {
        try read { db in
            let mark = try ListMark(db)
            let rows = try Row.fetchAll(db, sql: CaseStore.sheetSQL + " WHERE c.centre = ? ORDER BY c.number", arguments: [centre])
            return (try rows.map(CaseStore.sheet), mark)
        }
    }

    /// The sheets of a centre that changed after a mark, each once.
    ///
    /// Right only while `mark.erasure` is the newest one: an erasure takes rows away and may give their numbers to others.
    package func sheets(ofCentre centre: Int, after mark: ListMark) throws(StoreError) -> [SheetRow] {
        try read { db in
            let sql =
                CaseStore.sheetSQL + """
                     WHERE c.number IN (SELECT DISTINCT case_number FROM journal WHERE number > ?) AND c.centre = ? ORDER BY c.number
                    """
            return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [mark.journal, centre]).map(CaseStore.sheet)
        }
    }

    /// The newest commit before a moment, 0 when there is none; found by halving, because sequences and times grow together.
    package func newestCommit(before instant: Instant) throws(StoreError) -> Int {
        try read { db in
            var (low, high) = (0, try Int.fetchOne(db.cachedStatement(sql: "SELECT max(sequence) FROM commit_log")) ?? 0)
            let statement = try db.cachedStatement(
                sql: "SELECT sequence, at FROM commit_log WHERE sequence <= ? ORDER BY sequence DESC LIMIT 1")
            while low < high {
                let middle = (low + high + 1) / 2
                guard let row = try Row.fetchOne(statement, arguments: [middle]) else { return low }
                if (row[1] as Int64) < instant.seconds { low = middle } else { high = (row[0] as Int) - 1 }
            }
            return low
        }
    }

    private static let sheetSQL = """
        SELECT c.number, c.identifier, c.entries, f.sequence, c.sheet_revision, c.sheet
        FROM case_file c JOIN facts f ON f.case_number = c.number
        """

    private static func sheet(_ row: Row) throws -> SheetRow {
        guard let caseFile = Identifier<Case>(bytes: row[1] as Data) else { throw StoreError.corrupt }
        return SheetRow(
            number: row[0], caseFile: caseFile, entries: row[2], sequence: row[3],
            revision: row[4] as Int64? == nil ? 0 : try row.whole(at: 4),
            sealed: try (row[5] as Data?).map { try Sealed(bytes: Array($0)) }
        )
    }
}
