/// What was done, for the audit chain.
///
/// Sealed under the audit key; holds identifiers and digests, nothing that names a person.
package struct AuditEntry: Hashable, Sendable {
    /// Where a digest of a session's token would stand.
    package static let noSession: [UInt8] = Array(repeating: 0, count: 16)

    /// Who acted: `local`, or a user's name.
    package var actor: String
    /// Digest of the session's token; zeros without a session.
    package var session: [UInt8]
    package var verb: AuditVerb
    /// What it was done to; `none` when it is no single case or centre.
    package var caseFile: Identifier<Case>
    package var centre: Identifier<Centre>
    /// The account that it was done to; `none` when it is none.
    package var subject: Identifier<User>
    package var outcome: AuditOutcome
    /// Why somebody looked who does not work on the case; `nil` where nobody is asked.
    package var reason: Code<LookReason>?
    /// The rows that were written with it.
    package var rows: [RowDigest]

    package init(
        actor: String, session: [UInt8] = AuditEntry.noSession, verb: AuditVerb, caseFile: Identifier<Case>? = nil,
        centre: Identifier<Centre>? = nil, subject: Identifier<User>? = nil, outcome: AuditOutcome = .done,
        reason: Code<LookReason>? = nil, rows: [RowDigest] = []
    ) {
        self.actor = actor
        self.session = session
        self.verb = verb
        self.caseFile = caseFile ?? Identifier.none
        self.centre = centre ?? Identifier.none
        self.subject = subject ?? Identifier.none
        self.outcome = outcome
        self.reason = reason
        self.rows = rows
    }
}

/// Why somebody looks at the identity of a person whose case is not assigned to them; words in `vocabularies/look-reasons.yaml`.
package enum LookReason {}

package enum AuditOutcome: String, Codeword {
    case done, denied, failed

    package var number: UInt8 {
        switch self {
        case .done: 1
        case .denied: 2
        case .failed: 3
        }
    }
}

extension AuditEntry {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 256)
        writer.write(UInt8(3))
        writer.write(verb.number)
        writer.write(outcome.number)
        writer.write(caseFile)
        writer.write(centre)
        writer.write(subject)
        writer.write(reason?.number ?? 0)
        writer.write(raw: session.prefix(16) + Array(repeating: 0, count: max(0, 16 - session.count)))
        writer.write(actor)
        writer.write(UInt32(rows.count))
        for row in rows {
            writer.write(row.table.number)
            writer.write(raw: row.row)
            writer.write(row.revision)
            writer.write(raw: row.digest)
        }
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        // The first version had no subject, the second no reason.
        let version = try reader.read(UInt8.self)
        guard (1...3).contains(version) else { throw .unknownVersion }
        verb = try reader.readWord()
        outcome = try reader.readWord()
        caseFile = try reader.readIdentifier()
        centre = try reader.readIdentifier()
        subject = version == 1 ? Identifier.none : try reader.readIdentifier()
        let reason = version < 3 ? 0 : try reader.read(UInt16.self)
        self.reason = reason == 0 ? nil : Code(number: reason)
        session = Array(try reader.readRaw(16))
        actor = try reader.readText()
        rows = []
        for _ in 0..<(try reader.read(UInt32.self)) {
            let table: AuditedTable = try reader.readWord()
            let row = Array(try reader.readRaw(16))
            let revision: UInt32 = try reader.read()
            rows.append(RowDigest(table: table, row: row, revision: revision, digest: Array(try reader.readRaw(RowDigest.digestLength))))
        }
        try reader.finish()
    }
}
