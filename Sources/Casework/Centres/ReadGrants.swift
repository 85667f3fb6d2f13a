import CaseDomain
import Store

/// What is wrong with who can open a centre.
package enum GrantFlag: String, CaseIterable, Hashable, Sendable {
    /// Nobody can open it: the opening code was not used yet, or all keys are lost.
    case nobody
    /// One member who loses both secrets takes all cases along.
    case fewerThanTwo = "fewer_than_two"
    /// Nobody could take a member's keys away but one.
    case oneManager = "one_manager"
    /// A disabled account still holds keys.
    case disabledHolder = "disabled_holder"
    /// A member enrolled anew and waits for a manager.
    case lostKeys = "lost_keys"
    /// A grant for lost keys that takes effect within a day.
    case waiting
    /// The printed opening code still opens the centre.
    case openingCode = "opening_code"
}

/// Who can open a centre, and what should be mended.
package struct CentreGrants: Sendable {
    package let members: CentreMembers
    /// Fewer than two who can open it, or worse: shown red.
    package let flags: [GrantFlag]
}

extension OpenInstallation {
    /// Who can open what: one's own centre, or all.
    package func grants(by visit: Visit) throws(CaseworkError) -> [CentreGrants] {
        let own = visit.actor.centre
        if let own, AccessDecision.decide(.user(visit.actor), .readGrants, .centre(own), by: access) == .allowed, visit.stage == .open {
            return [grants(try members(of: own))]
        }
        try permit(visit, .readGrants, .installation)
        do {
            var all: [CentreGrants] = []
            for centre in try store.centres() where try chain(of: centre.identifier) != nil {
                all.append(grants(try members(of: centre.identifier)))
            }
            return all
        } catch {
            throw CaseworkError(error)
        }
    }

    private func grants(_ centre: CentreMembers) -> CentreGrants {
        let moment = now()
        let open = centre.members.filter { $0.canOpen(at: moment) }
        var flags: [GrantFlag] = []
        if open.isEmpty { flags.append(.nobody) } else if open.count < 2 { flags.append(.fewerThanTwo) }
        if open.count >= 2, open.filter({ $0.level == .manager }).count < 2 { flags.append(.oneManager) }
        if centre.members.contains(where: { $0.state == .disabled }) { flags.append(.disabledHolder) }
        if centre.members.contains(where: { $0.state != .disabled && !$0.hasCurrentKeys }) { flags.append(.lostKeys) }
        if centre.members.contains(where: { $0.effectiveFrom > moment }) { flags.append(.waiting) }
        if centre.hasOpening { flags.append(.openingCode) }
        return CentreGrants(members: centre, flags: flags)
    }
}
