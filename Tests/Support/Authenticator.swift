package import CaseDomain
import Crypto
import Foundation

/// An authenticator application: the codes of a secret that was typed into it (RFC 4226, RFC 6238), apart from the program's own.
package struct Authenticator: Sendable {
    private let key: [UInt8]

    /// - Parameter secret: In base 32 as it is shown, with or without spaces.
    package init(_ secret: String) {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bits = secret.compactMap { alphabet.firstIndex(of: $0) }.flatMap { value in (0..<5).map { value >> (4 - $0) & 1 } }[...]
        var key: [UInt8] = []
        while bits.count >= 8 {
            key.append(UInt8(bits.prefix(8).reduce(0) { $0 << 1 | $1 }))
            bits = bits.dropFirst(8)
        }
        self.key = key
    }

    /// The six digits of a moment.
    package func code(at moment: Instant) -> String {
        var counter = UInt64(moment.seconds / 30).bigEndian
        let message = withUnsafeBytes(of: &counter) { Data($0) }
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        let start = Int(hash[hash.count - 1] & 0x0F)
        let number =
            (UInt32(hash[start]) & 0x7F) << 24 | UInt32(hash[start + 1]) << 16 | UInt32(hash[start + 2]) << 8 | UInt32(hash[start + 3])
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
