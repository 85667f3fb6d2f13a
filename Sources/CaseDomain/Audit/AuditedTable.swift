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
    case user, credential
    case centreBox = "centre_box"
    case centreHead = "centre_head"
    case device
    case erasure
    case referral
    case backup
    case tombstone
    case policyVersion = "policy_version"
    case periodConfirmation = "period_confirmation"
    case supportLog = "support_log"
    case volunteer
    case release
    case countedSet = "counted_set"
    case ledgerFigure = "ledger_figure"
    case releaseKey = "release_key"
    case releaseBox = "release_box"
    case releaseCopy = "release_copy"

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
        case .user: 12
        case .credential: 13
        case .centreBox: 14
        case .centreHead: 15
        case .device: 16
        case .erasure: 17
        case .referral: 18
        case .backup: 19
        case .tombstone: 20
        case .policyVersion: 22
        case .periodConfirmation: 23
        case .supportLog: 24
        case .volunteer: 25
        case .release: 26
        case .countedSet: 27
        case .ledgerFigure: 28
        case .releaseKey: 29
        case .releaseBox: 30
        case .releaseCopy: 31
        }
    }

    /// Whether every version stays, or only the newest.
    package var keepsVersions: Bool {
        switch self {
        case .sheet, .identity, .registerRow, .user, .credential, .centreHead, .device, .referral, .supportLog, .volunteer,
            .release, .releaseBox:
            false
        default: true
        }
    }
}
