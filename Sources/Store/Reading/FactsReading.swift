import CaseDomain
import GRDB
import GRDBSQLite

extension CaseStore {
    /// One past the highest number of a case.
    package func endOfCases() throws(StoreError) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT coalesce(max(number), 0) + 1 FROM case_file") ?? 1 }
    }

    /// The newest commit.
    package func newestCommit() throws(StoreError) -> Int {
        try readOnce { try Int.fetchOne($0.cachedStatement(sql: "SELECT coalesce(max(sequence), 0) FROM commit_log")) ?? 0 }
    }

    /// The numbers of cases that have no newest facts, or such as no commit has written: their figures would be missing without a word.
    package func casesWithoutFacts() throws(StoreError) -> [Int] {
        try read { db in
            try Int.fetchAll(
                db,
                sql: """
                    SELECT c.number FROM case_file c LEFT JOIN facts f ON f.case_number = c.number
                    WHERE f.case_number IS NULL OR f.sequence > (SELECT max(sequence) FROM commit_log)
                    """
            )
        }
    }

    /// Lends the facts of cases with numbers in a range, as they were at a commit, in the order of numbers.
    ///
    /// Reads through SQLite's own interface: a million rows a second pass here.
    package func lendFacts(numbers: Range<Int>, at cutoff: Int, _ body: (FactsOnLoan) -> Void) throws(StoreError) {
        try read { db in
            try lend(
                db,
                """
                SELECT case_number, identifier, centre, revision, generation, sealed FROM facts
                WHERE case_number >= ?1 AND case_number < ?2 AND sequence <= ?3
                """, numbers, cutoff, body
            )
            let hasLater =
                try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM commit_log WHERE sequence > ?)", arguments: [cutoff]) ?? false
            guard hasLater else { return }
            try lend(
                db,
                """
                SELECT j.case_number, c.identifier, c.centre, j.entry - 1, j.past_generation, j.past
                FROM journal j JOIN case_file c ON c.number = j.case_number
                JOIN journal b ON b.case_number = j.case_number AND b.entry = j.entry - 1
                WHERE j.case_number >= ?1 AND j.case_number < ?2 AND b.sequence <= ?3 AND j.sequence > ?3 AND j.past IS NOT NULL
                """, numbers, cutoff, body
            )
        }
    }

    /// Lends the newest facts of the cases that a centre keeps.
    package func lendFacts(ofCentre centre: Int, _ body: (FactsOnLoan) -> Void) throws(StoreError) {
        try read { db in
            try lend(
                db, "SELECT case_number, identifier, centre, revision, generation, sealed FROM facts WHERE centre = ?1",
                centre..<centre + 1, 0, body)
        }
    }

    /// The numbers of a centre's cases in which somebody's identity is kept.
    package func casesWithIdentities(ofCentre centre: Int) throws(StoreError) -> Set<Int> {
        try read { db in
            try Int.fetchSet(
                db, sql: "SELECT i.case_number FROM identity i JOIN case_file c ON c.number = i.case_number WHERE c.centre = ?",
                arguments: [centre])
        }
    }

    /// Lends every version of the facts of cases with numbers in a range, the newest and the past ones.
    ///
    /// - Returns: The newest commit, at the moment at which they were read.
    package func lendVersions(
        numbers: Range<Int>, _ body: (_ facts: FactsOnLoan, _ isNewest: Bool) -> Void
    ) throws(StoreError) -> Int {
        try read { db in
            try lend(
                db,
                """
                SELECT case_number, identifier, centre, revision, generation, sealed FROM facts
                WHERE case_number >= ?1 AND case_number < ?2
                """, numbers, 0
            ) { body($0, true) }
            try lend(
                db,
                """
                SELECT j.case_number, c.identifier, c.centre, j.entry - 1, j.past_generation, j.past
                FROM journal j JOIN case_file c ON c.number = j.case_number
                WHERE j.case_number >= ?1 AND j.case_number < ?2 AND j.past IS NOT NULL
                """, numbers, 0
            ) { body($0, false) }
            return try Int.fetchOne(db, sql: "SELECT coalesce(max(sequence), 0) FROM commit_log") ?? 0
        }
    }

    private func lend(_ db: Database, _ sql: String, _ numbers: Range<Int>, _ cutoff: Int, _ body: (FactsOnLoan) -> Void) throws {
        let owner = try db.makeStatement(sql: sql)
        // The C statement lives as long as its owner.
        defer { withExtendedLifetime(owner) {} }
        let statement = owner.sqliteStatement
        sqlite3_bind_int64(statement, 1, Int64(numbers.lowerBound))
        sqlite3_bind_int64(statement, 2, Int64(numbers.upperBound))
        sqlite3_bind_int64(statement, 3, Int64(cutoff))
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                guard let identifier = sqlite3_column_blob(statement, 1), sqlite3_column_bytes(statement, 1) == 16 else {
                    throw StoreError.corrupt
                }
                let high = UInt64(bigEndian: identifier.loadUnaligned(as: UInt64.self))
                let low = UInt64(bigEndian: identifier.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                body(
                    FactsOnLoan(
                        number: Int(sqlite3_column_int64(statement, 0)), caseFile: Identifier(high: high, low: low),
                        centre: Int(sqlite3_column_int64(statement, 2)),
                        revision: UInt32(truncatingIfNeeded: sqlite3_column_int64(statement, 3)),
                        generation: UInt32(truncatingIfNeeded: sqlite3_column_int64(statement, 4)),
                        sealed: UnsafeRawBufferPointer(
                            start: sqlite3_column_blob(statement, 5), count: Int(sqlite3_column_bytes(statement, 5))
                        )
                    )
                )
            case SQLITE_DONE: return
            case SQLITE_CORRUPT: throw StoreError.corrupt
            default: throw StoreError.inputOutput
            }
        }
    }
}
