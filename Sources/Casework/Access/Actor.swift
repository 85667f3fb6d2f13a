package import CaseDomain

/// Who acts.
package enum Actor: Hashable, Sendable {
    /// Whoever runs the command line on the host without naming a user.
    case local
    /// Somebody who opened a centre with its opening code, before any account is a member of it: acts as its manager.
    case member(name: String, centre: Identifier<Centre>)
    /// Somebody who signed in.
    case user(ActingUser)

    /// As audit entries name the actor.
    package var name: String {
        switch self {
        case .local: "local"
        case .member(let name, _): name
        case .user(let user): user.name
        }
    }
}

/// Somebody who signed in, with what decisions about access rest on.
package struct ActingUser: Hashable, Sendable {
    package let user: Identifier<User>
    package let name: String
    package let role: UserRole
    /// The centre that the account belongs to; `nil` for roles that belong to none.
    package let centre: Identifier<Centre>?
    /// The department of an officer or approver; `nil`: works for all.
    package let department: String?
    /// The number in the centre's signed chain; `nil` while the account is no member.
    package let memberNumber: Int?
    /// Every number that the user ever had there: who is barred under an old one stays barred under a new one.
    package let everyNumber: [Int]

    package init(
        user: Identifier<User>, name: String, role: UserRole, centre: Identifier<Centre>? = nil, department: String? = nil,
        memberNumber: Int? = nil, everyNumber: [Int]? = nil
    ) {
        self.everyNumber = everyNumber ?? memberNumber.map { [$0] } ?? []
        self.user = user
        self.name = name
        self.role = role
        self.centre = centre
        self.department = department
        self.memberNumber = memberNumber
    }

    /// The figures that are the user's own: those of the department, or all.
    var ownFigures: AccessResource { department.map { .figures(department: $0) } ?? .installation }
}
