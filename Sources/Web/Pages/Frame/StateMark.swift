/// A state as a word with a shape and a colour; printed by `state`.
///
/// Exactly one is set.
struct StateMark {
    let done: String?
    let waiting: String?
    let attention: String?
    let quiet: String?

    static func done(_ word: String) -> StateMark {
        StateMark(done: word, waiting: nil, attention: nil, quiet: nil)
    }

    static func waiting(_ word: String) -> StateMark {
        StateMark(done: nil, waiting: word, attention: nil, quiet: nil)
    }

    static func attention(_ word: String) -> StateMark {
        StateMark(done: nil, waiting: nil, attention: word, quiet: nil)
    }

    static func quiet(_ word: String) -> StateMark {
        StateMark(done: nil, waiting: nil, attention: nil, quiet: word)
    }
}
