package import CaseDomain
import Store

/// A centre as lists and menus name it.
package struct NamedCentre: Hashable, Sendable {
    package let identifier: Identifier<Centre>
    package let code: String
    package let name: String
}

extension OpenInstallation {
    /// The centres that somebody may know of, by code: all for who works for the installation, else the own one.
    package func centres(by visit: Visit) throws(CaseworkError) -> [NamedCentre] {
        let all: [NamedCentre]
        do {
            all = try store.centres(at: try store.newestCommit()).map {
                NamedCentre(identifier: $0.identifier, code: $0.code, name: $0.version.name)
            }
        } catch {
            throw .store(error)
        }
        let seesAll = [AccessVerb.readUsers, .readGrants, .readAudit].contains { verb in
            AccessDecision.decide(.user(visit.actor), verb, .installation, by: access) == .allowed
        }
        guard visit.stage != .open || !seesAll else { return all.sorted { $0.code < $1.code } }
        return all.filter { visit.actor.role.belongsToCentre && $0.identifier == visit.actor.centre }
    }
}
