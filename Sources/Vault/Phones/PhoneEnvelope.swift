import Crypto
import Foundation

/// What a telephone's browser seals to a centre: HPKE (RFC 9180), base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
///
/// The one thing that is not sealed with libsodium, because every browser's WebCrypto can make it without a library. What it holds is
/// sealed again with libsodium after intake. It says that somebody knew the public key, never who.
///
/// Layout, always 4,096 bytes: encapsulated key in X9.63 form (65), padded text and tag (16). The text is padded with 0x80, then zeros.
package enum PhoneEnvelope {
    package static let length = 4_096
    package static let encapsulatedLength = 65
    /// The longest text: one byte at least is padding.
    package static let longestText = length - encapsulatedLength - 16 - 1

    /// Opens an envelope.
    ///
    /// - Parameter info: What the key is used for, as the telephone said it when it made the envelope.
    /// - Parameter associated: What the envelope is bound to.
    package static func open(
        _ bytes: [UInt8], with key: borrowing PhoneSecretKey, info: [UInt8], associated: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        guard bytes.count == length else { throw .wrongLength }
        var text = try open(
            Array(bytes.dropFirst(encapsulatedLength)), encapsulated: Array(bytes.prefix(encapsulatedLength)), with: key, info: info,
            associated: associated
        )
        text.removeLast(text.count - (try Padding.length(of: text)))
        return text
    }

    /// Seals a text to a centre's key, for those whose browser cannot.
    ///
    /// - Parameter publicKey: In X9.63 form, 65 bytes.
    /// - Throws: `wrongLength` when the text is longer than ``longestText``, `wrongKey` when the key is none.
    package static func seal(
        _ text: [UInt8], to publicKey: [UInt8], info: [UInt8], associated: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        guard text.count <= longestText else { throw .wrongLength }
        let padded = text + [0x80] + [UInt8](repeating: 0, count: longestText - text.count)
        do {
            var sender = try HPKE.Sender(
                recipientKey: P256.KeyAgreement.PublicKey(x963Representation: publicKey), ciphersuite: .P256_SHA256_AES_GCM_256,
                info: Data(info))
            let sealed = try sender.seal(Data(padded), authenticating: Data(associated))
            return Array(sender.encapsulatedKey) + Array(sealed)
        } catch {
            throw .wrongKey
        }
    }

    /// Opens the first message of an HPKE sender, of any length and without padding.
    package static func open(
        _ ciphertext: [UInt8], encapsulated: [UInt8], with key: borrowing PhoneSecretKey, info: [UInt8], associated: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        guard encapsulated.count == encapsulatedLength, ciphertext.count >= 16 else { throw .wrongLength }
        let secret = try key.key()
        do {
            var recipient = try HPKE.Recipient(
                privateKey: secret, ciphersuite: .P256_SHA256_AES_GCM_256, info: Data(info), encapsulatedKey: Data(encapsulated)
            )
            return Array(try recipient.open(Data(ciphertext), authenticating: Data(associated)))
        } catch {
            throw .integrityFailed
        }
    }
}
