package import CaseDomain

/// The key that an opening code gives.
package enum OpeningUse {}

/// The code with which a new centre's first manager enrols: 130 random bits, printed once, kept nowhere.
package struct OpeningCode: ~Copyable, Sendable {
    private static let form = PrintedCode(length: 26, group: 5)
    let key: SymmetricKey<OpeningUse>

    /// The text of a new code as it is printed, in groups of five.
    package static func draw(_ chance: some Chance) -> String {
        form.draw(chance)
    }

    /// Reads a typed code, whatever its case, its dashes and its spaces.
    package init(typed text: String) throws(VaultError) {
        guard let normal = OpeningCode.form.normal(text) else { throw .wrongOpeningCode }
        self.init(normal: normal)
    }

    /// A code of 130 random bits needs no slow hash: trying all is out of reach.
    private init(normal text: String) {
        var hash = Blake2b.hash(Array(("nuong opening code " + text).utf8), count: 32)
        defer { wipe(&hash) }
        key = SymmetricKey(secret: SecretBytes(copying: hash))
    }
}
