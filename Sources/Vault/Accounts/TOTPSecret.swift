import CSodium
package import CaseDomain
import Crypto
import Foundation

/// The secret of a user's second factor: time-based one-time codes (RFC 6238) of six digits, SHA-1, 30 seconds.
///
/// Those parameters because every authenticator application knows them and some know no other.
package struct TOTPSecret: ~Copyable, Sendable {
    package static let digits = 6
    package static let secondsAStep: Int64 = 30
    package static let issuer = "Nương"
    private static let length = 20

    private let secret: SecretBytes

    /// A new random secret.
    package init() {
        secret = SecretBytes(randomCount: TOTPSecret.length)
    }

    /// Opens a secret.
    ///
    /// - Parameter data: Names the user as the row, so that another user's secret does not open in this one's place.
    package init(
        opening sealed: Sealed<TOTPSeed>, under key: borrowing SymmetricKey<TOTPUse>, for data: AssociatedData
    ) throws(VaultError) {
        var bytes = try key.open(sealed, for: data)
        defer { wipe(&bytes) }
        guard bytes.count == TOTPSecret.length else { throw .wrongLength }
        secret = SecretBytes(copying: bytes)
    }

    package func seal(under key: borrowing SymmetricKey<TOTPUse>, for data: AssociatedData) throws(VaultError) -> Sealed<TOTPSeed> {
        var bytes = secret.exposed()
        defer { wipe(&bytes) }
        return try key.seal(bytes, for: data)
    }

    /// The step that a code belongs to, or `nil` when it is not the code of now, of 30 seconds before or of 30 seconds after.
    ///
    /// The caller keeps the answer as the user's last step in the same transaction; a step is good once, and none before it either.
    /// A code that two steps share counts for the later, so that it is not good a second time.
    /// All steps are compared, each in constant time.
    ///
    /// - Parameter code: As typed; spaces do not matter.
    /// - Parameter lastStep: The last step that was accepted, `-1` when there was none.
    package func acceptedStep(of code: String, at now: Instant, after lastStep: Int64) -> Int64? {
        let typed = code.utf8.filter { $0 != 0x20 }
        guard typed.count == TOTPSecret.digits, typed.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard now.seconds >= 0 else { return nil }
        let current = now.seconds / TOTPSecret.secondsAStep
        var accepted: Int64?
        for step in max(current - 1, 0)...current + 1 {
            let isEqual = unsafe sodium_memcmp(Array(self.code(atStep: step, digits: TOTPSecret.digits).utf8), typed, typed.count) == 0
            if isEqual, step > lastStep { accepted = step }
        }
        return accepted
    }

    /// The code of a step: HOTP with its truncation (RFC 4226, section 5.3).
    ///
    /// - Parameter digits: Six; the RFC's own vectors have eight.
    package func code(atStep step: Int64, digits: Int) -> String {
        var key = secret.exposed()
        defer { wipe(&key) }
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> Int64(56 - 8 * $0)) }
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: Crypto.SymmetricKey(data: key)))
        let offset = Int(hash[19] & 15)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = repeatElement(UInt64(10), count: digits).reduce(1, *)
        let text = String(UInt64(number) % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The secret in base 32 (RFC 4648, without padding), to be typed where no picture can be taken.
    ///
    /// It is a string, which cannot be wiped: it is shown once, at enrolment.
    package var text: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bytes = secret.exposed()
        defer { wipe(&bytes) }
        // Twenty bytes are four whole groups of five.
        return stride(from: 0, to: bytes.count, by: 5).map { start in
            let group = bytes[start..<start + 5].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return String((0..<8).map { alphabet[Int(group >> UInt64(35 - 5 * $0) & 31)] })
        }.joined()
    }

    /// The address that an authenticator application reads from a QR code.
    package func address(account: String) -> String {
        let issuer = TOTPSecret.escaped(TOTPSecret.issuer)
        return "otpauth://totp/\(issuer):\(TOTPSecret.escaped(account))?secret=\(text)&issuer=\(issuer)&algorithm=SHA1"
            + "&digits=\(TOTPSecret.digits)&period=\(TOTPSecret.secondsAStep)"
    }

    /// Everything but letters, digits and "-._~" of ASCII as %XX (RFC 3986, section 2.3).
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
