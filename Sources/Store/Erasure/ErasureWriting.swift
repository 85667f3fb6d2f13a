import CaseDomain
import Foundation
import GRDB

extension TransactionWriter {
    /// Refuses, before anything is written, when the case is gone or its rows are no longer those that the audit entry names.
    func admit(_ erasure: CaseErasure) throws {
        let sql = "SELECT entries FROM case_file WHERE identifier = ?"
        guard let entries = try Int.fetchOne(db, sql: sql, arguments: [Data(erasure.caseFile.bytes)]) else {
            throw StoreError.unknownCase
        }
        guard entries == erasure.entries,
            try ErasedRows.all(of: erasure.caseFile, registerRows: erasure.registerRows, referrals: erasure.referrals, db)
                == erasure.rows
        else { throw StoreError.staleFacts }
    }

    /// Deletes every row of a case, the newest and the past ones.
    ///
    /// Nothing of the case stays but its name in sealed audit entries, and that some case was erased at this commit.
    ///
    /// - Returns: The number that the case had.
    func erase(_ erasure: CaseErasure, at sequence: Int) throws -> Int {
        let sql = "SELECT number FROM case_file WHERE identifier = ?"
        guard let number = try Int.fetchOne(db, sql: sql, arguments: [Data(erasure.caseFile.bytes)]) else {
            throw StoreError.unknownCase
        }
        for sql in [
            "DELETE FROM facts WHERE case_number = ?",
            "DELETE FROM journal WHERE case_number = ?",
            "DELETE FROM case_key WHERE case_number = ?",
            "DELETE FROM identity_key WHERE person IN (SELECT person FROM identity WHERE case_number = ?)",
            "DELETE FROM identity WHERE case_number = ?",
            "DELETE FROM short_code WHERE case_number = ?",
            "DELETE FROM register_case WHERE case_number = ?",
            "DELETE FROM case_file WHERE number = ?",
        ] {
            try perform(sql, [number])
        }
        for digest in erasure.registerRows { try perform("DELETE FROM register_row WHERE digest = ?", [Data(digest)]) }
        for referral in erasure.referrals { try perform("DELETE FROM referral WHERE identifier = ?", [Data(referral.bytes)]) }
        try perform(
            "INSERT INTO erasure (sequence, identifier, is_swept) VALUES (?, ?, 0)", [sequence, Data(erasure.identifier.bytes)])
        return number
    }
}
