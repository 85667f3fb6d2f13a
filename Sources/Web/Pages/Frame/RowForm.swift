import Wording

/// A button in a row that does one thing; printed by `rowform`.
struct RowForm {
    let action: String
    let hidden: [FormView.Hidden]
    let text: String
    /// What the button is about, for those who hear the page.
    let of: String

    init(_ phrase: Phrase, of thing: String, action: String, _ name: String, _ value: String, _ voice: Voice) {
        self.action = action
        hidden = [FormView.Hidden(name: name, value: value)]
        text = voice.say(phrase)
        of = thing
    }
}

/// A code in groups that are easy to read aloud and to copy; printed by `codes`.
struct CodeGroups {
    let groups: [String]
}
