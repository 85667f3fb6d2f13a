/// Why bytes are not a sealed value.
package enum SealedFormError: Error, Hashable, Sendable {
    case unknownVersion
    case unknownAlgorithm
    case wrongLength
}

/// Bytes that were sealed, with the type of what is inside.
///
/// Whoever holds no key can move them and nothing more.
///
/// Layout: version (1), algorithm (1), key id (8), then by algorithm
/// `aead` (XChaCha20-Poly1305): nonce (24), padded text and tag (16);
/// `box` (sealed box of libsodium to a centre, X25519): ephemeral key (32), tag (16), padded text, keyed tag over box and associated data (32).
/// The padded text is a multiple of 256 bytes, above 4 KiB of 4 KiB.
package struct Sealed<Plaintext>: Hashable, Sendable {
    package let bytes: [UInt8]

    /// The only way from bytes; checks version, algorithm and length bucket.
    package init(bytes: [UInt8]) throws(SealedFormError) {
        try SealedForm.check(bytes)
        self.bytes = bytes
    }
}

/// The fixed numbers of the envelope.
package enum SealedForm {
    package static let version: UInt8 = 1
    package static let headerLength = 10
    package static let bucket = 256
    package static let longBucket = 4_096
    /// Ephemeral key and tag of a sealed box.
    package static let boxOverhead = 48

    package enum Algorithm: UInt8, Sendable {
        case aead = 1
        case box = 2

        /// Bytes around the padded text, header included.
        package var overhead: Int {
            switch self {
            case .aead: SealedForm.headerLength + 24 + 16
            case .box: SealedForm.headerLength + SealedForm.boxOverhead + 32
            }
        }
    }

    package static func check(_ bytes: some RandomAccessCollection<UInt8>) throws(SealedFormError) {
        guard bytes.count > headerLength, let first = bytes.first else { throw .wrongLength }
        guard first == version else { throw .unknownVersion }
        guard let algorithm = Algorithm(rawValue: bytes[bytes.index(after: bytes.startIndex)]) else { throw .unknownAlgorithm }
        let padded = bytes.count - algorithm.overhead
        guard padded >= bucket, padded % bucket == 0, padded <= longBucket || padded % longBucket == 0 else { throw .wrongLength }
    }

    /// The length of a text of `count` bytes once it is padded; padding takes at least one byte.
    package static func paddedLength(of count: Int) -> Int {
        let length = count + 1
        let step = length > longBucket ? longBucket : bucket
        return (length + step - 1) / step * step
    }
}

/// A key of 32 bytes, wrapped: a sealed box to a centre with a keyed tag, or an envelope under an epoch's key.
package enum WrappedKey {}
/// The keyring of a centre's epoch, sealed under the opening code.
package enum EpochKeyring {}
/// A purpose key of the service, sealed under the service key.
package enum PurposeKey {}
/// The note of an activity.
package enum ActivityNote {}
/// A user's secret keys, sealed under the key of their passphrase and again under that of their recovery code.
package enum UserKeyringSecrets {}
/// The secret of a second factor, sealed under the totp key.
package enum TOTPSeed {}
/// The keyring of a centre's epoch, in a sealed box to one member.
package enum MemberBox {}
