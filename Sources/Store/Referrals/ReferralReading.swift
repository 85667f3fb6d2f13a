package import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// A referral, whoever it is offered to; `nil` when there is none.
    package func referral(_ identifier: Identifier<Referral>) throws(StoreError) -> ReferralRow? {
        try read { db in
            try Row.fetchOne(db, sql: ReferralRow.query + " WHERE r.identifier = ?", arguments: [Data(identifier.bytes)])
                .map(ReferralRow.init(row:))
        }
    }

    /// The offers that wait for a centre's answer, oldest first.
    package func waitingReferrals(ofCentre centre: Identifier<Centre>) throws(StoreError) -> [ReferralRow] {
        try read { db in
            try Row.fetchAll(
                db, sql: ReferralRow.query + " WHERE c.identifier = ? AND r.offer IS NOT NULL ORDER BY r.sent_at, r.identifier",
                arguments: [Data(centre.bytes)]
            ).map(ReferralRow.init(row:))
        }
    }

    /// The referrals that the audit chain must name; an older version of the program has none.
    func lendReferralRows(_ body: (FoundRow) throws -> Void) throws(StoreError) {
        try read { db in
            guard try db.tableExists("referral") else { return }
            let rows = try Row.fetchCursor(db, sql: ReferralRow.query)
            while let row = try rows.next() {
                try body(FoundRow(content: try ReferralRow(row: row).content, sequence: nil, superseded: nil))
            }
        }
    }
}

extension ReferralRow {
    fileprivate static let query = """
        SELECT r.identifier, c.identifier AS centre, r.sent_at, r.answered_at, r.revision, r.offer, r.answer
        FROM referral r JOIN centre c ON c.number = r.centre
        """

    init(row: Row) throws {
        self.init(
            identifier: try row.identifier("identifier"), centre: try row.identifier("centre"), sentAt: Instant(seconds: row["sent_at"]),
            answeredAt: (row["answered_at"] as Int64?).map(Instant.init(seconds:)), revision: try row.whole("revision"),
            offer: try row.sealedIfAny("offer"), answer: try row.sealedIfAny("answer")
        )
    }
}
