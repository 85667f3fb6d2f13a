package import CaseDomain
import Store
package import Vault

/// Makes a new installation in an empty data folder.
package enum FoundInstallation {
    /// - Parameters:
    ///   - policies: Digest of the policies that come into force.
    ///   - serviceKey: The new installation's own key.
    package static func run(
        in folder: String, isDemo: Bool, policies: String, serviceKey: borrowing SymmetricKey<ServiceKeyUse>, chance: some Chance,
        at: Instant
    ) throws(CaseworkError) {
        do {
            let identifier: Identifier<Installation> = chance.identifier()
            let rows = try PurposeKeys.create(for: identifier, under: serviceKey)
            let keys = try PurposeKeys(rows, of: identifier, under: serviceKey)
            let auditing = AuditSealing(keys: keys, bindings: Bindings(installation: identifier), chance: chance)
            _ = try CaseStore.create(
                in: folder,
                InstallationRow(
                    identifier: identifier, isDemo: isDemo, policies: policies,
                    tag: Tags(keys).installation(identifier, isDemo: isDemo, policies: policies)
                ), at: at,
                purposeKeys: rows.map { PurposeKeyRow(purpose: $0.purpose.rawValue, generation: $0.generation, sealed: $0.sealed) },
                audit: [try auditing.row(AuditEntry(actor: "local", verb: .foundInstallation))]
            ) { keys.auditChain.digest([$0]) }
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as VaultError {
            throw .vault(error)
        } catch {
            throw .impossible
        }
    }
}
