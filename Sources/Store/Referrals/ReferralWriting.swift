import CaseDomain
import Foundation
import GRDB

extension TransactionWriter {
    /// Refuses, before anything is written, what does not follow: a second sending, an answer to what no longer waits.
    func admit(_ row: ReferralRow) throws {
        let statement = try db.cachedStatement(sql: "SELECT revision FROM referral WHERE identifier = ?")
        let found = try Int.fetchOne(statement, arguments: [Data(row.identifier.bytes)])
        guard (found ?? 0) + 1 == Int(row.revision) else { throw StoreError.staleReferral }
    }

    func write(_ row: ReferralRow) throws {
        guard let answer = row.answer else {
            return try perform(
                "INSERT INTO referral (identifier, centre, sent_at, revision, offer) VALUES (?, ?, ?, 1, ?)",
                [
                    Data(row.identifier.bytes), try number(ofCentre: row.centre), row.sentAt.seconds, row.offer.map { Data($0.bytes) },
                ]
            )
        }
        try perform(
            "UPDATE referral SET answered_at = ?, revision = 2, offer = NULL, answer = ? WHERE identifier = ? AND revision = 1",
            [row.answeredAt?.seconds, Data(answer.bytes), Data(row.identifier.bytes)], orElse: .staleReferral
        )
    }

    func reseal(_ offers: [ResealedOffer]) throws {
        for offer in offers {
            try perform(
                "UPDATE referral SET offer = ? WHERE identifier = ? AND revision = 1 AND offer = ?",
                [offer.new.offer.map { Data($0.bytes) }, Data(offer.new.identifier.bytes), Data(offer.old.bytes)], orElse: .staleKeys
            )
        }
    }
}
