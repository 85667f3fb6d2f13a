package import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// A log, whichever centre it is for; `nil` when there is none.
    package func supportLog(_ identifier: Identifier<SupportLog>) throws(StoreError) -> SupportLogRow? {
        try readOnce { db in
            let statement = try db.cachedStatement(sql: SupportLogRow.query + " WHERE l.identifier = ?")
            return try Row.fetchOne(statement, arguments: [Data(identifier.bytes)]).map(SupportLogRow.init(row:))
        }
    }

    /// The logs that wait at a centre, oldest first.
    package func waitingLogs(ofCentre centre: Identifier<Centre>) throws(StoreError) -> [SupportLogRow] {
        try read { db in
            try Row.fetchAll(
                db, sql: SupportLogRow.query + " WHERE c.identifier = ? AND l.envelope IS NOT NULL ORDER BY l.received_at, l.identifier",
                arguments: [Data(centre.bytes)]
            ).map(SupportLogRow.init(row:))
        }
    }

    /// The logs of a centre since a moment without what was sealed, newest first, whatever became of them.
    package func logMarks(ofCentre centre: Identifier<Centre>, since: Instant, most: Int) throws(StoreError) -> [LogMark] {
        try readOnce { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT identifier, received_at, settled_at, revision, origin FROM support_log
                    WHERE centre = (SELECT number FROM centre WHERE identifier = ?) AND received_at >= ?
                    ORDER BY received_at DESC, identifier DESC LIMIT ?
                    """)
            return try Row.fetchAll(statement, arguments: [Data(centre.bytes), since.seconds, most]).map { row in
                LogMark(
                    identifier: try row.identifier("identifier"), centre: centre, receivedAt: Instant(seconds: row["received_at"]),
                    isSettled: row["settled_at"] as Int64? != nil, revision: try row.whole("revision"), origin: try row.sealed("origin"))
            }
        }
    }

    /// How many logs wait at each centre, and since when the oldest; a centre where none waits is missing.
    package func waitingLogCounts() throws(StoreError) -> [Identifier<Centre>: (count: Int, oldest: Instant)] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT c.identifier, count(*), min(l.received_at) FROM support_log l JOIN centre c ON c.number = l.centre
                    WHERE l.envelope IS NOT NULL GROUP BY l.centre
                    """)
            return try Dictionary(
                rows.map { row in
                    guard let centre = Identifier<Centre>(bytes: row[0] as Data) else { throw StoreError.corrupt }
                    return (centre, (count: row[1] as Int, oldest: Instant(seconds: row[2])))
                }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// The logs that the audit chain must name; an older version of the program has none.
    func lendSupportLogRows(_ body: (FoundRow) throws -> Void) throws(StoreError) {
        try read { db in
            guard try db.tableExists("support_log") else { return }
            let rows = try Row.fetchCursor(db, sql: SupportLogRow.query)
            while let row = try rows.next() {
                try body(FoundRow(content: try SupportLogRow(row: row).content, sequence: nil, superseded: nil))
            }
        }
    }
}

extension SupportLogRow {
    fileprivate static let query = """
        SELECT l.identifier, c.identifier AS centre, l.received_at, l.settled_at, l.revision, l.origin, l.envelope
        FROM support_log l JOIN centre c ON c.number = l.centre
        """

    init(row: Row) throws {
        self.init(
            identifier: try row.identifier("identifier"), centre: try row.identifier("centre"),
            receivedAt: Instant(seconds: row["received_at"]), settledAt: (row["settled_at"] as Int64?).map(Instant.init(seconds:)),
            revision: try row.whole("revision"), origin: try row.sealed("origin"), envelope: (row["envelope"] as Data?).map { Array($0) }
        )
    }
}
