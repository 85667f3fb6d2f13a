package import CaseDomain

/// With what a user signs in.
package struct CredentialRow: Hashable, Sendable {
    package var user: Identifier<User>
    /// From 1, which expects that there is none yet; a change is the next one after what it was made from.
    package var revision: UInt32
    package var pepperGeneration: UInt32
    /// Argon2's passes.
    package var operations: UInt32
    /// Argon2's memory, in bytes.
    package var memory: Int64
    package var salt: [UInt8]
    package var verifier: [UInt8]
    package var keyring: Sealed<UserKeyringSecrets>
    package var recovery: Sealed<UserKeyringSecrets>?
    package var totp: Sealed<TOTPSeed>?
    /// The last step that was used.
    ///
    /// A counter of its own: it moves without a revision and stands outside the tag and the audit chain. Written with a credential it never
    /// goes back, unless there was no second factor before.
    package var totpStep: Int64
    package var mustChange: Bool
    /// Keyed tag over everything else of the row but the step.
    package var tag: [UInt8]

    package init(
        user: Identifier<User>, revision: UInt32, pepperGeneration: UInt32, operations: UInt32, memory: Int64, salt: [UInt8],
        verifier: [UInt8], keyring: Sealed<UserKeyringSecrets>, recovery: Sealed<UserKeyringSecrets>?, totp: Sealed<TOTPSeed>?,
        totpStep: Int64, mustChange: Bool, tag: [UInt8]
    ) {
        self.user = user
        self.revision = revision
        self.pepperGeneration = pepperGeneration
        self.operations = operations
        self.memory = memory
        self.salt = salt
        self.verifier = verifier
        self.keyring = keyring
        self.recovery = recovery
        self.totp = totp
        self.totpStep = totpStep
        self.mustChange = mustChange
        self.tag = tag
    }
}

extension CredentialRow {
    /// The row as the audit chain names it.
    package var content: RowContent {
        var writer = ByteWriter(reserving: 1_200)
        writer.write(pepperGeneration)
        writer.write(operations)
        writer.write(memory)
        writer.write(raw: salt)
        writer.write(raw: verifier)
        for sealed in [keyring.bytes, recovery?.bytes ?? [], totp?.bytes ?? []] {
            writer.write(UInt32(sealed.count))
            writer.write(raw: sealed)
        }
        writer.write(mustChange)
        writer.write(raw: tag)
        return RowContent(table: .credential, row: user.bytes, revision: revision, content: writer.bytes)
    }
}
