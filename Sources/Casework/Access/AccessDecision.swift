package import CaseDomain
package import Policies

/// The one place where access is decided.
///
/// The policy says how far a verb reaches for a role; the limits of a case narrow that and never widen it. What is not named, not known or
/// not asked of the right thing is refused.
package enum AccessDecision: Hashable, Sendable {
    case allowed, refused

    package static func decide(
        _ actor: Actor, _ verb: AccessVerb, _ resource: AccessResource, by policy: AccessPolicy
    ) -> AccessDecision {
        guard verb.isDone(to: resource) else { return .refused }
        let party = Party(actor)
        let scope = party.role.map { policy.scope(of: verb, for: $0) } ?? policy.scope(ofLocal: verb)
        return party.reaches(resource, scope, verb) ? .allowed : .refused
    }
}

/// What a decision knows of an actor.
private struct Party {
    /// `nil`: the command line on the host.
    var role: UserRole?
    var user: Identifier<User>?
    var centre: Identifier<Centre>?
    var department: String?
    var number: Int?
    var everyNumber: [Int] = []
    var hasOpeningCode = false

    init(_ actor: Actor) {
        switch actor {
        case .local: break
        case .member(_, let centre):
            role = .centreManager
            self.centre = centre
            hasOpeningCode = true
        case .user(let acting):
            role = acting.role
            user = acting.user
            // A role that belongs to no centre has none, whatever its row says.
            centre = acting.role.belongsToCentre ? acting.centre : nil
            department = acting.department
            number = acting.memberNumber
            everyNumber = acting.everyNumber
        }
    }

    func reaches(_ resource: AccessResource, _ scope: AccessScope, _ verb: AccessVerb) -> Bool {
        switch scope {
        case .none: false
        case .own:
            if case .account(let account) = resource { account == user } else { false }
        case .assigned, .ownCentre:
            switch resource {
            case .centre(let other): scope == .ownCentre && isOwn(other)
            case .caseFile(let other, let limits): isOwn(other) && opens(limits, scope, verb)
            case .installation, .figures, .account: false
            }
        case .ownDepartment:
            switch resource {
            case .installation: department == nil
            case .figures(let other): department == nil || department == other
            case .centre, .account, .caseFile: false
            }
        case .all: true
        }
    }

    private func isOwn(_ other: Identifier<Centre>) -> Bool {
        centre == other
    }

    private func opens(_ limits: CaseLimits?, _ scope: AccessScope, _ verb: AccessVerb) -> Bool {
        // While nobody has looked, only what needs no case yet; and whoever holds the opening code, because nobody is a member then who
        // could be assigned or barred.
        guard let limits else { return verb == .openCase || hasOpeningCode }
        // Without a number nobody can tell whether this is one of the barred.
        guard limits.barred.isEmpty || (number != nil && !limits.barred.contains(where: everyNumber.contains)) else { return false }
        if number.map(limits.assigned.contains) ?? false { return true }
        if limits.isRestricted { return role == .centreManager && scope == .ownCentre }
        return scope == .ownCentre || limits.assigned.isEmpty
    }
}
