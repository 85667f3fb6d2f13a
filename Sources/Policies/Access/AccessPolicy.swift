package import CaseDomain

/// Who may do what, as `access.yaml` says: for each role, and for the command line, how far each verb reaches.
///
/// Made by the reader alone, so that nothing is in it that ``AccessGuarantee`` forbids.
package struct AccessPolicy: Hashable, Sendable {
    private let grants: [AccessParty: [AccessVerb: AccessScope]]

    init(_ grants: [AccessParty: [AccessVerb: AccessScope]]) {
        self.grants = grants
    }

    package func scope(of verb: AccessVerb, for role: UserRole) -> AccessScope {
        scope(of: verb, for: .role(role))
    }

    /// How far a verb reaches for whoever runs the command line on the host without naming a user.
    package func scope(ofLocal verb: AccessVerb) -> AccessScope {
        scope(of: verb, for: .local)
    }

    func scope(of verb: AccessVerb, for party: AccessParty) -> AccessScope {
        grants[party]?[verb] ?? AccessScope.none
    }
}

/// Whom a line of `access.yaml` is about.
enum AccessParty: Hashable, Sendable {
    /// The command line on the host; there is no account behind it.
    case local
    case role(UserRole)

    static let all = UserRole.allCases.map(AccessParty.role) + [.local]

    /// As the file and the documentation name it.
    var name: String {
        switch self {
        case .local: "local"
        case .role(let role): role.rawValue
        }
    }

    /// Whether it belongs to a centre, so that "own centre" has a meaning.
    var belongsToCentre: Bool {
        switch self {
        case .local: false
        case .role(let role): role.belongsToCentre
        }
    }

    /// Whether it belongs to a department, so that "own department" has a meaning.
    var belongsToDepartment: Bool {
        self == .role(.indicatorOfficer) || self == .role(.approver)
    }

    /// Whether it may hold a centre's key.
    var opensCases: Bool {
        switch self {
        case .local: false
        case .role(let role): role.opensCases
        }
    }
}
