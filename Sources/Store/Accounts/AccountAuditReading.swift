import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// The rows of accounts, devices and members' boxes that the audit chain must name.
    ///
    /// Printed codes and enrolments are not named one by one: their keyed digests and tags are what nobody makes without the service key. An
    /// older version of the program has written none of these tables; a file that has lost them lacks rows that the chain names.
    func lendAccountRows(digestKey: (String) -> [UInt8], _ body: (FoundRow) throws -> Void) throws(StoreError) {
        try read { db in
            guard try db.tableExists("user") else { return }
            func lend(_ sql: String, _ content: (Row) throws -> RowContent) throws {
                let rows = try Row.fetchCursor(db, sql: sql)
                while let row = try rows.next() {
                    try body(FoundRow(content: try content(row), sequence: nil, superseded: nil))
                }
            }
            try lend(AccountQueries.user) { try UserRow(row: $0).content }
            try lend("SELECT * FROM credential") { try CredentialRow(row: $0).content }
            try lend(AccountQueries.device) { try DeviceRow(row: $0).content }
            try lend(
                """
                SELECT c.identifier, k.root_tag, k.head_tag, k.opening, (SELECT count(*) FROM centre_link l WHERE l.centre = k.centre) AS links
                FROM centre_key k JOIN centre c ON c.number = k.centre WHERE k.head_tag IS NOT NULL
                """
            ) { row in
                CentreChainRow.head(
                    of: try row.identifier("identifier"), links: row["links"], rootTag: row.bytes("root_tag"),
                    headTag: row.bytes("head_tag"),
                    opening: try row.sealedIfAny("opening")
                )
            }
            try lend("SELECT c.identifier, b.epoch, b.user, b.sealed FROM centre_box b JOIN centre c ON c.number = b.centre") { row in
                let box = CentreBoxRow(
                    centre: try row.identifier("identifier"), epoch: try row.whole("epoch"), user: try row.identifier("user"),
                    sealed: try row.sealed("sealed")
                )
                return box.content(key: digestKey(box.key))
            }
            try lend("SELECT c.identifier, p.epoch, p.sealed FROM centre_past p JOIN centre c ON c.number = p.centre") { row in
                let past = CentrePastRow(
                    centre: try row.identifier("identifier"), epoch: try row.whole("epoch"), sealed: try row.sealed("sealed"))
                return past.content(key: digestKey(past.key))
            }
        }
    }
}
