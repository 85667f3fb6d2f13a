package import CaseDomain
import Store
import Vault

/// One's own account as its page shows it.
package struct OwnAccount: Sendable {
    package let name: String
    package let role: UserRole
    /// The name of the centre, for roles that belong to one.
    package let centre: String?
    package let printedCodesLeft: Int
    /// Of the public keys, group by group, to be read aloud to whoever grants a centre's key; for roles that open cases.
    package let fingerprint: [String]?
}

extension OpenInstallation {
    /// One's own account.
    package func ownAccount(_ visit: Visit) throws(CaseworkError) -> OwnAccount {
        try permit(visit, .manageOwnAccount, .account(visit.actor.user))
        guard let user = try userRow(visit.actor.user) else { throw .refused }
        do {
            var centre: String?
            if let identifier = user.centre {
                let known = try store.centres().first { $0.identifier == identifier }
                centre = known?.version.name
            }
            let keys = user.role.opensCases ? memberKeys(user) : nil
            return OwnAccount(
                name: user.name, role: user.role, centre: centre, printedCodesLeft: try store.printedCodeCount(of: user.identifier),
                fingerprint: keys.map { $0.fingerprint.split(separator: "-").map(String.init) }
            )
        } catch {
            throw .store(error)
        }
    }
}
