import Crypto
import Foundation
import Testing
import Vault

@Suite final class PhoneEnvelopeTests {
    private let key = PhoneSecretKey()
    private let info = Array("nuong phone".utf8)
    private let associated: [UInt8] = [1, 2, 3]

    /// What a browser does: it pads, then seals with HPKE.
    private func envelope(_ padded: [UInt8], to publicKey: [UInt8], suite: HPKE.Ciphersuite = .P256_SHA256_AES_GCM_256) throws -> [UInt8] {
        var sender = try HPKE.Sender(
            recipientKey: P256.KeyAgreement.PublicKey(x963Representation: publicKey), ciphersuite: suite, info: Data(info)
        )
        let text = try sender.seal(Data(padded), authenticating: Data(associated))
        return Array(sender.encapsulatedKey) + Array(text)
    }

    private func padded(_ text: [UInt8]) -> [UInt8] {
        text + [0x80] + [UInt8](repeating: 0, count: PhoneEnvelope.longestText - text.count)
    }

    @Test(arguments: [0, 1, 300, PhoneEnvelope.longestText])
    func opensWhatAPhoneSealed(count: Int) throws {
        let text = [UInt8](repeating: 7, count: count)
        let bytes = try envelope(padded(text), to: key.publicKey)
        #expect(bytes.count == 4_096)
        #expect(try PhoneEnvelope.open(bytes, with: key, info: info, associated: associated) == text)
    }

    @Test func anotherKeyInfoOrBindingIsRefused() throws {
        let bytes = try envelope(padded([1]), to: key.publicKey)
        #expect(throws: VaultError.integrityFailed) {
            try PhoneEnvelope.open(bytes, with: PhoneSecretKey(), info: info, associated: associated)
        }
        #expect(throws: VaultError.integrityFailed) { try PhoneEnvelope.open(bytes, with: key, info: [], associated: associated) }
        #expect(throws: VaultError.integrityFailed) { try PhoneEnvelope.open(bytes, with: key, info: info, associated: [1, 2]) }
        let suite = HPKE.Ciphersuite(kem: .P256_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_128)
        let weaker = try envelope(padded([1]), to: key.publicKey, suite: suite)
        #expect(throws: VaultError.integrityFailed) { try PhoneEnvelope.open(weaker, with: key, info: info, associated: associated) }
    }

    @Test func aDamagedCutOrLengthenedEnvelopeIsRefused() throws {
        let bytes = try envelope(padded(Array("một cuộc gọi".utf8)), to: key.publicKey)
        for place in Array(0..<80) + [2_000, 4_079, 4_080, 4_095] {
            var damaged = bytes
            damaged[place] ^= 1
            #expect(throws: VaultError.integrityFailed) { try PhoneEnvelope.open(damaged, with: key, info: info, associated: associated) }
        }
        for wrong in [[], Array(bytes.dropLast()), bytes + [0], Array(bytes.prefix(65))] {
            #expect(throws: VaultError.wrongLength) { try PhoneEnvelope.open(wrong, with: key, info: info, associated: associated) }
        }
    }

    @Test func aTextWithoutItsPaddingIsRefused() throws {
        for byte in [0, 1] as [UInt8] {
            let text = [UInt8](repeating: byte, count: PhoneEnvelope.longestText + 1)
            let bytes = try envelope(text, to: key.publicKey)
            #expect(throws: VaultError.wrongPadding) { try PhoneEnvelope.open(bytes, with: key, info: info, associated: associated) }
        }
    }

    @Test func aKeyThatIsNoneIsRefused() {
        for raw in [[], [UInt8](repeating: 0, count: 32), [UInt8](repeating: 0xFF, count: 32), [UInt8](repeating: 1, count: 31)] {
            #expect(throws: VaultError.self) { _ = try PhoneSecretKey(raw: raw) }
        }
    }
}
