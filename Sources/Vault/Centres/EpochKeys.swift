import CaseDomain
import Crypto

/// The secret keys of one epoch of a centre; the keyrings that know them share them.
final class EpochKeys: Sendable {
    /// Bytes of the secrets when they are written one after the other.
    static let length = 96

    let number: UInt32
    let symmetric: SymmetricKey<EpochUse>
    let box: BoxSecretKey
    /// The P-256 key of phones' envelopes, as its raw representation.
    let phone: SecretBytes

    /// New keys.
    init(number: UInt32) throws(VaultError) {
        self.number = number
        symmetric = SymmetricKey()
        box = try BoxSecretKey()
        var raw = Array(P256.KeyAgreement.PrivateKey(compactRepresentable: false).rawRepresentation)
        defer { wipe(&raw) }
        phone = SecretBytes(copying: raw)
    }

    /// Reads what `append(to:)` wrote.
    init(number: UInt32, reading secrets: borrowing [UInt8], from offset: Int) throws(VaultError) {
        guard offset >= 0, secrets.count - offset >= EpochKeys.length else { throw .wrongLength }
        self.number = number
        symmetric = SymmetricKey(secret: SecretBytes(reading: secrets, from: offset))
        box = try BoxSecretKey(secret: SecretBytes(reading: secrets, from: offset + 32))
        phone = SecretBytes(reading: secrets, from: offset + 64)
    }

    /// Writes the secrets; the caller has reserved the space and wipes it.
    func append(to secrets: inout [UInt8]) {
        symmetric.secret.append(to: &secrets)
        box.secret.append(to: &secrets)
        phone.append(to: &secrets)
    }

    /// What the chain must say of this epoch.
    func publicKeys() throws(VaultError) -> CentreEpoch {
        var raw = phone.exposed()
        defer { wipe(&raw) }
        do {
            let key = try P256.KeyAgreement.PrivateKey(rawRepresentation: raw).publicKey
            return CentreEpoch(number: number, box: box.publicKey, phone: Array(key.x963Representation))
        } catch {
            throw .forgedChain
        }
    }
}

/// The root key of a centre; the keyrings that know it share it.
final class RootKey: Sendable {
    let key: SigningKey

    init() {
        key = SigningKey()
    }

    /// - Parameter offset: Where the 32 bytes of the seed begin.
    init(reading secrets: borrowing [UInt8], from offset: Int) {
        var seed = SecretBytes(reading: secrets, from: offset).exposed()
        defer { wipe(&seed) }
        key = SigningKey(seed: seed)
    }

    func append(to secrets: inout [UInt8]) {
        var seed = key.seed
        defer { wipe(&seed) }
        secrets.append(contentsOf: seed)
    }
}

extension SecretBytes {
    /// Copies 32 bytes that lie among others; the caller wipes its own.
    init(reading secrets: borrowing [UInt8], from offset: Int) {
        unsafe self.init(count: 32) { target in
            for index in 0..<32 { unsafe target[index] = secrets[offset + index] }
        }
    }

    /// Writes the bytes; the caller has reserved the space and wipes it.
    func append(to secrets: inout [UInt8]) {
        unsafe withBytes { pointer in unsafe secrets.append(contentsOf: UnsafeBufferPointer(start: pointer, count: count)) }
    }
}
