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
    private struct Held {
        var states: [Identifier<Centre>: CentreChainState] = [:]
        /// How often anything was forgotten: what was read before the last time is not put.
        var forgettings = 0
    }

    private let held = Mutex(Held())

    func state(of centre: Identifier<Centre>) -> CentreChainState? {
        held.withLock { $0.states[centre] }
    }

    var forgettings: Int { held.withLock { $0.forgettings } }

    /// Puts what was read, unless something was forgotten since `forgettings` was asked.
    func put(_ state: CentreChainState, readAfter forgettings: Int) {
        held.withLock { held in
            guard held.forgettings == forgettings else { return }
            held.states[state.row.centre] = state
        }
    }

    func forget(_ centre: Identifier<Centre>) {
        held.withLock { held in
            held.forgettings += 1
            held.states.removeValue(forKey: centre)
        }
    }
}

extension OpenInstallation {
    /// The verified chain of a centre; `nil` for one that is unknown or keeps no cases.
    func chain(of centre: Identifier<Centre>) throws(CaseworkError) -> CentreChainState? {
        if let known = desk.chains.state(of: centre) { return known }
        let forgettings = desk.chains.forgettings
        do {
            guard let row = try store.centreChain(of: centre) else { return nil }
            let state = CentreChainState(row: row, chain: try verified(row))
            desk.chains.put(state, readAfter: forgettings)
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
