import CSodium

/// An Ed25519 key that signs a centre's chain.
package struct SigningKey: ~Copyable, Sendable {
    /// The seed and the public key, as libsodium keeps them.
    private let secret: SecretBytes
    package let publicKey: VerifyingKey

    /// A new key from random bytes.
    package init() {
        var seed = SecretBytes(randomCount: 32).exposed()
        defer { wipe(&seed) }
        self.init(seed: seed)
    }

    init(seed: [UInt8]) {
        var publicBytes = [UInt8](repeating: 0, count: 32)
        secret = unsafe SecretBytes(count: 64) { target in
            _ = unsafe crypto_sign_seed_keypair(&publicBytes, target, seed)
        }
        publicKey = VerifyingKey(unchecked: publicBytes)
    }

    /// The seed, for sealing; the caller wipes it.
    var seed: [UInt8] {
        Array(secret.exposed().prefix(32))
    }

    package func sign(_ message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        _ = unsafe secret.withBytes { key in unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), key) }
        return signature
    }
}

/// The public half of a signing key.
package struct VerifyingKey: Hashable, Sendable {
    package let bytes: [UInt8]

    init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == 64 else { return false }
        return unsafe crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }
}
