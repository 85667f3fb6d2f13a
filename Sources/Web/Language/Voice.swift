import CaseDomain
import Wording

/// Texts, numbers and days as a reader reads them.
struct Voice: Sendable {
    let language: Language

    init(_ language: Language) {
        self.language = language
    }

    /// A text of the string tables with its arguments.
    func say(_ phrase: Phrase, _ arguments: String...) -> String {
        say(phrase, arguments)
    }

    func say(_ phrase: Phrase, _ arguments: [String]) -> String {
        arguments.enumerated().reduce(Phrasebook.standard.text(phrase, in: language)) { text, argument in
            text.replacing("{\(argument.offset)}", with: argument.element)
        }
    }

    /// A label of the policies.
    func label(_ label: Label) -> String {
        switch language {
        case .vietnamese: label.vietnamese
        case .english: label.english
        }
    }

    /// A whole number: `1.234` or `1,234`.
    func count(_ number: Int) -> String {
        var groups: [String] = []
        var rest = String(number)[...]
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest = rest.dropLast(3)
        }
        return ([String(rest)] + groups).joined(separator: language == .vietnamese ? "." : ",")
    }

    /// A decimal number that is written with a point: `83,3` or `83.3`.
    func decimal(_ text: String) -> String {
        language == .vietnamese ? text.replacing(".", with: ",") : text
    }

    /// `83,3 %` or `83.3%`.
    func percent(_ text: String) -> String {
        say("page.number.percent", decimal(text))
    }

    /// `dd/mm/yyyy` in both languages.
    func day(_ day: Day) -> String {
        day.vietnamese
    }
}
