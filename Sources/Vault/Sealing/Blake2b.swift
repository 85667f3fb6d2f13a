import CSodium
import CaseDomain

/// BLAKE2b of libsodium.
enum Blake2b {
    /// The hash of bytes, keyed when a key is given.
    static func hash(_ bytes: [UInt8], count: Int, key: borrowing SecretBytes) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: count)
        _ = unsafe key.withBytes { key in unsafe crypto_generichash(&hash, count, bytes, UInt64(bytes.count), key, 32) }
        return hash
    }

    static func hash(_ bytes: [UInt8], count: Int) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: count)
        _ = unsafe crypto_generichash(&hash, count, bytes, UInt64(bytes.count), nil, 0)
        return hash
    }

    /// The name of a key in envelopes: a keyed hash of a constant under the key itself.
    static func keyName(of secret: borrowing SecretBytes) -> UInt64 {
        hash(Array("nuong key name".utf8), count: 16, key: secret).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Digests of what is public anyway: policies, rows that are sealed already.
package enum PublicDigest {
    /// BLAKE2b, 32 bytes unless told otherwise.
    package static func of(_ bytes: [UInt8], count: Int = 32) -> [UInt8] {
        Blake2b.hash(bytes, count: count)
    }
}

/// A key of 32 bytes for keyed BLAKE2b, of one use and its own type.
package struct HashKey<Use>: ~Copyable, Sendable {
    let secret: SecretBytes

    package init() {
        secret = SecretBytes(randomCount: 32)
    }

    init(secret: consuming SecretBytes) {
        self.secret = secret
    }

    /// The keyed digest of fields, each with its length before it.
    package func digest(_ fields: [[UInt8]], count: Int = 32) -> [UInt8] {
        var writer = ByteWriter(reserving: 64)
        for field in fields {
            writer.write(UInt32(field.count))
            writer.write(raw: field)
        }
        return Blake2b.hash(writer.bytes, count: count, key: secret)
    }

    /// The keyed digest of text fields.
    package func digest(_ fields: String...) -> [UInt8] {
        digest(fields.map { Array($0.utf8) })
    }
}
