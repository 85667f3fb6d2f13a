package import CaseDomain
import Foundation
import GRDB

/// Writes transactions inside one SQLite transaction and keeps the sequences.
struct TransactionWriter {
    let db: Database
    let statements: WriterStatements
    let chain: @Sendable ([UInt8]) -> [UInt8]
    private var sequence: Int
    private var auditSequence: Int
    private var chainValue: [UInt8]
    private var centreNumbers: [String: Int] = [:]
    /// The commit that has begun, which the audit entries accompany; `nil` when nothing but the chain is written.
    private var commit: Int?

    init(_ db: Database, chain: @escaping @Sendable ([UInt8]) -> [UInt8]) throws {
        self.db = db
        statements = WriterStatements(db)
        self.chain = chain
        sequence = try Int.fetchOne(db.cachedStatement(sql: "SELECT max(sequence) FROM commit_log")) ?? 0
        let last = try Row.fetchOne(db.cachedStatement(sql: "SELECT sequence, chain FROM audit ORDER BY sequence DESC LIMIT 1"))
        auditSequence = last?["sequence"] ?? 0
        chainValue = (last?["chain"] as Data?).map { Array($0) } ?? Array(repeating: 0, count: 32)
    }

    /// Writes one transaction that was admitted.
    ///
    /// After an error the caller rolls everything back.
    mutating func write(_ transaction: Transaction, advanced: Int?) throws -> Committed {
        try begin(at: transaction.at, changesKnowledge: transaction.changesKnowledge, atLeast: transaction.tombstone?.sequence ?? 0)
        let erased = try transaction.erasure.map { try erase($0, at: sequence) }
        if let passed = transaction.passedErasure { try write(passed, at: sequence) }
        if let tombstone = transaction.tombstone { try write(tombstone, at: sequence) }
        if let identity = transaction.identityErasure { try erase(identity) }
        let numbers = try writePart(transaction, advanced: advanced)
        return Committed(sequence: sequence, caseNumbers: numbers, centreNumbers: centreNumbers, erasedNumber: erased)
    }

    /// Writes what a transaction holds into the commit that has begun; the numbers of the cases.
    @discardableResult
    mutating func writePart(_ transaction: Transaction, advanced: Int? = nil) throws -> [Int] {
        for centre in transaction.newCentres { try write(centre) }
        for centre in transaction.centreVersions {
            let number = try number(of: centre.code)
            try write(centre.version, revision: centre.revision, of: number)
            if let keys = centre.keys { try write(keys, of: number) }
        }
        for list in transaction.activityLists { try write(list) }
        for external in transaction.externals { try write(external) }
        for row in transaction.confirmations { try write(row, at: sequence) }
        var numbers: [Int] = []
        for append in transaction.appends { numbers.append(try write(append, advanced: advanced)) }
        for row in transaction.referrals { try write(row) }
        for row in transaction.logs { try write(row) }
        for row in transaction.registerRows { try write(row) }
        for change in transaction.accountChanges { try write(change) }
        for change in transaction.releases { try write(change) }
        for row in transaction.backups { try write(row) }
        if let version = transaction.policyVersion { try write(version) }
        for audit in transaction.audit { try write(audit, at: transaction.at) }
        return numbers
    }

    /// Refuses, before anything is written, what cannot follow from what stands there.
    ///
    /// - Returns: The number of the case, when the transaction is one more entry of one case: it has been advanced already.
    func admit(_ transaction: Transaction) throws -> Int? {
        try admitErasures(transaction, after: sequence)
        for row in transaction.referrals { try admit(row) }
        for row in transaction.logs { try admit(row) }
        for change in transaction.releases { try admit(change) }
        try admitPlain(transaction)
        if let version = transaction.policyVersion { try admit(version) }
        if transaction.appends.count == 1, let append = transaction.appends.first, append.entry > 1 { return try advanceCase(append) }
        for append in transaction.appends {
            let found = try Int.fetchOne(
                db.cachedStatement(sql: "SELECT entries FROM case_file WHERE identifier = ?"), arguments: [Data(append.caseFile.bytes)]
            )
            if append.entry == 1 {
                guard found == nil else { throw StoreError.staleFacts }
                if let digest = append.shortCodeDigest, try hasShortCode(digest) { throw StoreError.shortCodeTaken }
            } else {
                guard let found else { throw StoreError.unknownCase }
                guard found + 1 == Int(append.entry) else { throw StoreError.staleFacts }
            }
        }
        return nil
    }

    private func admit(_ version: PolicyVersionRow) throws {
        let newest = try Int.fetchOne(db.cachedStatement(sql: "SELECT max(version) FROM policy_version")) ?? 1
        guard version.version == newest + 1, version.sequence == sequence + 1 else { throw StoreError.staleKeys }
    }

    private func write(_ version: PolicyVersionRow) throws {
        try execute(
            "INSERT INTO policy_version (version, digest, sequence, adopted_at, tag) VALUES (?, ?, ?, ?, ?)",
            [version.version, version.digest, version.sequence, version.adoptedAt.seconds, version.tag]
        )
    }

    func hasShortCode(_ digest: [UInt8]) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM short_code WHERE digest = ?)")
        return try Bool.fetchOne(statement, arguments: [Data(digest)]) ?? false
    }

    /// - Parameter least: The commit's number is this or a higher one.
    mutating func begin(at: Instant, changesKnowledge: Bool, atLeast least: Int = 0) throws {
        commit = nil
        guard changesKnowledge else { return }
        sequence = max(sequence + 1, least)
        commit = sequence
        try execute("INSERT INTO commit_log (sequence, at) VALUES (?, ?)", [sequence, at.seconds])
    }

    private func execute(_ sql: StaticString, _ values: [any Bindable]) throws {
        try statements.run(sql, values)
    }

    private mutating func number(of code: String) throws -> Int {
        if let known = centreNumbers[code] { return known }
        guard let number = try Int.fetchOne(db.cachedStatement(sql: "SELECT number FROM centre WHERE code = ?"), arguments: [code]) else {
            throw StoreError.refused
        }
        centreNumbers[code] = number
        return number
    }

    private mutating func write(_ centre: NewCentre) throws {
        try execute("INSERT INTO centre (identifier, code) VALUES (?, ?)", [centre.identifier.bytes, centre.code])
        let number = Int(db.lastInsertedRowID)
        centreNumbers[centre.code] = number
        try write(centre.version, revision: 1, of: number)
        if let keys = centre.keys { try write(keys, of: number) }
    }

    private func write(_ keys: CentreKeys, of number: Int) throws {
        try execute(
            "INSERT INTO centre_key (centre, root_tag, head_tag, opening) VALUES (?, ?, ?, ?)",
            [number, keys.rootTag, keys.headTag, keys.opening.bytes]
        )
        try execute(
            "INSERT INTO centre_link (centre, number, body, signature) VALUES (?, 0, ?, ?)",
            [number, keys.linkBody, keys.linkSignature]
        )
    }

    private func write(_ version: CentreVersion, revision: Int, of centre: Int) throws {
        try execute(
            """
            INSERT INTO centre_version (centre, revision, sequence, name, kind, is_public, place, valid_from, valid_to)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                centre, revision, sequence, version.name, Int(version.kind.number), version.isPublic, Int(version.place.number),
                Int(version.validFrom.number), version.validTo.map { Int($0.number) },
            ]
        )
    }

    private mutating func write(_ list: ActivityList) throws {
        let centre = try number(of: list.centre)
        try execute(
            "INSERT INTO activity_list (centre, year, revision, sequence) VALUES (?, ?, ?, ?)",
            [centre, list.year, list.revision, sequence]
        )
        for (row, activity) in list.activities.enumerated() {
            try execute(
                """
                INSERT INTO activity (centre, year, revision, row, kind, held_on, participants_female, participants_male, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    centre, list.year, list.revision, row, Int(activity.kind.number), Int(activity.on.number), activity.participantsFemale,
                    activity.participantsMale, activity.note.map(\.bytes),
                ]
            )
        }
    }

    private func write(_ external: ExternalValue) throws {
        try execute(
            "INSERT INTO external_value (indicator, year, revision, sequence, value, source, entered_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [external.indicator, external.year, external.revision, sequence, external.value, external.source, external.enteredBy]
        )
    }

    /// The number of the case.
    private mutating func write(_ append: CaseAppend, advanced: Int?) throws -> Int {
        let number = try advanced ?? (append.entry == 1 ? insertCase(append) : advanceCase(append))
        if let key = append.key {
            try execute(
                "INSERT INTO case_key (case_number, generation, wrapped) VALUES (?, ?, ?)",
                [number, Int(append.generation), key.bytes]
            )
        }
        if append.entry == 1 {
            try execute(
                "INSERT INTO journal (case_number, entry, sequence, generation, sealed) VALUES (?, 1, ?, ?, ?)",
                [number, sequence, Int(append.generation), append.journal.bytes]
            )
        } else {
            // The entry keeps the facts that it supersedes, for older cut-offs.
            try execute(
                """
                INSERT INTO journal (case_number, entry, sequence, generation, sealed, past_generation, past)
                SELECT ?1, ?2, ?3, ?4, ?5, generation, sealed FROM facts WHERE case_number = ?1
                """,
                [number, Int(append.entry), sequence, Int(append.generation), append.journal.bytes]
            )
            guard db.changesCount == 1 else { throw StoreError.corrupt }
        }
        try writeFacts(append, number)
        for identity in append.identities { try write(identity, of: number) }
        if let register = append.register { try write(register, of: number) }
        return number
    }

    private mutating func insertCase(_ append: CaseAppend) throws -> Int {
        try execute(
            "INSERT INTO case_file (identifier, centre, entries, sheet_revision, sheet) VALUES (?, ?, 1, ?, ?)",
            [append.caseFile.bytes, try number(of: append.centre), append.sheet.map { _ in 1 }, append.sheet?.bytes]
        )
        let number = Int(db.lastInsertedRowID)
        if let digest = append.shortCodeDigest {
            try execute("INSERT INTO short_code (digest, case_number) VALUES (?, ?)", [digest, number])
        }
        return number
    }

    private func advanceCase(_ append: CaseAppend) throws -> Int {
        let number: Int?
        if let sheet = append.sheet {
            number = try statements.integer(
                """
                UPDATE case_file SET entries = ?1, sheet_revision = ?1, sheet = ?3
                WHERE identifier = ?2 AND entries = ?1 - 1 RETURNING number
                """,
                [Int(append.entry), append.caseFile.bytes, sheet.bytes]
            )
        } else {
            number = try statements.integer(
                "UPDATE case_file SET entries = ?1 WHERE identifier = ?2 AND entries = ?1 - 1 RETURNING number",
                [Int(append.entry), append.caseFile.bytes]
            )
        }
        guard let number else { throw StoreError.staleFacts }
        return number
    }

    /// The newest facts lie in a table of their own, so that what a start reads does not grow with history; the entry keeps the old ones.
    private mutating func writeFacts(_ append: CaseAppend, _ number: Int) throws {
        let centre = try self.number(of: append.centre)
        guard append.entry > 1 else {
            return try execute(
                "INSERT INTO facts (case_number, identifier, centre, revision, sequence, generation, sealed) VALUES (?, ?, ?, 1, ?, ?, ?)",
                [number, append.caseFile.bytes, centre, sequence, Int(append.factsGeneration), append.facts.bytes]
            )
        }
        try execute(
            "UPDATE facts SET centre = ?, revision = ?, sequence = ?, generation = ?, sealed = ? WHERE case_number = ?",
            [centre, Int(append.entry), sequence, Int(append.factsGeneration), append.facts.bytes, number]
        )
    }

    private func write(_ identity: IdentityRow, of number: Int) throws {
        if let key = identity.key {
            try execute(
                "INSERT INTO identity_key (person, generation, wrapped) VALUES (?, ?, ?)",
                [identity.person.bytes, Int(identity.generation), key.bytes]
            )
        }
        if identity.revision == 1 {
            try execute(
                "INSERT INTO identity (person, case_number, revision, generation, sealed) VALUES (?, ?, 1, ?, ?)",
                [identity.person.bytes, number, Int(identity.generation), identity.sealed.bytes]
            )
        } else {
            try execute(
                "UPDATE identity SET revision = ?, generation = ?, sealed = ? WHERE person = ? AND case_number = ? AND revision = ?",
                [
                    Int(identity.revision), Int(identity.generation), identity.sealed.bytes, identity.person.bytes, number,
                    Int(identity.revision) - 1,
                ]
            )
            guard db.changesCount == 1 else { throw StoreError.staleFacts }
        }
    }

    private func write(_ mark: RegisterMark, of number: Int) throws {
        try execute(
            """
            INSERT INTO register_case (digest, case_number, untouched) VALUES (?, ?, ?)
            ON CONFLICT (digest) DO UPDATE SET untouched = excluded.untouched
            """,
            [mark.digest, number, mark.untouched]
        )
        for row in mark.rows { try write(row) }
    }

    private func write(_ row: RegisterRow) throws {
        try execute(
            """
            INSERT INTO register_row (digest, content, revision) VALUES (?, ?, ?)
            ON CONFLICT (digest) DO UPDATE SET content = excluded.content, revision = excluded.revision
            """,
            [row.digest, row.content, Int(row.revision)]
        )
    }

    mutating func write(_ audit: AuditRow, at: Instant) throws {
        auditSequence += 1
        chainValue = chain(AuditChain.link(previous: chainValue, sequence: auditSequence, at: at, commit: commit, audit))
        try execute(
            "INSERT INTO audit (sequence, at, commit_sequence, identifier, sealed, chain) VALUES (?, ?, ?, ?, ?, ?)",
            [auditSequence, at.seconds, commit, audit.identifier.bytes, audit.sealed.bytes, chainValue]
        )
    }

    /// What a whole transaction became, after its last part.
    var committed: Committed { Committed(sequence: sequence, caseNumbers: [], centreNumbers: centreNumbers, erasedNumber: nil) }
}

/// What a link of the audit chain is computed over.
package enum AuditChain {
    package static func link(previous: [UInt8], sequence: Int, at: Instant, commit: Int?, _ audit: AuditRow) -> [UInt8] {
        var writer = ByteWriter(reserving: 512)
        writer.write(raw: previous)
        writer.write(Int64(sequence))
        writer.write(at.seconds)
        writer.write(Int64(commit ?? 0))
        writer.write(audit.identifier)
        writer.write(raw: audit.sealed.bytes)
        return writer.bytes
    }
}
