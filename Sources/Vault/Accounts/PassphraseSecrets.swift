import CSodium
package import CaseDomain

/// Sealing of a user's keyring.
package enum KeyringUse {}

/// What is compared at sign-in; it opens nothing, and without the pepper it cannot be guessed at.
package struct LoginVerifier: Sendable {
    /// 32 bytes, as they lie with the user.
    package let bytes: [UInt8]

    /// Compares with what lies with the user, in constant time.
    package func matches(_ stored: [UInt8]) -> Bool {
        guard stored.count == bytes.count else { return false }
        return unsafe sodium_memcmp(bytes, stored, bytes.count) == 0
    }
}

/// What one run of Argon2id makes of a passphrase: a verifier, and the key that wraps the user's keyring.
///
/// Both are mixed with the pepper and bound to the user: a verifier or keyring moved to another user's row matches and opens nothing.
package struct PassphraseSecrets: ~Copyable, Sendable {
    package static let saltLength = 16

    package let verifier: LoginVerifier
    package let keyring: SymmetricKey<KeyringUse>

    /// Runs Argon2id once, which takes the memory of `cost` and a good part of a second: never on a thread that answers requests.
    ///
    /// A cost outside its bounds is `refusedCost`, before anything is hashed.
    package static func derive(
        _ passphrase: borrowing Passphrase, salt: [UInt8], cost: PassphraseCost, user: Identifier<User>,
        pepper: borrowing HashKey<PepperUse>
    ) throws(VaultError) -> PassphraseSecrets {
        guard cost.isAllowed else { throw .refusedCost }
        let hash = try Argon2id.hash(passphrase, salt: salt, cost: cost)
        var halves = hash.exposed()
        defer { wipe(&halves) }
        var first = Array(halves[0..<32])
        defer { wipe(&first) }
        var second = Array(halves[32..<64])
        defer { wipe(&second) }
        return PassphraseSecrets(
            verifier: LoginVerifier(bytes: pepper.mixed("login", user, first).exposed()),
            keyring: SymmetricKey(secret: pepper.mixed("keyring", user, second))
        )
    }
}

/// Argon2id (RFC 9106) of libsodium: version 1.3, one lane, 64 bytes.
enum Argon2id {
    static func hash(_ passphrase: borrowing Passphrase, salt: [UInt8], cost: PassphraseCost) throws(VaultError) -> SecretBytes {
        guard salt.count == PassphraseSecrets.saltLength else { throw .wrongLength }
        var status: Int32 = -1
        let hash = unsafe passphrase.withBytes { text in
            unsafe SecretBytes(count: 64) { target in
                status = unsafe crypto_pwhash(
                    target, 64, text.assumingMemoryBound(to: CChar.self), UInt64(passphrase.count), salt, UInt64(cost.operations),
                    Int(cost.memory),
                    crypto_pwhash_ALG_ARGON2ID13
                )
            }
        }
        // libsodium fails only when it gets no memory.
        guard status == 0 else { throw .outOfMemory }
        return hash
    }
}

extension HashKey where Use == PepperUse {
    /// A secret mixed with the pepper, for one purpose and one user; in locked memory, and nothing of it is left elsewhere.
    func mixed(_ purpose: String, _ user: Identifier<User>, _ secret: [UInt8]) -> SecretBytes {
        var message: [UInt8] = []
        message.reserveCapacity(192)
        for field in [Array(purpose.utf8), user.bytes] {
            unsafe withUnsafeBytes(of: UInt32(field.count).littleEndian) { unsafe message.append(contentsOf: $0) }
            message.append(contentsOf: field)
        }
        unsafe withUnsafeBytes(of: UInt32(secret.count).littleEndian) { unsafe message.append(contentsOf: $0) }
        message.append(contentsOf: secret)
        defer { wipe(&message) }
        return unsafe SecretBytes(count: 32) { target in
            _ = unsafe self.secret.withBytes { key in
                unsafe crypto_generichash(target, 32, message, UInt64(message.count), key, 32)
            }
        }
    }
}
