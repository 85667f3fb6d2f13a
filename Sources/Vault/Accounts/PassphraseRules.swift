/// What a new passphrase must be.
///
/// Length counts and nothing else: no digits, capitals or signs are asked for (ASVS 5.0, 6.2; NIST SP 800-63B, 3.1.1).
/// Asked when a passphrase is chosen, never at sign-in.
package enum PassphraseRules {
    package static let fewestCharacters = 15
    /// A shorter user name stands in too many words to say anything.
    private static let shortestName = 3

    /// Refuses a passphrase that is short, common, or holds the user's name.
    ///
    /// - Parameter fewestCharacters: Never less than the fewest of all.
    package static func check(
        _ passphrase: borrowing Passphrase, userName: String, fewestCharacters: Int = PassphraseRules.fewestCharacters
    ) throws(PassphraseFault) {
        let text = unsafe passphrase.withBytes { bytes in
            unsafe String(decoding: UnsafeRawBufferPointer(start: bytes, count: passphrase.count), as: UTF8.self)
        }
        guard text.count >= max(fewestCharacters, PassphraseRules.fewestCharacters) else { throw .tooShort }
        let folded = Array(text.lowercased())
        let joined = folded.filter(isPartOfWord)
        let name = Array(userName.lowercased())
        for (form, sought) in [(folded, name), (joined, name.filter(isPartOfWord))] {
            guard sought.count < shortestName || !form.contains(sought) else { throw .holdsUserName }
        }
        guard !isCommon(folded), joined.isEmpty || !isCommon(joined) else { throw .tooCommon }
    }

    private static func isPartOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber
    }

    private static func isCommon(_ text: [Character]) -> Bool {
        CommonPassphrases.holds(text[...]) || isRepeated(text) || isRowsAroundOneWord(text)
    }

    /// Whether the text is a piece over and over: one that would be too short, or a common word, of which the last may be cut.
    private static func isRepeated(_ text: [Character]) -> Bool {
        (1..<text.count).contains { period in
            guard period < fewestCharacters else { return false }
            guard period * 2 <= text.count || CommonPassphrases.holds(text[..<period]) else { return false }
            return zip(text, text.dropFirst(period)).allSatisfy(==)
        }
    }

    /// Whether nothing is left when rows of keys, equal characters and one common word, however often, are taken away.
    private static func isRowsAroundOneWord(_ text: [Character]) -> Bool {
        let rows = text.indices.map { KeyRows.lengthOfRow(in: text, at: $0) }
        var words: Set<ArraySlice<Character>> = [[]]
        for start in text.indices {
            for length in CommonPassphrases.lengths where start + length <= text.count {
                let piece = text[start..<start + length]
                if CommonPassphrases.holds(piece) { words.insert(piece) }
            }
        }
        return words.contains { word in
            var reached = [Bool](repeating: false, count: text.count + 1)
            reached[0] = true
            for start in text.indices where reached[start] {
                if rows[start] >= KeyRows.shortest {
                    for end in start + KeyRows.shortest...start + rows[start] { reached[end] = true }
                }
                if !word.isEmpty, text[start...].starts(with: word) { reached[start + word.count] = true }
            }
            return reached[text.count]
        }
    }
}

/// Keys that lie beside each other, and characters that follow each other.
private enum KeyRows {
    /// Two beside each other are in any word.
    static let shortest = 3

    private static let rows: [[Character]] = [
        "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "`1234567890-=", "!@#$%^&*()_+",
        "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/",
    ].flatMap { [Array($0), Array($0.reversed())] }

    /// How many characters from a place on follow one row, in either direction, or are equal.
    static func lengthOfRow(in text: [Character], at start: Int) -> Int {
        let rest = text[start...]
        var longest = rest.prefix { $0 == text[start] }.count
        for row in rows {
            for place in row.indices where row[place] == text[start] {
                longest = max(longest, zip(rest, row[place...]).prefix { $0 == $1 }.count)
            }
        }
        return longest
    }
}
