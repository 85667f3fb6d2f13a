import CaseDomain

/// What somebody types to find a person, as it is compared: a name without marks, the digits of a telephone number, a document number.
package struct PeopleQuery: Hashable, Sendable {
    /// Characters that may be typed.
    package static let longest = 200
    /// Digits or letters below which a part of a number finds too much.
    private static let leastDigits = 4

    /// Words of a name, each with the space before it; empty when a number was typed.
    let words: [[UInt8]]
    /// The whole folded name.
    let name: [UInt8]
    /// Digits of a telephone number; empty when these are too few, or something else was typed.
    let digits: [UInt8]
    /// A document number, or a part of one; empty when too short.
    let document: [UInt8]

    /// `nil` for a text that would find anybody: no letter, or fewer than four digits.
    package init?(_ typed: String) {
        let folded = FoldedName.folded(typed)
        let letters = folded.contains { $0.isLetter }
        let compared = typed.filter { $0.isLetter || $0.isNumber }.uppercased()
        name = Array(folded.utf8)
        words = letters ? folded.split(separator: " ").map { Array(" \($0)".utf8) } : []
        let digits = PersonIdentity.digits(ofPhone: typed)
        self.digits = !letters && digits.utf8.count >= PeopleQuery.leastDigits ? Array(digits.utf8) : []
        let hasDigit = compared.contains { $0.isNumber }
        document = hasDigit && compared.utf8.count >= PeopleQuery.leastDigits ? Array(compared.utf8) : []
        guard name.count > 1, !words.isEmpty || !self.digits.isEmpty || !document.isEmpty else { return nil }
    }

    /// How well somebody fits, best first; `nil`: not at all.
    func rank(of entry: PeopleIndex.Entry) -> Int? {
        if !document.isEmpty {
            let number = entry.text(3)
            if number.elementsEqual(document) { return 0 }
            if number.holds(document) { return 2 }
        }
        if !digits.isEmpty {
            let number = entry.text(2)
            if number.elementsEqual(digits) { return 0 }
            if number.holds(digits) { return 2 }
        }
        guard !words.isEmpty else { return nil }
        let folded = entry.text(1)
        if folded.elementsEqual(name) { return 0 }
        guard words.allSatisfy({ folded.begins(aWordWith: $0) }) else { return nil }
        return folded.holds(name) ? 1 : 2
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes stand here somewhere, one after another.
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard !part.isEmpty, count >= part.count else { return false }
        for start in 0...count - part.count {
            var length = 0
            while length < part.count, self[start + length] == part[length] { length += 1 }
            if length == part.count { return true }
        }
        return false
    }

    /// Whether one of the words of a name begins so; the word comes with the space before it, which the first of a name does not have.
    fileprivate func begins(aWordWith word: [UInt8]) -> Bool {
        starts(with: word.dropFirst()) || holds(word)
    }
}
