import CaseDomain
import Store
package import Vault

extension OpenInstallation {
    /// Seals every purpose key under another service key; the old one opens nothing any more once this has returned.
    ///
    /// The purpose keys themselves stay, so that nothing else has to be sealed anew.
    package func rotateServiceKey(
        from old: borrowing SymmetricKey<ServiceKeyUse>, to new: borrowing SymmetricKey<ServiceKeyUse>, by actor: Actor
    ) async throws(CaseworkError) {
        try await require(actor, .rotateServiceKey, .installation, as: .rotateServiceKey)
        do {
            let rows = try PurposeKeys.Row.all(in: store)
            let stored = try store.purposeKeys()
            // A purpose that this version does not know would stay under the old key.
            guard rows.count == stored.count else { throw CaseworkError.store(.newer) }
            let wrapped = try PurposeKeys.rewrapped(rows, of: row.identifier, from: old, to: new)
            try await commit(
                [
                    .replacePurposeKeys(
                        PurposeKeysReplacement(
                            old: stored,
                            new: wrapped.map { PurposeKeyRow(purpose: $0.purpose.rawValue, generation: $0.generation, sealed: $0.sealed) }
                        )
                    )
                ], said(.rotateServiceKey, actor, nil, nil)
            )
        } catch {
            throw CaseworkError(error)
        }
    }
}
