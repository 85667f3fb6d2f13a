import CSodium
import CaseDomain

/// Random bytes from libsodium.
package struct SodiumChance: Chance {
    package init() {}

    package func bytes(_ count: Int) -> [UInt8] {
        _ = SecretArena.shared
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe randombytes_buf(&bytes, count)
        return bytes
    }
}
