import Wording

/// Words that the telephone's script says; each is an attribute of an element of the page.
struct PhoneWords {
    struct Word {
        let name: String
        /// With `{0}` where the script puts a number or a code.
        let text: String
    }

    private static let form = [
        "choose", "long", "left", "kept", "sending", "offline", "later", "full", "unsent", "again", "nokey", "wrongkey", "just", "minutes",
        "hours", "days", "received", "held", "unknown", "refused", "thrown",
    ]
    /// Codes of problems that have a sentence of their own; others have that of `refused`.
    private static let problems = [Trouble.tooLarge, .invalidValue]
    private static let pages = ["noanswer", "stored", "mismatch", "unable"]

    static func ofForm(_ voice: Voice) -> [Word] {
        words(form, voice)
            + problems.map { Word(name: "why-\($0.rawValue)", text: voice.say(Phrase("phone.why.\($0.rawValue)"))) }
    }

    static func ofPages(_ voice: Voice) -> [Word] { words(pages, voice) }

    private static func words(_ names: [String], _ voice: Voice) -> [Word] {
        names.map { Word(name: $0, text: voice.say(Phrase("phone.word.\($0)"))) }
    }
}
