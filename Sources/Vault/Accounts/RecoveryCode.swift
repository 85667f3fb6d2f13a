package import CaseDomain

/// The code with which a user opens their keyring when the passphrase is lost: 130 random bits, printed once, kept nowhere.
package struct RecoveryCode: ~Copyable, Sendable {
    private static let form = PrintedCode(length: 26, group: 5)
    private let secret: SecretBytes

    /// The text of a new code as it is printed, in groups of five.
    package static func draw(_ chance: some Chance) -> String {
        form.draw(chance)
    }

    /// Reads a typed code, whatever its case, its dashes and its spaces; anything else is `wrongCode`.
    package init(typed text: String) throws(VaultError) {
        guard let normal = RecoveryCode.form.normal(text) else { throw .wrongCode }
        var bytes = Array(normal.utf8)
        defer { wipe(&bytes) }
        secret = SecretBytes(copying: bytes)
    }

    /// The key of the user's second wrap, mixed with the pepper.
    ///
    /// A code of 130 random bits needs no slow hash: trying all is out of reach.
    package func key(for user: Identifier<User>, pepper: borrowing HashKey<PepperUse>) -> SymmetricKey<KeyringUse> {
        var bytes = secret.exposed()
        defer { wipe(&bytes) }
        return SymmetricKey(secret: pepper.mixed("recovery", user, bytes))
    }
}
