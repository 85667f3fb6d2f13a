package import CaseDomain
import Vault

/// What an authenticator shows: the six digits that belong to a secret and a moment.
package enum TOTPCode {
    private struct NotBase32: Error {}

    /// - Parameter secret: In base 32, as it was shown.
    package static func of(_ secret: String, at moment: Instant) throws -> String {
        try opened(secret).code(atStep: moment.seconds / TOTPSecret.secondsAStep, digits: TOTPSecret.digits)
    }

    /// Six digits that belong to none of the steps that are accepted around a moment.
    package static func wrong(_ secret: String, at moment: Instant) throws -> String {
        let secret = try opened(secret)
        let step = moment.seconds / TOTPSecret.secondsAStep
        let good = (step - 1...step + 1).map { secret.code(atStep: $0, digits: TOTPSecret.digits) }
        return ["000000", "111111", "222222", "333333"].first { !good.contains($0) } ?? "444444"
    }

    private static func opened(_ text: String) throws -> TOTPSecret {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            guard let value = alphabet.firstIndex(of: character) else { throw NotBase32() }
            bits = (bits << 5 | UInt32(value)) & 0xFFFF
            count += 5
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        // A secret is made or opened and never read from text: this one is sealed first.
        let key = SymmetricKey<TOTPUse>()
        let data = AssociatedData(purpose: "test", installation: Identifier(high: 0, low: 1), table: "test", column: "totp", row: [])
        return try TOTPSecret(opening: try key.seal(bytes, for: data), under: key, for: data)
    }
}
