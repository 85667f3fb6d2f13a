package import CaseDomain

/// The form of codes that are printed or read aloud: characters of Crockford's base 32 in groups, five random bits each.
package struct PrintedCode: Sendable {
    package let length: Int
    private let group: Int

    package init(length: Int, group: Int) {
        self.length = length
        self.group = group
    }

    /// A new code as it is printed.
    ///
    /// It is a string, which cannot be wiped: it goes to paper and nowhere else.
    package func draw(_ chance: some Chance) -> String {
        let characters = chance.bytes(length).map { CrockfordBase32.alphabet[Int($0 & 31)] }
        return stride(from: 0, to: length, by: group).map { String(characters[$0..<min($0 + group, length)]) }.joined(separator: "-")
    }

    /// A typed code in capitals and without dashes and spaces, or `nil` when it is no code of this form.
    package func normal(_ typed: String) -> String? {
        // No one types so much; what is longer is not looked at.
        guard typed.utf8.count <= 4 * length else { return nil }
        let values = typed.filter { $0 != "-" && !$0.isWhitespace }.map(CrockfordBase32.value(of:))
        let known = values.compactMap { $0 }
        guard values.count == length, known.count == length else { return nil }
        return String(known.map { CrockfordBase32.alphabet[Int($0)] })
    }
}
