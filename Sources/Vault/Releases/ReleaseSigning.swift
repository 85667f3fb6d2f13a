package import CaseDomain
import Foundation

/// Sealing of releases in preparation and of counted people.
package enum ReleaseUse {}
/// Commitments to what stays sealed: a plain digest of small counts could be found by trying all.
package enum CommitmentUse {}
/// The order in which equally good cells are hidden.
package enum DisclosureOrderUse {}

extension SigningKey {
    /// Seals the key to an approver.
    package func wrap(
        to approver: BoxPublicKey, for data: AssociatedData, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) -> Sealed<ReleaseKeySeed> {
        var bytes = seed
        defer { wipe(&bytes) }
        return try approver.seal(bytes, for: data, tag: tag)
    }

    /// Opens a key that was sealed to an approver.
    package init(
        opening sealed: Sealed<ReleaseKeySeed>, with box: borrowing BoxSecretKey, for data: AssociatedData,
        tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) {
        var bytes = try box.open(sealed, for: data, tag: tag)
        defer { wipe(&bytes) }
        guard bytes.count == 32 else { throw .wrongLength }
        self.init(seed: bytes)
    }
}

/// A signature as the program `minisign` writes it, over the BLAKE2b-512 of a file.
///
/// Source: minisign's description of its formats, jedisct1.github.io/minisign.
package struct MinisignSignature: Hashable, Sendable {
    private static let fileMark: [UInt8] = Array("ED".utf8)
    private static let keyMark: [UInt8] = Array("Ed".utf8)
    /// No comment is longer than this.
    private static let mostInComment = 500

    package let text: String

    /// Signs a file.
    ///
    /// - Parameter comment: One line that is signed as well.
    package init(of file: [UInt8], by key: borrowing SigningKey, comment: String) {
        let signature = key.sign(Blake2b.hash(file, count: 64))
        let whole = key.sign(signature + Array(comment.utf8))
        let name = MinisignSignature.name(of: key.publicKey)
        text = """
            untrusted comment: signature of a release of figures by Nuong
            \(Base64.encode(MinisignSignature.fileMark + name + signature))
            trusted comment: \(comment)
            \(Base64.encode(whole))

            """
    }

    /// Whether a signature is that of a file, with its comment.
    package static func verifies(_ text: String, of file: [UInt8], by key: VerifyingKey) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 5, lines[4].isEmpty, lines[2].hasPrefix("trusted comment: "), let first = Base64.decode(lines[1]),
            first.count == 74, let whole = Base64.decode(lines[3])
        else { return false }
        let comment = Array(lines[2].dropFirst("trusted comment: ".count).utf8)
        guard comment.count <= mostInComment, Array(first[..<2]) == fileMark, Array(first[2..<10]) == name(of: key) else { return false }
        let signature = Array(first[10...])
        return key.verifies(signature, of: Blake2b.hash(file, count: 64)) && key.verifies(whole, of: signature + comment)
    }

    /// The public key as a file of `minisign`.
    package static func publicKeyFile(_ key: VerifyingKey) -> String {
        """
        untrusted comment: key of releases of figures, Nuong
        \(Base64.encode(keyMark + name(of: key) + key.bytes))

        """
    }

    /// Reads such a file.
    package static func publicKey(file: String) -> VerifyingKey? {
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[2].isEmpty, let bytes = Base64.decode(lines[1]), bytes.count == 42, Array(bytes[..<2]) == keyMark,
            let key = VerifyingKey(bytes: Array(bytes[10...])), Array(bytes[2..<10]) == name(of: key)
        else { return nil }
        return key
    }

    /// Eight bytes that name a key.
    private static func name(of key: VerifyingKey) -> [UInt8] { Blake2b.hash(key.bytes, count: 16).prefix(8).map { $0 } }
}

/// Base 64 with its padding (RFC 4648, section 4).
private enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// `nil` also for other letters that mean the same bytes: one changed letter is always found.
    static func decode(_ text: Substring) -> [UInt8]? {
        guard let bytes = Data(base64Encoded: String(text)).map({ Array($0) }), encode(bytes) == text else { return nil }
        return bytes
    }
}
