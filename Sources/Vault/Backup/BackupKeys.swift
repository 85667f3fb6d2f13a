import CSodium
import CaseDomain

/// The key of one backup's stream: made for it, sealed into its header, and forgotten.
package enum BackupStreamUse {}

/// The public half of the offline key: with it the service makes backups that it cannot open.
package struct BackupPublicKey: Hashable, Sendable {
    package static let length = 32
    /// Bytes of a stream's key once it is sealed.
    package static let sealedKeyLength = 32 + SealedForm.boxOverhead
    package let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == BackupPublicKey.length else { return nil }
        self.bytes = bytes
    }

    /// Eight bytes that name the key in the headers of backups.
    package var id: UInt64 {
        Blake2b.hash(Array("nuong backup key".utf8) + bytes, count: 16).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Seals the key of a stream to whoever holds the offline half.
    ///
    /// The box says nothing about who made it: what a backup is worth is shown by the service key's tag and chain inside.
    package func seal(_ key: borrowing SymmetricKey<BackupStreamUse>) throws(VaultError) -> [UInt8] {
        var text = key.secret.exposed()
        defer { wipe(&text) }
        var box = [UInt8](repeating: 0, count: BackupPublicKey.sealedKeyLength)
        guard unsafe crypto_box_seal(&box, text, UInt64(text.count), bytes) == 0 else { throw .wrongKey }
        return box
    }
}

/// The offline half: it lies on paper or on a stick in a safe, and on no machine that runs the service.
package struct BackupSecretKey: ~Copyable, Sendable {
    let secret: SecretBytes
    package let publicKey: BackupPublicKey

    /// A new random key.
    package init() throws(VaultError) {
        _ = SecretArena.shared
        try self.init(secret: SecretBytes(randomCount: 32))
    }

    init(secret: consuming SecretBytes) throws(VaultError) {
        var publicBytes = [UInt8](repeating: 0, count: 32)
        _ = unsafe secret.withBytes { key in unsafe crypto_scalarmult_base(&publicBytes, key) }
        guard let publicKey = BackupPublicKey(bytes: publicBytes) else { throw .wrongLength }
        self.publicKey = publicKey
        self.secret = secret
    }

    /// Opens the key of a stream.
    package func open(_ box: [UInt8]) throws(VaultError) -> SymmetricKey<BackupStreamUse> {
        guard box.count == BackupPublicKey.sealedKeyLength else { throw .wrongLength }
        var text = [UInt8](repeating: 0, count: 32)
        defer { wipe(&text) }
        let status = unsafe secret.withBytes { key in
            unsafe crypto_box_seal_open(&text, box, UInt64(box.count), publicKey.bytes, key)
        }
        guard status == 0 else { throw .integrityFailed }
        return SymmetricKey(secret: SecretBytes(copying: text))
    }
}
