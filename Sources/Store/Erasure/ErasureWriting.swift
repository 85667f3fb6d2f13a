import CaseDomain
import Foundation
import GRDB

extension TransactionWriter {
    /// Refuses, before anything is written, an erasure that cannot follow from what stands there, or that has no tombstone.
    func admitErasures(_ transaction: Transaction, after newest: Int) throws {
        let erases = transaction.erasure != nil || transaction.passedErasure != nil || transaction.identityErasure != nil
        // What a tombstone names may not be in a restored copy.
        guard erases ? transaction.tombstone != nil : transaction.tombstone?.isReplayed ?? true else { throw StoreError.refused }
        if let tombstone = transaction.tombstone {
            let last = try Int.fetchOne(db, sql: "SELECT coalesce(max(number), 0) FROM tombstone") ?? 0
            // Made beside another erasure, or for a commit that somebody else has had meanwhile.
            guard tombstone.number == last + 1, tombstone.isReplayed || newest < tombstone.sequence else { throw StoreError.staleFacts }
        }
        if let erasure = transaction.erasure { try admit(erasure) }
        if let erasure = transaction.identityErasure {
            guard newest == erasure.newestCommit, !erasure.rows.isEmpty,
                try ErasedRows.all(ofPerson: erasure.person, in: erasure.caseFile, referrals: erasure.referrals, db) == erasure.rows
            else { throw StoreError.staleFacts }
        }
    }

    /// Deletes an identity with its keys and puts other bytes in place of facts.
    ///
    /// Before the entries that come with it are written: each keeps the facts that it supersedes.
    func erase(_ erasure: IdentityErasure) throws {
        try perform("DELETE FROM identity_key WHERE person = ?", [Data(erasure.person.bytes)])
        try perform("DELETE FROM identity WHERE person = ?", [Data(erasure.person.bytes)])
        for referral in erasure.referrals {
            try perform("DELETE FROM referral WHERE identifier = ? AND offer IS NOT NULL", [Data(referral.bytes)])
        }
        if let row = erasure.registerRow {
            try perform(
                "UPDATE register_row SET content = ?, revision = ? WHERE digest = ?",
                [Data(row.content), Int(row.revision), Data(row.digest)],
                orElse: .staleFacts
            )
        }
        for facts in erasure.resealed {
            try perform(
                facts.isNewest
                    ? "UPDATE facts SET sealed = ?1 WHERE case_number = ?2 AND revision = ?3 AND sealed = ?4"
                    : "UPDATE journal SET past = ?1 WHERE case_number = ?2 AND entry = ?3 + 1 AND past = ?4",
                [Data(facts.new.bytes), facts.number, Int(facts.revision), Data(facts.old)], orElse: .staleFacts
            )
        }
    }

    func write(_ tombstone: NewTombstone, at sequence: Int) throws {
        try perform(
            "INSERT INTO tombstone (number, sequence, erased_at, sealed) VALUES (?, ?, ?, ?)",
            [tombstone.number, sequence, tombstone.erasedAt.seconds, Data(tombstone.sealed.bytes)]
        )
    }

    /// Says that a case was erased at a commit.
    func write(_ erasure: Identifier<Erasure>, at sequence: Int) throws {
        try perform("INSERT INTO erasure (sequence, identifier, is_swept) VALUES (?, ?, 0)", [sequence, Data(erasure.bytes)])
    }

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
        try write(erasure.identifier, at: sequence)
        return number
    }
}
