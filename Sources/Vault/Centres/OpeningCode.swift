import CSodium
package import CaseDomain

/// The key that an opening code gives.
package enum OpeningUse {}

/// The code with which a new centre's first manager enrols: 130 random bits, printed once, kept nowhere.
package struct OpeningCode: ~Copyable, Sendable {
    private static let length = 26
    let key: SymmetricKey<OpeningUse>

    /// The text of a new code as it is printed, in groups of five.
    package static func draw(_ chance: some Chance) -> String {
        let characters = chance.bytes(length).map { CrockfordBase32.alphabet[Int($0 & 31)] }
        return stride(from: 0, to: length, by: 5).map { String(characters[$0..<min($0 + 5, length)]) }.joined(separator: "-")
    }

    /// Reads a typed code, whatever its case, its dashes and its spaces.
    package init(typed text: String) throws(VaultError) {
        let values = text.filter { $0 != "-" && !$0.isWhitespace }.map(CrockfordBase32.value(of:))
        let known = values.compactMap { $0 }
        guard values.count == OpeningCode.length, known.count == values.count else { throw .wrongOpeningCode }
        self.init(normal: String(known.map { CrockfordBase32.alphabet[Int($0)] }))
    }

    /// A code of 130 random bits needs no slow hash: trying all is out of reach.
    private init(normal text: String) {
        var hash = Blake2b.hash(Array(("nuong opening code " + text).utf8), count: 32)
        defer { wipe(&hash) }
        key = SymmetricKey(secret: SecretBytes(copying: hash))
    }
}
