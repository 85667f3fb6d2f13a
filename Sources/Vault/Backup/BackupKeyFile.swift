import CaseDomain
import Foundation

/// What is wrong with a file of the offline key.
package enum BackupKeyFault: String, Hashable, Sendable {
    case missing, unreadable, exists
    case notAFile = "not_a_file"
    case readableByOthers = "readable_by_others"
    case cannotCreate = "cannot_create"
    /// Not a file of such a key at all.
    case notAKey = "not_a_key"
    /// The check does not fit the key: a character was mistyped or is missing.
    case mistyped
    /// Made by a newer version.
    case newer
    /// The public half where the secret one is needed.
    case publicHalf = "public_half"
    /// The secret half where the public one is needed: it has no business on this machine.
    case secretHalf = "secret_half"
}

/// The two files of the offline key: short texts that can be printed and typed back.
///
/// Three lines: what it is and its version; the key in Crockford's base 32, in groups of five; eight characters that check both.
package enum BackupKeyFile {
    private enum Half: String, CaseIterable {
        case secret = "nuong-backup-secret-key"
        case shared = "nuong-backup-public-key"
    }

    private static let version = 1
    private static let checkLength = 5
    private static let sizeLimit = 1_024

    /// Makes a key pair: the secret half in a new file of mode 0400, the public half beside it in one that anybody may read.
    ///
    /// Neither file is overwritten; without the one the other does not stay.
    package static func create(secretAt path: String, publicAt publicPath: String) throws(VaultError) -> BackupPublicKey {
        let key = try BackupSecretKey()
        var exposed = key.secret.exposed()
        defer { wipe(&exposed) }
        var text = lines(.secret, exposed)
        defer { wipe(&text) }
        try write(text, to: path, mode: 0o400)
        do throws(VaultError) {
            try write(lines(.shared, key.publicKey.bytes), to: publicPath, mode: 0o444)
        } catch {
            _ = unsafe unlink(path)
            throw error
        }
        return key.publicKey
    }

    package static func readPublic(at path: String) throws(VaultError) -> BackupPublicKey {
        try publicKey(text: try read(path, isSecret: false))
    }

    /// The public half that a file's text holds.
    package static func publicKey(text: [UInt8]) throws(VaultError) -> BackupPublicKey {
        guard let key = BackupPublicKey(bytes: try key(in: text, .shared)) else { throw .backupKeyFile(.notAKey) }
        return key
    }

    /// Reads the secret half; a file that others may read is refused.
    package static func readSecret(at path: String) throws(VaultError) -> BackupSecretKey {
        var text = try read(path, isSecret: true)
        defer { wipe(&text) }
        var bytes = try key(in: text, .secret)
        defer { wipe(&bytes) }
        return try BackupSecretKey(secret: SecretBytes(copying: bytes))
    }

    // Bytes and not strings: those of the secret half are wiped.
    private static func lines(_ half: Half, _ key: [UInt8]) -> [UInt8] {
        let digits = base32(key)
        var text = Array("\(half.rawValue) \(version)\n".utf8)
        text.reserveCapacity(256)
        for (index, digit) in digits.enumerated() {
            if index > 0, index % 5 == 0 { text.append(0x2D) }
            text.append(digit)
        }
        return text + Array("\ncheck ".utf8) + base32(check(half, key)) + [0x0A]
    }

    private static func check(_ half: Half, _ key: [UInt8]) -> [UInt8] {
        Blake2b.hash(Array(half.rawValue.utf8) + key, count: 16).prefix(checkLength) + []
    }

    private static func key(in text: [UInt8], _ wanted: Half) throws(VaultError) -> [UInt8] {
        let words = text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 || $0 == 0x09 })
        guard words.count >= 2, let half = Half.allCases.first(where: { Array($0.rawValue.utf8) == Array(words[0]) }) else {
            throw .backupKeyFile(.notAKey)
        }
        guard half == wanted else { throw .backupKeyFile(half == .secret ? .secretHalf : .publicHalf) }
        guard Array(words[1]) == Array(String(version).utf8) else {
            throw .backupKeyFile(words[1].allSatisfy { (0x30...0x39).contains($0) } ? .newer : .notAKey)
        }
        // Line ends and spaces do not matter inside the key; the word "check" ends it.
        let rest = words.dropFirst(2)
        guard let end = rest.firstIndex(where: { Array($0) == Array("check".utf8) }) else { throw .backupKeyFile(.mistyped) }
        guard var key = bytes(base32: rest[..<end].joined(), count: 32) else { throw .backupKeyFile(.mistyped) }
        let digits = rest[rest.index(after: end)...].joined()
        guard bytes(base32: digits, count: checkLength) == check(half, key) else {
            wipe(&key)
            throw .backupKeyFile(.mistyped)
        }
        return key
    }

    private static func base32(_ bytes: [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                digits.append(digit(buffer >> bits & 31))
            }
        }
        if bits > 0 { digits.append(digit(buffer << (5 - bits) & 31)) }
        return digits
    }

    private static func digit(_ value: UInt32) -> UInt8 {
        CrockfordBase32.alphabet[Int(value)].asciiValue ?? 0
    }

    /// The bytes of digits, dashes left out; `nil` for a wrong length or character.
    private static func bytes(base32 digits: some Sequence<UInt8>, count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64)
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for digit in digits where digit != 0x2D {
            guard let value = CrockfordBase32.value(of: Character(UnicodeScalar(digit))) else { return nil }
            buffer = (buffer << 5 | UInt32(value)) & 0xFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        // What is left over is less than a digit, and nothing.
        guard bytes.count == count, bits < 5, buffer & (1 << bits - 1) == 0 else { return nil }
        return bytes
    }

    private static func write(_ text: [UInt8], to path: String, mode: mode_t) throws(VaultError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .backupKeyFile(errno == EEXIST ? .exists : .cannotCreate) }
        defer { close(descriptor) }
        let written = unsafe Foundation.write(descriptor, text, text.count)
        guard written == text.count, fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
            _ = unsafe unlink(path)
            throw .backupKeyFile(.cannotCreate)
        }
    }

    private static func read(_ path: String, isSecret: Bool) throws(VaultError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .backupKeyFile(errno == ENOENT ? .missing : .unreadable) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .backupKeyFile(.unreadable) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .backupKeyFile(.notAFile) }
        guard !isSecret || status.st_mode & 0o077 == 0 else { throw .backupKeyFile(.readableByOthers) }
        guard status.st_size <= sizeLimit else { throw .backupKeyFile(.notAKey) }
        var text = [UInt8](repeating: 0, count: sizeLimit)
        let count = unsafe Foundation.read(descriptor, &text, sizeLimit)
        guard count >= 0 else { throw .backupKeyFile(.unreadable) }
        text.removeLast(sizeLimit - count)
        return text
    }
}
