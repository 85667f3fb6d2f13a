/// Somebody with an account.
package enum User {}

/// A volunteer's telephone.
package enum Device {}

/// What an account is for; what each may do stands in `policies/access.yaml`.
///
/// The order is frozen; new roles go to the end.
package enum UserRole: String, Codeword {
    case volunteer
    case communeOfficer = "commune_officer"
    case caseWorker = "case_worker"
    case centreManager = "centre_manager"
    case indicatorOfficer = "indicator_officer"
    case approver, administrator, auditor

    /// Whether an account of this role belongs to a centre.
    package var belongsToCentre: Bool {
        switch self {
        case .volunteer, .communeOfficer, .caseWorker, .centreManager: true
        case .indicatorOfficer, .approver, .administrator, .auditor: false
        }
    }

    /// Whether an account of this role may hold a key of its centre.
    package var opensCases: Bool {
        switch self {
        case .communeOfficer, .caseWorker, .centreManager: true
        case .volunteer, .indicatorOfficer, .approver, .administrator, .auditor: false
        }
    }
}

/// Where an account stands in its life.
package enum AccountState: String, Codeword {
    /// Made, but its owner has not enrolled, or has to enrol again.
    case invited
    case active
    case disabled
}

/// What a member of a centre holds.
package enum MemberLevel: String, Codeword {
    /// The centre's keys.
    case member
    /// The centre's keys and the root key that signs its chain.
    case manager
}
