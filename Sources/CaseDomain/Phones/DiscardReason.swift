/// Why a volunteer threw a log away that was waiting on the telephone.
package enum DiscardReason: String, CaseIterable, Sendable {
    /// The centre was told in another way.
    case told
    /// Logged by mistake.
    case mistake
    case other

    /// What the audit chain says of it.
    package var verb: AuditVerb {
        switch self {
        case .told: .discardToldLog
        case .mistake: .discardMistakenLog
        case .other: .discardLog
        }
    }
}
