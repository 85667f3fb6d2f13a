import Synchronization
import Vault

/// Gives the store the chain function before the purpose keys, which lie in the store itself, are open.
final class AuditChainHolder: Sendable {
    private let keys = Mutex<PurposeKeys?>(nil)

    func set(_ opened: PurposeKeys) {
        keys.withLock { $0 = opened }
    }

    func link(_ bytes: [UInt8]) -> [UInt8] {
        // No writer runs before `set`; an empty value would fail the column's check.
        keys.withLock { $0 }?.auditChain.digest([bytes]) ?? []
    }
}
