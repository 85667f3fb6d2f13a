package import CaseDomain

/// A user's own keys: X25519, to which centres' keys are wrapped, and Ed25519, with which they sign.
package final class UserKeyring: Sendable {
    package let box: BoxSecretKey
    package let signing: SigningKey

    /// New random keys.
    package init() throws(VaultError) {
        box = try BoxSecretKey(secret: SecretBytes(randomCount: 32))
        signing = SigningKey()
    }

    /// Opens a keyring.
    ///
    /// - Parameter data: Names the user as the row, so that a keyring moved to another user's row does not open.
    package init<Use>(
        opening sealed: Sealed<UserKeyringSecrets>, under key: borrowing SymmetricKey<Use>, for data: AssociatedData
    ) throws(VaultError) {
        var secrets = try key.open(sealed, for: data)
        defer { wipe(&secrets) }
        guard secrets.count == 64 else { throw .wrongLength }
        var seed = Array(secrets[32..<64])
        defer { wipe(&seed) }
        var boxBytes = Array(secrets[0..<32])
        defer { wipe(&boxBytes) }
        box = try BoxSecretKey(secret: SecretBytes(copying: boxBytes))
        signing = SigningKey(seed: seed)
    }

    package func seal<Use>(
        under key: borrowing SymmetricKey<Use>, for data: AssociatedData
    ) throws(VaultError) -> Sealed<UserKeyringSecrets> {
        var secrets = box.secret.exposed()
        defer { wipe(&secrets) }
        var seed = signing.seed
        defer { wipe(&seed) }
        var both = secrets + seed
        defer { wipe(&both) }
        return try key.seal(both, for: data)
    }
}
