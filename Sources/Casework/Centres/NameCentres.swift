package import CaseDomain
import Store

/// A centre as lists and menus name it.
package struct NamedCentre: Hashable, Sendable {
    package let identifier: Identifier<Centre>
    package let code: String
    package let name: String
}

/// Who can have given a service: a centre of the register, with the days on which it was there.
package struct Provider: Hashable, Sendable {
    package let code: String
    package let name: String
    private let validFrom: Day
    /// The last valid day.
    private let validTo: Day?

    package func isThere(on day: Day) -> Bool {
        validFrom <= day && validTo.map { day <= $0 } ?? true
    }

    init(_ centre: StoredCentre) {
        code = centre.code
        name = centre.version.name
        validFrom = centre.version.validFrom
        validTo = centre.version.validTo
    }
}

extension OpenInstallation {
    /// Everybody in the register who can have given a service, by name; for members who write cases.
    package func providers(in session: CentreSession) throws(CaseworkError) -> [Provider] {
        try permit(session.actor, .writeCase, .caseFile(centre: session.centre, limits: CaseLimits()))
        do {
            return try store.centres().map(Provider.init).sorted { ($0.name, $0.code) < ($1.name, $1.code) }
        } catch {
            throw .store(error)
        }
    }

    /// The centres that somebody may know of, by code: all for who works for the installation, else the own one.
    package func centres(by visit: Visit) throws(CaseworkError) -> [NamedCentre] {
        let all: [NamedCentre]
        do {
            all = try store.centres().map {
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
