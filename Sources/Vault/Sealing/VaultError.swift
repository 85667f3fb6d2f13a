/// Why something could not be opened or sealed.
///
/// Says nothing about what is inside.
package enum VaultError: Error, Hashable, Sendable {
    /// The bytes, or what they are bound to, are not what was sealed.
    case integrityFailed
    /// Sealed under another key.
    case wrongKey
    case unknownVersion
    case unknownAlgorithm
    case wrongLength
    /// The padding inside is not ours.
    case wrongPadding
    /// A signature or a chain of a centre does not verify.
    case forgedChain
    /// Not an opening code, or not that of this centre.
    case wrongOpeningCode
    case keyFile(KeyFileFault)
    case backupKeyFile(BackupKeyFault)
    /// The purpose key of this name does not open, or is not there.
    case purposeKey(String)
    /// The cost of a passphrase is below the floor or above the ceiling.
    case refusedCost
    /// Argon2id got no memory.
    case outOfMemory
    /// Not a recovery, printed or enrolment code.
    case wrongCode
}

/// What is wrong with the file of the service key.
package enum KeyFileFault: String, Hashable, Sendable {
    case missing
    case notAFile = "not_a_file"
    case wrongSize = "wrong_size"
    case readableByOthers = "readable_by_others"
    case unreadable
    case exists
    case cannotCreate = "cannot_create"
}
