import CSodium
package import CaseDomain

/// What authenticates a box: whoever holds only the file cannot put a box of their own in place of ours.
package enum BoxTagUse {}

/// The public half of a centre's epoch: anybody can seal to it, only members open.
package struct BoxPublicKey: Hashable, Sendable {
    package let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Eight bytes that name the key in the boxes sealed to it.
    package var id: UInt64 {
        Blake2b.hash(bytes, count: 16).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Seals bytes to the holder of the secret half; a keyed tag binds the box to `data`.
    package func seal<Plaintext>(
        _ plaintext: [UInt8], for data: AssociatedData, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) -> Sealed<Plaintext> {
        let padded = SealedForm.paddedLength(of: plaintext.count)
        var text = plaintext
        text.append(0x80)
        text.append(contentsOf: repeatElement(0, count: padded - text.count))
        defer { wipe(&text) }
        var box = [UInt8](repeating: 0, count: padded + SealedForm.boxOverhead)
        guard unsafe crypto_box_seal(&box, text, UInt64(text.count), bytes) == 0 else { throw .forgedChain }
        var envelope = [SealedForm.version, SealedForm.Algorithm.box.rawValue]
        for index in 0..<8 { envelope.append(UInt8(truncatingIfNeeded: id >> UInt64(8 * (7 - index)))) }
        envelope += box
        envelope += tag.digest([data.encoded, envelope])
        do { return try Sealed(bytes: envelope) } catch { throw VaultError(error) }
    }

    /// Wraps a key to the holder of the secret half.
    package func wrap<Other>(
        _ key: borrowing SymmetricKey<Other>, for data: AssociatedData, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) -> Sealed<WrappedKey> {
        var bytes = key.secret.exposed()
        defer { wipe(&bytes) }
        return try seal(bytes, for: data, tag: tag)
    }
}

/// The secret half of a centre's epoch.
package struct BoxSecretKey: ~Copyable, Sendable {
    let secret: SecretBytes
    package let publicKey: BoxPublicKey

    /// A new random key.
    package init() throws(VaultError) {
        try self.init(secret: SecretBytes(randomCount: 32))
    }

    init(secret: consuming SecretBytes) throws(VaultError) {
        var publicBytes = [UInt8](repeating: 0, count: 32)
        _ = unsafe secret.withBytes { key in unsafe crypto_scalarmult_base(&publicBytes, key) }
        guard let publicKey = BoxPublicKey(bytes: publicBytes) else { throw .wrongLength }
        self.publicKey = publicKey
        self.secret = secret
    }

    /// Opens a box after its tag has been checked.
    package func open<Plaintext>(
        _ sealed: Sealed<Plaintext>, for data: AssociatedData, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) -> [UInt8] {
        let envelope = sealed.bytes
        guard envelope[1] == SealedForm.Algorithm.box.rawValue else { throw .unknownAlgorithm }
        guard envelope[2..<10].reduce(UInt64(0), { $0 << 8 | UInt64($1) }) == publicKey.id else { throw .wrongKey }
        let tagged = Array(envelope.dropLast(32))
        let expected = tag.digest([data.encoded, tagged])
        let given = Array(envelope.suffix(32))
        guard unsafe sodium_memcmp(expected, given, 32) == 0 else { throw .integrityFailed }
        let box = Array(tagged.dropFirst(SealedForm.headerLength))
        var text = [UInt8](repeating: 0, count: box.count - SealedForm.boxOverhead)
        let status = unsafe secret.withBytes { key in
            unsafe crypto_box_seal_open(&text, box, UInt64(box.count), publicKey.bytes, key)
        }
        guard status == 0 else { throw .integrityFailed }
        let length = try Padding.length(of: text)
        text.removeLast(text.count - length)
        return text
    }

    package func unwrap<Other>(
        _ wrapped: Sealed<WrappedKey>, as use: Other.Type = Other.self, for data: AssociatedData, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) -> SymmetricKey<Other> {
        var bytes = try open(wrapped, for: data, tag: tag)
        defer { wipe(&bytes) }
        guard bytes.count == 32 else { throw .wrongLength }
        return SymmetricKey<Other>(secret: SecretBytes(copying: bytes))
    }
}
