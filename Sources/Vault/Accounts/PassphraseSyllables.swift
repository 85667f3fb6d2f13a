package import CaseDomain
import Foundation

/// Passphrases of Vietnamese syllables without marks, for whoever does not want to think of one.
///
/// The syllables are joined by "-", which ends a word for every input method, and none has a letter that Telex acts on within its word:
/// no vowel a, e or o twice, no d twice, no w, and no s, f, r, x, j or z after a vowel. VNI acts on digits alone, and there are none.
/// So the same keys give the same passphrase whether an input method is on or off.
///
/// Each syllable is drawn evenly from the 968 of `all`: 9.9 bits. Eight, as are drawn unless told otherwise, have 79 bits, far more than
/// Argon2 at its standard cost lets anybody try. Whoever offers one checks it by `PassphraseRules` and draws again when a short user name
/// happens to be in it.
package enum PassphraseSyllables {
    package static let standardCount = 8

    /// Every syllable that may be drawn, in the order of the alphabet.
    package static let all: [String] = make()

    package static var bitsOfEach: Double { log2(Double(all.count)) }

    /// A new passphrase.
    package static func draw(_ chance: some Chance, count: Int = standardCount) -> String {
        (0..<count).map { _ in all[place(chance)] }.joined(separator: "-")
    }

    /// A place in the list, each as likely: numbers past the last whole multiple of its length are drawn again.
    private static func place(_ chance: some Chance) -> Int {
        let bound = 65_536 / all.count * all.count
        while true {
            let number = chance.bytes(2).reduce(0) { $0 << 8 | Int($1) }
            if number < bound { return number % all.count }
        }
    }

    private static let onsets = [
        "", "b", "c", "ch", "d", "g", "gi", "h", "k", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
    ]

    private static let rimes = [
        "a", "ai", "am", "an", "ang", "anh", "ao", "au", "ay", "e", "em", "en", "eo", "eu", "i", "ia", "ich", "iem", "ien", "ieng", "iet",
        "ieu", "im", "in", "inh", "iu", "o", "oa", "oai", "oan", "oang", "oi", "om", "on", "ong", "u", "ua", "ui", "um", "un", "ung",
        "uoi", "uon", "uong", "uy", "uyen", "y", "yen", "yeu", "oao", "oeo",
    ]

    /// Syllables that are obscene, or speak of what people who come here have lived through, with one tone or another.
    private static let unkind: Set = ["buoi", "chem", "chui", "dam", "danh", "dau", "deo", "dien", "du", "lon", "ngu"]

    private static func make() -> [String] {
        var found: Set<String> = []
        for onset in onsets {
            for rime in rimes where isSpelt(onset, rime) {
                let syllable = onset + rime
                if syllable.count > 1, leavesTelexAlone(syllable), !unkind.contains(syllable) { found.insert(syllable) }
            }
        }
        return found.sorted()
    }

    /// Whether Vietnamese spelling puts the two together.
    private static func isSpelt(_ onset: String, _ rime: String) -> Bool {
        let isBeforeFront = rime.hasPrefix("e") || rime.hasPrefix("i") || rime.hasPrefix("y")
        return switch onset {
        case "": !rime.hasPrefix("ie")
        case "c", "g", "ng": !isBeforeFront
        case "k": isBeforeFront && !rime.hasPrefix("yen") && !rime.hasPrefix("yeu")
        case "gi": !rime.hasPrefix("i") && !rime.hasPrefix("y") && !rime.hasPrefix("uy")
        case "qu": !rime.hasPrefix("o") && !rime.hasPrefix("u") && !rime.hasPrefix("ie") && rime != "ia" && rime != "yeu"
        default: !rime.hasPrefix("y")
        }
    }

    private static func leavesTelexAlone(_ syllable: String) -> Bool {
        let twice = ["a", "e", "o", "d"].contains { letter in syllable.count { String($0) == letter } > 1 }
        let onset = syllable.prefix { !"aeiouy".contains($0) }
        return !twice && !syllable.contains("w") && !syllable.dropFirst(onset.count).contains { "sfrxjz".contains($0) }
    }
}
