import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// What organisations said of periods, as it was known at a commit: the newest version of each, withdrawals too.
    ///
    /// None in the file of an older version of the program.
    package func confirmations(at cutoff: Int) throws(StoreError) -> [StoredConfirmation] {
        try confirmations(
            """
            p.revision = (SELECT max(revision) FROM period_confirmation n
                          WHERE n.centre = p.centre AND n.calendar = p.calendar AND n.period = p.period AND n.sequence <= ?1)
            """, [cutoff])
    }

    /// Every version, for comparing with the audit chain.
    func everyConfirmation() throws(StoreError) -> [StoredConfirmation] {
        try confirmations("true", [])
    }

    private func confirmations(_ condition: String, _ arguments: StatementArguments) throws(StoreError) -> [StoredConfirmation] {
        try read { db in
            guard try db.tableExists("period_confirmation") else { return [] }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT c.code, p.calendar, p.period, p.revision, p.first_day, p.last_day, p.answer, p.sequence, l.at
                    FROM period_confirmation p JOIN centre c ON c.number = p.centre JOIN commit_log l ON l.sequence = p.sequence
                    WHERE \(condition) ORDER BY c.code, p.first_day, p.calendar, p.period, p.revision
                    """, arguments: arguments
            ).map { row in
                let first = Day(number: try row.whole("first_day"))
                let last = Day(number: try row.whole("last_day"))
                guard first <= last, let answer = PeriodAnswer(number: try row.whole("answer")) else { throw StoreError.corrupt }
                return StoredConfirmation(
                    row: PeriodConfirmationRow(
                        centre: row["code"], calendar: row["calendar"], period: row["period"], revision: row["revision"],
                        days: first...last, answer: answer),
                    sequence: row["sequence"], at: Instant(seconds: row["at"]))
            }
        }
    }
}

extension TransactionWriter {
    /// Refuses, before anything is written, new versions of what somebody else has changed meanwhile.
    func admitPlain(_ transaction: Transaction) throws {
        for centre in transaction.newCentres {
            let sql = "SELECT EXISTS (SELECT 1 FROM centre WHERE code = ?)"
            let isTaken = try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [centre.code]) ?? false
            guard !isTaken else { throw StoreError.staleCentre }
        }
        for centre in transaction.centreVersions {
            try admit(
                centre.revision,
                after: "SELECT max(revision) FROM centre_version WHERE centre = (SELECT number FROM centre WHERE code = ?)", [centre.code])
        }
        for list in transaction.activityLists {
            try admit(
                list.revision,
                after: "SELECT max(revision) FROM activity_list WHERE centre = (SELECT number FROM centre WHERE code = ?) AND year = ?",
                [list.centre, list.year])
        }
        for row in transaction.confirmations {
            try admit(
                row.revision,
                after: """
                    SELECT max(revision) FROM period_confirmation
                    WHERE centre = (SELECT number FROM centre WHERE code = ?) AND calendar = ? AND period = ?
                    """, [row.centre, row.calendar, row.period])
        }
    }

    private func admit(_ revision: Int, after sql: String, _ key: StatementArguments) throws {
        let newest = try Int.fetchOne(db.cachedStatement(sql: sql), arguments: key)
        guard revision == (newest ?? 0) + 1 else { throw StoreError.staleCentre }
    }

    func write(_ row: PeriodConfirmationRow, at sequence: Int) throws {
        try perform(
            """
            INSERT INTO period_confirmation (centre, calendar, period, revision, sequence, first_day, last_day, answer)
            SELECT number, ?, ?, ?, ?, ?, ?, ? FROM centre WHERE code = ?
            """,
            [
                row.calendar, row.period, row.revision, sequence, Int(row.days.lowerBound.number), Int(row.days.upperBound.number),
                Int(row.answer.number), row.centre,
            ], orElse: .refused)
    }
}
