package import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// Every release, by number.
    package func releases() throws(StoreError) -> [ReleaseRow] {
        try read { db in
            guard try db.tableExists("release") else { return [] }
            return try Row.fetchAll(db, sql: ReleaseRow.query + " ORDER BY number").map(ReleaseRow.init(row:))
        }
    }

    /// What was published, by number, without what stays sealed beside it.
    package func publications() throws(StoreError) -> [ReleaseRow.Publication] {
        try read { db in
            guard try db.tableExists("release") else { return [] }
            return try Row.fetchAll(
                db, sql: "SELECT published_at, manifest, signature FROM release WHERE published_at IS NOT NULL ORDER BY number"
            ).compactMap(ReleaseRow.Publication.init(row:))
        }
    }

    package func release(_ identifier: Identifier<Release>) throws(StoreError) -> ReleaseRow? {
        try read { db in
            try Row.fetchOne(db, sql: ReleaseRow.query + " WHERE identifier = ?", arguments: [Data(identifier.bytes)])
                .map(ReleaseRow.init(row:))
        }
    }

    /// The newest version of every counted set of a year.
    package func countedSets(year: Int) throws(StoreError) -> [CountedSetRow] {
        try countedSets(
            """
            year = ? AND revision = (SELECT max(revision) FROM counted_set n
                                     WHERE n.indicator = counted_set.indicator AND n.year = counted_set.year AND n.quarter = counted_set.quarter)
            """, [year])
    }

    private func countedSets(_ condition: String, _ arguments: StatementArguments) throws(StoreError) -> [CountedSetRow] {
        try read { db in
            guard try db.tableExists("counted_set") else { return [] }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT indicator, year, quarter, revision, release, sealed FROM counted_set
                    WHERE \(condition) ORDER BY indicator, year, quarter, revision
                    """, arguments: arguments
            ).map { row in
                CountedSetRow(
                    indicator: row["indicator"], year: row["year"], quarter: row["quarter"], revision: try row.whole("revision"),
                    release: try row.identifier("release"), sealed: try row.sealed("sealed"))
            }
        }
    }

    /// What others published, in the order in which it was registered.
    package func ledgerRows() throws(StoreError) -> [LedgerRow] {
        try read { db in
            guard try db.tableExists("ledger_figure") else { return [] }
            return try Row.fetchAll(db, sql: "SELECT number, at, body FROM ledger_figure ORDER BY number").map { row in
                LedgerRow(number: row["number"], at: Instant(seconds: row["at"]), body: row["body"])
            }
        }
    }

    /// The key of releases; `nil` before the first approver enrolled.
    package func releaseKey() throws(StoreError) -> ReleaseKeyRow? {
        try read { db in
            guard try db.tableExists("release_key") else { return nil }
            return try Row.fetchOne(db, sql: "SELECT public, made_at, tag FROM release_key").map { row in
                ReleaseKeyRow(
                    publicKey: Array(row["public"] as Data), madeAt: Instant(seconds: row["made_at"]), tag: Array(row["tag"] as Data))
            }
        }
    }

    package func releaseBoxes() throws(StoreError) -> [ReleaseBoxRow] {
        try read { db in
            guard try db.tableExists("release_box") else { return [] }
            return try Row.fetchAll(db, sql: "SELECT user, public, revision, sealed FROM release_box ORDER BY user").map { row in
                ReleaseBoxRow(
                    user: try row.identifier("user"), publicKey: Array(row["public"] as Data), revision: try row.whole("revision"),
                    sealed: try row.sealed("sealed"))
            }
        }
    }

    /// The restricted returns that were handed out of a release, by number.
    package func releaseCopies(of release: Identifier<Release>) throws(StoreError) -> [ReleaseCopyRow] {
        try releaseCopies("release = ?", [Data(release.bytes)])
    }

    private func releaseCopies(_ condition: String, _ arguments: StatementArguments) throws(StoreError) -> [ReleaseCopyRow] {
        try read { db in
            guard try db.tableExists("release_copy") else { return [] }
            return try Row.fetchAll(
                db, sql: "SELECT release, number, sealed FROM release_copy WHERE \(condition) ORDER BY release, number",
                arguments: arguments
            ).map { ReleaseCopyRow(release: try $0.identifier("release"), number: $0["number"], sealed: try $0.sealed("sealed")) }
        }
    }

    /// The rows that the audit chain must name; an older version of the program has none.
    func lendReleaseRows(digestKey: (String) -> [UInt8], _ body: (FoundRow) throws -> Void) throws(StoreError) {
        let contents =
            try releases().map(\.content) + (try countedSets("true", [])).map { $0.content(key: digestKey) }
            + (try ledgerRows()).map { $0.content(key: digestKey) }
            + [try releaseKey()].compactMap { $0?.content(key: digestKey) } + (try releaseBoxes()).map(\.content)
            + (try releaseCopies("true", [])).map { $0.content(key: digestKey) }
        do {
            for content in contents { try body(FoundRow(content: content, sequence: nil, superseded: nil)) }
        } catch {
            throw StoreError(error)
        }
    }
}

extension ReleaseRow {
    fileprivate static let query = "SELECT identifier, number, revision, sealed, published_at, manifest, signature FROM release"

    init(row: Row) throws {
        self.init(
            identifier: try row.identifier("identifier"), number: row["number"], revision: try row.whole("revision"),
            sealed: try row.sealed("sealed"), published: Publication(row: row))
    }
}

extension ReleaseRow.Publication {
    fileprivate init?(row: Row) {
        guard let at = row["published_at"] as Int64?, let manifest = row["manifest"] as Data?, let signature = row["signature"] as String?
        else { return nil }
        self.init(at: Instant(seconds: at), manifest: Array(manifest), signature: signature)
    }
}
