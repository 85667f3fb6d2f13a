package import CaseDomain

/// Opening what was sealed to the centre in any of its epochs; the envelope's key id says which.
extension CentreKeyring {
    /// Opens what was sealed under an epoch's symmetric key or to its box key.
    ///
    /// A key of no epoch that this keyring knows is `wrongKey`.
    package func open<Plaintext>(
        _ sealed: Sealed<Plaintext>, for data: AssociatedData, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) -> [UInt8] {
        let name = sealed.keyName
        switch sealed.algorithm {
        case .aead:
            guard let epoch = epoch(where: { $0.symmetric.id == name }) else { throw .wrongKey }
            return try epoch.symmetric.open(sealed, for: data)
        case .box:
            guard let epoch = epoch(where: { $0.box.publicKey.id == name }) else { throw .wrongKey }
            return try epoch.box.open(sealed, for: data, tag: tag)
        case nil:
            throw .unknownAlgorithm
        }
    }

    /// Opens a key that was wrapped under an epoch's symmetric key or to its box key.
    package func unwrap<Other>(
        _ wrapped: Sealed<WrappedKey>, as use: Other.Type = Other.self, for data: AssociatedData, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) -> SymmetricKey<Other> {
        var bytes = try open(wrapped, for: data, tag: tag)
        defer { wipe(&bytes) }
        guard bytes.count == 32 else { throw .wrongLength }
        return SymmetricKey(secret: SecretBytes(copying: bytes))
    }

    /// Whether something lies under the newest epoch's symmetric key already.
    package func isCurrent<Plaintext>(_ sealed: Sealed<Plaintext>) -> Bool {
        sealed.algorithm == .aead && sealed.keyName == newest.symmetric.id
    }

    /// The same under the newest epoch's symmetric key, for the same row; opened first, so that nothing damaged is carried on.
    package func rewrapped<Plaintext>(
        _ sealed: Sealed<Plaintext>, for data: AssociatedData, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) -> Sealed<Plaintext> {
        var bytes = try open(sealed, for: data, tag: tag)
        defer { wipe(&bytes) }
        return isCurrent(sealed) ? sealed : try newest.symmetric.seal(bytes, for: data)
    }

    private func epoch(where matches: (EpochKeys) -> Bool) -> EpochKeys? {
        matches(newest) ? newest : past.first(where: matches)
    }
}

extension Sealed {
    fileprivate var algorithm: SealedForm.Algorithm? {
        SealedForm.Algorithm(rawValue: bytes[1])
    }

    /// The name of the key under which it lies.
    fileprivate var keyName: UInt64 {
        bytes[2..<SealedForm.headerLength].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
