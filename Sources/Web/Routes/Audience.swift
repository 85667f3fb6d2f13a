package import CaseDomain
import Casework

/// Who may ask for an address at all; what the use case behind it decides comes on top.
package enum Audience: Hashable, Sendable {
    /// Anybody, signed in or not.
    case everybody
    /// Somebody who gave the passphrase and still has to give the second factor.
    case halfway
    /// Somebody whose passphrase has to be changed, or who is signed in.
    case changing
    /// Anybody who is signed in.
    case signedIn
    /// Whoever may do this to the installation.
    case installation(AccessVerb)
    /// Whoever may do this to their own centre.
    case ownCentre(AccessVerb)
    /// Whoever may do this to a case of their own centre that is limited to nobody; what a case's limits say comes on top.
    case ownCases(AccessVerb)
    /// Whoever may refer people of their own centre, or answer what is offered to it.
    case referrals
    /// Whoever may do this to the installation or to their own centre.
    case either(AccessVerb)
    /// Whoever may read the audit chain, or what was done with a case of their own centre.
    case auditLog
    /// Whoever may read figures: all, or those of their own department.
    case figures
    /// Whoever may do this with figures: with all, or with those of their own department.
    case ownFigures(AccessVerb)

    /// Whether somebody belongs to it.
    func admits(_ visit: Visit, _ installation: OpenInstallation) -> Bool {
        switch self {
        case .everybody: return true
        case .halfway:
            if case .secondFactor = visit.stage { return true }
            return false
        case .changing: return visit.stage == .open || visit.stage == .mustChange
        case .signedIn: return visit.stage == .open
        case .installation(let verb): return visit.stage == .open && installation.allows(visit.actor, verb, .installation)
        case .ownCentre(let verb):
            guard visit.stage == .open, let centre = visit.actor.centre else { return false }
            return installation.allows(visit.actor, verb, .centre(centre))
        case .ownCases(let verb):
            guard visit.stage == .open, let centre = visit.actor.centre else { return false }
            return installation.allows(visit.actor, verb, .caseFile(centre: centre, limits: CaseLimits()))
        case .referrals:
            return Audience.ownCases(.referPerson).admits(visit, installation)
                || Audience.ownCentre(.answerReferral).admits(visit, installation)
        case .auditLog:
            guard visit.stage == .open else { return false }
            return installation.allows(visit.actor, .readAudit, .installation)
                || visit.actor.centre.map { installation.allows(visit.actor, .readCaseAudit, .caseFile(centre: $0, limits: CaseLimits())) }
                    ?? false
        case .figures: return Audience.ownFigures(.readFigures).admits(visit, installation)
        case .ownFigures(let verb):
            return visit.stage == .open && installation.allows(visit.actor, verb, .figures(department: visit.actor.department))
        case .either(let verb):
            return Audience.installation(verb).admits(visit, installation) || Audience.ownCentre(verb).admits(visit, installation)
        }
    }
}
