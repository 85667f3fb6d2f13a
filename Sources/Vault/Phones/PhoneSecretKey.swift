import Crypto
import Foundation

/// The P-256 key of a centre's epoch to which telephones seal, secret half.
package struct PhoneSecretKey: ~Copyable, Sendable {
    /// The raw representation: 32 bytes.
    let secret: SecretBytes
    /// The public half in X9.63 form, uncompressed: 65 bytes.
    package let publicKey: [UInt8]

    /// A new random key.
    package init() {
        let key = P256.KeyAgreement.PrivateKey(compactRepresentable: false)
        var raw = Array(key.rawRepresentation)
        defer { wipe(&raw) }
        secret = SecretBytes(copying: raw)
        publicKey = Array(key.publicKey.x963Representation)
    }

    /// A key from its raw representation; the caller wipes its own bytes.
    package init(raw: [UInt8]) throws(VaultError) {
        let key: P256.KeyAgreement.PrivateKey
        do { key = try P256.KeyAgreement.PrivateKey(rawRepresentation: raw) } catch { throw .wrongLength }
        secret = SecretBytes(copying: raw)
        publicKey = Array(key.publicKey.x963Representation)
    }

    /// The key as swift-crypto has it, for one use.
    func key() throws(VaultError) -> P256.KeyAgreement.PrivateKey {
        var raw = secret.exposed()
        defer { wipe(&raw) }
        do { return try P256.KeyAgreement.PrivateKey(rawRepresentation: raw) } catch { throw .wrongKey }
    }
}
