/// What was done, for the audit chain.
///
/// Sealed under the audit key; holds identifiers and digests, nothing that names a person.
package struct AuditEntry: Hashable, Sendable {
    /// Who acted: `local`, or a user's name.
    package var actor: String
    /// Digest of the session's token; zeros without a session.
    package var session: [UInt8]
    package var verb: AuditVerb
    /// What it was done to; `none` when it is no single case or centre.
    package var caseFile: Identifier<Case>
    package var centre: Identifier<Centre>
    package var outcome: AuditOutcome
    /// The rows that were written with it.
    package var rows: [RowDigest]

    package init(
        actor: String, session: [UInt8] = Array(repeating: 0, count: 16), verb: AuditVerb, caseFile: Identifier<Case>? = nil,
        centre: Identifier<Centre>? = nil, outcome: AuditOutcome = .done, rows: [RowDigest] = []
    ) {
        self.actor = actor
        self.session = session
        self.verb = verb
        self.caseFile = caseFile ?? Identifier(high: 0, low: 0)
        self.centre = centre ?? Identifier(high: 0, low: 0)
        self.outcome = outcome
        self.rows = rows
    }
}

/// What can be done.
///
/// The order is frozen; new verbs go to the end.
package enum AuditVerb: String, Codeword {
    case foundInstallation = "found_installation"
    case foundCentre = "found_centre"
    case changeCentre = "change_centre"
    case recordActivities = "record_activities"
    case recordExternal = "record_external"
    case importCase = "import_case"
    case importRegister = "import_register"
    case openCase = "open_case"
    case addPerson = "add_person"
    case correctPerson = "correct_person"
    case changeState = "change_state"
    case recordStatus = "record_status"
    case logService = "log_service"
    case correctService = "correct_service"
    case linkPeople = "link_people"
    case unlinkPeople = "unlink_people"
    case readFigures = "read_figures"
    case correctDetection = "correct_detection"
    case openCentre = "open_centre"
    case readIdentity = "read_identity"

    package var number: UInt8 {
        switch self {
        case .foundInstallation: 1
        case .foundCentre: 2
        case .changeCentre: 3
        case .recordActivities: 4
        case .recordExternal: 5
        case .importCase: 6
        case .importRegister: 7
        case .openCase: 8
        case .addPerson: 9
        case .correctPerson: 10
        case .changeState: 11
        case .recordStatus: 12
        case .logService: 13
        case .correctService: 14
        case .linkPeople: 15
        case .unlinkPeople: 16
        case .readFigures: 17
        case .correctDetection: 18
        case .openCentre: 19
        case .readIdentity: 20
        }
    }
}

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

/// A row as it was written: table, row, revision and a digest of its bytes, so that an older row that is put back is found.
package struct RowDigest: Hashable, Sendable {
    package static let digestLength = 16
    package let table: AuditedTable
    /// Sixteen bytes: an identifier, or a digest of the row's key.
    package let row: [UInt8]
    package let revision: UInt32
    package let digest: [UInt8]

    package init(table: AuditedTable, row: [UInt8], revision: UInt32, digest: [UInt8]) {
        self.table = table
        self.row = row
        self.revision = revision
        self.digest = digest
    }
}

/// Tables whose rows the audit chain names.
///
/// The order is frozen.
package enum AuditedTable: String, Codeword {
    case journal, sheet, facts, identity
    case caseKey = "case_key"
    case identityKey = "identity_key"
    case centre
    case centreLink = "centre_link"
    case activities, external
    case registerRow = "register_row"

    package var number: UInt8 {
        switch self {
        case .journal: 1
        case .sheet: 2
        case .facts: 3
        case .identity: 4
        case .caseKey: 5
        case .identityKey: 6
        case .centre: 7
        case .centreLink: 8
        case .activities: 9
        case .external: 10
        case .registerRow: 11
        }
    }

    /// Whether every version stays, or only the newest.
    package var keepsVersions: Bool {
        switch self {
        case .sheet, .identity, .registerRow: false
        default: true
        }
    }
}

extension AuditEntry {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 256)
        writer.write(UInt8(1))
        writer.write(verb.number)
        writer.write(outcome.number)
        writer.write(caseFile)
        writer.write(centre)
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
        guard try reader.read(UInt8.self) == 1 else { throw .unknownVersion }
        verb = try reader.readWord()
        outcome = try reader.readWord()
        caseFile = try reader.readIdentifier()
        centre = try reader.readIdentifier()
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
