import CSodium
package import CaseDomain

/// The ten printed codes that stand in for a second factor; each is good once.
///
/// 50 bits each. What is kept are digests under the pepper, bound to the user: without the service key nobody can try codes on them.
package enum PrintedCodes {
    package static let count = 10
    private static let form = PrintedCode(length: 10, group: 5)

    /// Ten new codes as they are printed.
    package static func draw(_ chance: some Chance) -> [String] {
        (0..<count).map { _ in form.draw(chance) }
    }

    /// The digest of a typed code, as it lies with the user; anything that is not a code is `wrongCode`.
    package static func digest(
        typed text: String, for user: Identifier<User>, pepper: borrowing HashKey<PepperUse>
    ) throws(VaultError) -> [UInt8] {
        guard let normal = form.normal(text) else { throw .wrongCode }
        return pepper.mixed("printed code", user, Array(normal.utf8)).exposed()
    }

    /// The place of a typed code among the digests that are left, or `nil`; all are compared, each in constant time.
    ///
    /// The caller strikes the digest out in the same transaction.
    package static func place(
        ofTyped text: String, among digests: [[UInt8]], for user: Identifier<User>, pepper: borrowing HashKey<PepperUse>
    ) -> Int? {
        guard let typed = try? digest(typed: text, for: user, pepper: pepper) else { return nil }
        var found: Int?
        for (place, digest) in digests.enumerated() where digest.count == typed.count {
            if unsafe sodium_memcmp(digest, typed, typed.count) == 0 { found = place }
        }
        return found
    }
}
