import CSodium
package import CaseDomain

/// A key of 32 bytes for XChaCha20-Poly1305, of one use and its own type.
package struct SymmetricKey<Use>: ~Copyable, Sendable {
    let secret: SecretBytes
    /// Eight bytes that name the key in the envelopes it made: a hash of it, never the key.
    package let id: UInt64

    /// A new random key.
    package init() {
        self.init(secret: SecretBytes(randomCount: 32))
    }

    init(secret: consuming SecretBytes) {
        id = Blake2b.keyName(of: secret)
        self.secret = secret
    }

    /// Seals bytes, padded to their bucket, bound to `data`.
    package func seal<Plaintext>(_ plaintext: [UInt8], for data: AssociatedData) throws(VaultError) -> Sealed<Plaintext> {
        let padded = SealedForm.paddedLength(of: plaintext.count)
        let header = SealedForm.headerLength
        let associated = data.encoded
        var text = plaintext
        text.append(0x80)
        text.append(contentsOf: repeatElement(0, count: padded - text.count))
        defer { wipe(&text) }
        var bytes = [UInt8](repeating: 0, count: padded + SealedForm.Algorithm.aead.overhead)
        for index in 0..<header { bytes[index] = envelopeByte(index) }
        unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe randombytes_buf(start + header, 24)
            _ = unsafe secret.withBytes { key in
                unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                    start + header + 24, nil, text, UInt64(text.count), associated, UInt64(associated.count), nil, start + header, key
                )
            }
        }
        do { return try Sealed(bytes: bytes) } catch { throw VaultError(error) }
    }

    private func envelopeByte(_ index: Int) -> UInt8 {
        switch index {
        case 0: SealedForm.version
        case 1: SealedForm.Algorithm.aead.rawValue
        default: UInt8(truncatingIfNeeded: id >> UInt64(8 * (9 - index)))
        }
    }

    /// Opens what `seal` made for the same data.
    package func open<Plaintext>(_ sealed: Sealed<Plaintext>, for data: AssociatedData) throws(VaultError) -> [UInt8] {
        let associated = data.encoded
        var text = [UInt8](repeating: 0, count: max(0, sealed.bytes.count - SealedForm.Algorithm.aead.overhead))
        let opened = unsafe sealed.bytes.withUnsafeBytes { envelope in
            unsafe associated.withUnsafeBytes { associated in
                unsafe text.withUnsafeMutableBytes { target in
                    Result { () throws(VaultError) in try unsafe open(envelope, for: associated, into: target) }
                }
            }
        }
        text.removeLast(text.count - (try opened.get()))
        return text
    }

    /// Opens an envelope in place, for many rows: the text goes to `target`.
    ///
    /// - Parameter target: At least as long as the padded text.
    /// - Returns: The length of the text without its padding.
    package func open(
        _ envelope: UnsafeRawBufferPointer, for associated: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) throws(VaultError) -> Int {
        let header = SealedForm.headerLength
        do { try unsafe SealedForm.check(envelope) } catch { throw VaultError(error) }
        guard unsafe envelope[1] == SealedForm.Algorithm.aead.rawValue else { throw .unknownAlgorithm }
        guard unsafe UInt64(bigEndian: envelope.loadUnaligned(fromByteOffset: 2, as: UInt64.self)) == id else { throw .wrongKey }
        let length = envelope.count - SealedForm.Algorithm.aead.overhead
        guard length <= target.count,
            let bytes = unsafe envelope.baseAddress?.assumingMemoryBound(to: UInt8.self),
            let text = unsafe target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        else { throw .wrongLength }
        let status = unsafe secret.withBytes { key in
            unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                text, nil, nil, bytes + header + 24, UInt64(length + 16),
                associated.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(associated.count), bytes + header, key
            )
        }
        guard status == 0 else { throw .integrityFailed }
        return try unsafe Padding.length(of: UnsafeRawBufferPointer(start: text, count: length))
    }

    /// Wraps another key under this one.
    package func wrap<Other>(_ key: borrowing SymmetricKey<Other>, for data: AssociatedData) throws(VaultError) -> Sealed<WrappedKey> {
        var bytes = key.secret.exposed()
        defer { wipe(&bytes) }
        return try seal(bytes, for: data)
    }

    package func unwrap<Other>(
        _ wrapped: Sealed<WrappedKey>, as use: Other.Type = Other.self, for data: AssociatedData
    ) throws(VaultError) -> SymmetricKey<Other> {
        var bytes = try open(wrapped, for: data)
        defer { wipe(&bytes) }
        guard bytes.count == 32 else { throw .wrongLength }
        return SymmetricKey<Other>(secret: SecretBytes(copying: bytes))
    }
}

extension VaultError {
    init(_ error: SealedFormError) {
        self =
            switch error {
            case .unknownVersion: .unknownVersion
            case .unknownAlgorithm: .unknownAlgorithm
            case .wrongLength: .wrongLength
            }
    }
}

/// Padding inside the seal: 0x80, then zeros (ISO/IEC 7816-4), to the end of the bucket.
enum Padding {
    /// The length of a text before its padding; the text is authentic, so a wrong padding is a fault of the writer, never guessed at.
    static func length(of text: some RandomAccessCollection<UInt8>) throws(VaultError) -> Int {
        guard let last = text.lastIndex(where: { $0 != 0 }), text[last] == 0x80 else { throw .wrongPadding }
        return text.distance(from: text.startIndex, to: last)
    }
}
