import CaseDomain
import Policies
import Store
import Vault

extension OpenInstallation {
    /// A credential with the keyring under a passphrase, hashed on the hashing threads.
    ///
    /// - Parameter before: The credential that it follows; the recovery wrap and the second factor are taken over. `nil` begins.
    func sealed(
        _ keyring: UserKeyring, _ typed: [UInt8], for user: Identifier<User>, after before: CredentialRow?
    ) async throws(CaseworkError) -> CredentialRow {
        let passphrase: TypedPassphrase
        do { passphrase = TypedPassphrase(try Passphrase(typed: typed)) } catch { throw .account(.passphrase(error)) }
        let salt = chance.bytes(PassphraseSecrets.saltLength)
        let cost = desk.cost
        let pepper = keys.newestPepper
        let binding = bindings.keyring(user, column: "keyring")
        struct Made: Sendable {
            let verifier: [UInt8]
            let keyring: Sealed<UserKeyringSecrets>
        }
        let answer = await desk.hashing.run { () -> Result<Made, VaultError> in
            Result { () throws(VaultError) -> Made in
                let secrets = try PassphraseSecrets.derive(passphrase.passphrase, salt: salt, cost: cost, user: user, pepper: pepper.key)
                return Made(verifier: secrets.verifier.bytes, keyring: try keyring.seal(under: secrets.keyring, for: binding))
            }
        }
        guard let answer else { throw .account(.overloaded(seconds: 5)) }
        let made: Made
        do { made = try answer.get() } catch { throw .vault(error) }
        return CredentialRow(
            user: user, revision: (before?.revision ?? 0) + 1, pepperGeneration: pepper.generation, operations: cost.operations,
            memory: Int64(clamping: cost.memory), salt: salt, verifier: made.verifier, keyring: made.keyring, recovery: before?.recovery,
            totp: before?.totp, totpStep: before?.totpStep ?? 0, mustChange: false, tag: []
        )
    }

    /// The keyring under a recovery code.
    func recoveryWrap(
        _ keyring: UserKeyring, _ code: borrowing RecoveryCode, for user: Identifier<User>
    ) throws(VaultError) -> Sealed<UserKeyringSecrets> {
        try keyring.seal(
            under: code.key(for: user, pepper: keys.newestPepper.key), for: bindings.keyring(user, column: "recovery")
        )
    }

    /// Whether a typed recovery code opens the wrap that was just made for it.
    func opens(_ wrap: Sealed<UserKeyringSecrets>, with typed: String, of user: Identifier<User>) -> Bool {
        guard let code = try? RecoveryCode(typed: typed) else { return false }
        let key = code.key(for: user, pepper: keys.newestPepper.key)
        return (try? UserKeyring(opening: wrap, under: key, for: bindings.keyring(user, column: "recovery"))) != nil
    }

    /// A passphrase made up for somebody, one that the rules let pass: a short user name may happen to be in what was drawn.
    package func suggestedPassphrase(userName: String) -> String {
        var text = PassphraseSyllables.draw(chance)
        for _ in 0..<100 where (try? check(newPassphrase: Array(text.utf8), userName: userName)) == nil {
            text = PassphraseSyllables.draw(chance)
        }
        return text
    }

    /// Refuses a passphrase that is too short, too common, or holds the user's name.
    func check(newPassphrase typed: [UInt8], userName: String) throws(CaseworkError) {
        do {
            try PassphraseRules.check(
                try Passphrase(typed: typed), userName: userName, fewestCharacters: desk.rules.passphraseCharacters)
        } catch {
            throw .account(.passphrase(error))
        }
    }
}
