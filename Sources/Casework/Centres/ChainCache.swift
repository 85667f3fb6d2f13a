import CaseDomain
import Store
import Synchronization
import Vault

/// A centre's verified chain with what lies beside it.
struct CentreChainState: Sendable {
    let row: CentreChainRow
    let chain: CentreChain
}

/// Verified chains by centre; this process alone writes them, and forgets one when it does.
final class ChainCache: Sendable {
    private let states = Mutex<[Identifier<Centre>: CentreChainState]>([:])

    func state(of centre: Identifier<Centre>) -> CentreChainState? {
        states.withLock { $0[centre] }
    }

    func put(_ state: CentreChainState) {
        states.withLock { $0[state.row.centre] = state }
    }

    func forget(_ centre: Identifier<Centre>) {
        states.withLock { _ = $0.removeValue(forKey: centre) }
    }
}

extension OpenInstallation {
    /// The verified chain of a centre; `nil` for one that is unknown or keeps no cases.
    func chain(of centre: Identifier<Centre>) throws(CaseworkError) -> CentreChainState? {
        if let known = desk.chains.state(of: centre) { return known }
        do {
            guard let row = try store.centreChain(of: centre) else { return nil }
            let state = CentreChainState(row: row, chain: try verified(row))
            desk.chains.put(state)
            return state
        } catch VaultError.forgedChain {
            throw .integrityFailed(table: "centre_link", row: centre.description)
        } catch {
            throw CaseworkError(error)
        }
    }

    func verified(_ row: CentreChainRow) throws(VaultError) -> CentreChain {
        try CentreChain(
            verifying: row.links.map { CentreLink(body: $0.body, signature: $0.signature) }, centre: row.centre, rootTag: row.rootTag,
            headTag: row.headTag, under: keys.boxTags
        )
    }
}
