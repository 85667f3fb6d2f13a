import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Brings other policies into force, with a commit of its own: what was known before it is counted by the policies before.
    ///
    /// The caller has checked them, and put them where they are looked for. This installation was opened with them already: an older set may
    /// not know the verb by which this is decided.
    ///
    /// - Returns: The commit with which they came into force.
    @discardableResult
    package func adoptPolicies(_ digest: String, by actor: Actor) async throws(CaseworkError) -> Int {
        try await require(actor, .adoptPolicies, .installation, as: .adoptPolicies)
        guard digest != policies else { throw .impossible }
        do {
            let moment = now()
            let version = (policyVersions.last?.version ?? 1) + 1
            let sequence = try store.newestCommit() + 1
            let before = policyVersions.last?.tag ?? row.tag
            let row = PolicyVersionRow(
                version: version, digest: digest, sequence: sequence, adoptedAt: moment,
                tag: tags.policies(
                    row.identifier, version: version, digest: digest, sequence: sequence, at: moment, before: before)
            )
            var transaction = Transaction(at: moment, audit: [])
            transaction.policyVersion = row
            transaction.audit = [
                try auditing.row(said(.adoptPolicies, actor, nil, nil), naming: [row.content(key: AuditSealing.key)])
            ]
            _ = try await store.commit(transaction)
            return sequence
        } catch {
            throw CaseworkError(error)
        }
    }
}
