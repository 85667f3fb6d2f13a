import CaseDomain
import Crypto
import Foundation
import Support
import Testing

@testable import Vault

/// Vectors of the specifications, as data; each file says where it is from and how it was checked.
@Suite struct VectorTests {
    private static func read<Vector: Decodable>(_ name: String, _ type: Vector.Type = Vector.self) throws -> [Vector] {
        let file = ProjectFiles.root.appending(path: "Tests/VaultTests/Vectors/\(name).json")
        let vectors = try JSONDecoder().decode(VectorFile<Vector>.self, from: Data(contentsOf: file)).vectors
        try #require(!vectors.isEmpty)
        return vectors
    }

    private struct VectorFile<Vector: Decodable>: Decodable {
        let vectors: [Vector]
    }

    private func bytes(_ text: String) throws -> [UInt8] {
        try #require(text.utf8.count.isMultiple(of: 2))
        return try stride(from: 0, to: text.utf8.count, by: 2).map { place in
            let start = text.index(text.startIndex, offsetBy: place)
            return try #require(UInt8(text[start..<text.index(start, offsetBy: 2)], radix: 16))
        }
    }

    @Test func messageCodesAreThoseOfRFC4231() throws {
        struct Vector: Decodable {
            let hash, key, message, code: String
        }
        let vectors: [Vector] = try VectorTests.read("rfc4231")
        #expect(vectors.count == 14)
        for vector in vectors {
            let key = Crypto.SymmetricKey(data: try bytes(vector.key))
            let message = try bytes(vector.message)
            let code =
                vector.hash == "SHA-256"
                ? Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
                : Array(HMAC<SHA512>.authenticationCode(for: message, using: key))
            let expected = try bytes(vector.code)
            #expect(Array(code.prefix(expected.count)) == expected)
        }
    }

    @Test func oneTimeCodesAreThoseOfRFC6238() throws {
        struct Vector: Decodable {
            let time: Int64
            let secret, code: String
        }
        let vectors: [Vector] = try VectorTests.read("rfc6238")
        #expect(vectors.count == 6)
        let key = SymmetricKey<TOTPUse>()
        let data = AssociatedData(purpose: "vector", installation: .none, table: "", column: "")
        for vector in vectors {
            let sealed: Sealed<TOTPSeed> = try key.seal(try bytes(vector.secret), for: data)
            let secret = try TOTPSecret(opening: sealed, under: key, for: data)
            #expect(secret.code(atStep: vector.time / TOTPSecret.secondsAStep, digits: 8) == vector.code)
            let six = String(vector.code.suffix(6))
            #expect(secret.acceptedStep(of: six, at: Instant(seconds: vector.time), after: -1) == vector.time / 30)
        }
    }

    @Test func signaturesAreThoseOfRFC8032() throws {
        struct Vector: Decodable {
            let name, seed, publicKey, message, signature: String
        }
        let vectors: [Vector] = try VectorTests.read("rfc8032")
        #expect(vectors.map(\.name) == ["TEST 1", "TEST 2", "TEST 3", "TEST 1024"])
        for vector in vectors {
            let message = try bytes(vector.message)
            let signature = try bytes(vector.signature)
            let publicKey = try #require(VerifyingKey(bytes: try bytes(vector.publicKey)))
            #expect(publicKey.verifies(signature, of: message))
            #expect(!publicKey.verifies(signature, of: message + [0]))
            let signing = SigningKey(seed: try bytes(vector.seed))
            #expect(signing.publicKey == publicKey)
            #expect(signing.sign(message) == signature)
        }
    }

    @Test func aReceiverOpensTheMessagesOfRFC9180() throws {
        struct Vector: Decodable {
            struct Encryption: Decodable {
                let associated, ciphertext, plaintext: String
            }
            let bits: Int
            let info, privateKey, publicKey, encapsulated: String
            let encryptions: [Encryption]
        }
        let vectors: [Vector] = try VectorTests.read("rfc9180")
        #expect(vectors.map(\.bits) == [128, 256])
        for vector in vectors {
            let key = try PhoneSecretKey(raw: try bytes(vector.privateKey))
            #expect(key.publicKey == (try bytes(vector.publicKey)))
            // Every message of the sender in turn, by swift-crypto; the first of our own suite through our envelope as well.
            let suite =
                vector.bits == 256
                ? HPKE.Ciphersuite.P256_SHA256_AES_GCM_256
                : HPKE.Ciphersuite(kem: .P256_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_128)
            var recipient = try HPKE.Recipient(
                privateKey: P256.KeyAgreement.PrivateKey(rawRepresentation: try bytes(vector.privateKey)), ciphersuite: suite,
                info: Data(try bytes(vector.info)), encapsulatedKey: Data(try bytes(vector.encapsulated))
            )
            for encryption in vector.encryptions {
                let text = try recipient.open(
                    Data(try bytes(encryption.ciphertext)), authenticating: Data(try bytes(encryption.associated))
                )
                #expect(Array(text) == (try bytes(encryption.plaintext)))
            }
            let first = try #require(vector.encryptions.first)
            let opened = Result {
                try PhoneEnvelope.open(
                    try bytes(first.ciphertext), encapsulated: try bytes(vector.encapsulated), with: key, info: try bytes(vector.info),
                    associated: try bytes(first.associated)
                )
            }
            if vector.bits == 256 {
                #expect(try opened.get() == (try bytes(first.plaintext)))
            } else {
                #expect(throws: VaultError.integrityFailed) { try opened.get() }
            }
        }
    }

    @Test func hashesOfPassphrasesAreThoseOfTheReferenceImplementation() throws {
        struct Vector: Decodable {
            let passphrase, salt, hash: String
            let operations: UInt32
            let memory: UInt64
        }
        let vectors: [Vector] = try VectorTests.read("argon2id")
        #expect(vectors.contains { $0.operations == PassphraseCost.standard.operations && $0.memory == PassphraseCost.standard.memory })
        for vector in vectors {
            let hash = try Argon2id.hash(
                try Passphrase(typed: try bytes(vector.passphrase)), salt: try bytes(vector.salt),
                cost: PassphraseCost(operations: vector.operations, memory: vector.memory)
            )
            #expect(hash.exposed() == (try bytes(vector.hash)))
        }
    }
}
