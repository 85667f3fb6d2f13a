import Foundation

/// A name as it is searched and compared: lower case, without tone and vowel marks, đ as d, one space between words.
package enum FoldedName {
    /// Letters and digits of any script stay; whatever else stands between them is one space, and nothing stands at either end.
    ///
    /// Marks that hide inside a text, such as those for the direction of writing, neither stay nor part a word.
    package static func folded(_ name: some StringProtocol) -> String {
        var folded = ""
        var isBetween = false
        for scalar in name.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            guard let kept = letter(scalar) else {
                if parts(scalar) { isBetween = !folded.isEmpty }
                continue
            }
            if isBetween {
                folded.append(" ")
                isBetween = false
            }
            folded.unicodeScalars.append(kept)
        }
        return folded
    }

    private static func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "a"..."z", "0"..."9": scalar
        // The stroke is no mark of its own; the second letter is an old substitute for the first.
        case "đ", "ð": "d"
        default:
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .spacingMark: scalar
            default: nil
            }
        }
    }

    /// Whether a character that does not stay stands between two words.
    private static func parts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: false
        // A tab or a new line parts words; other control characters were never meant to be there.
        case .control: scalar.properties.isWhitespace
        default: true
        }
    }
}
