import CaseDomain
import Foundation
import Indicators
import Wording

/// Texts, numbers and days of reports in one language.
struct ReportWords: Sendable {
    let language: Language
    private let book = Phrasebook.standard

    init(_ language: Language) {
        self.language = language
    }

    /// A text with its arguments, put in at once: what a person typed may look like a place for another argument.
    func say(_ phrase: Phrase, _ arguments: String...) -> String {
        let text = book.text(phrase, in: language)
        var said = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            said += rest[..<open]
            let after = rest.index(after: open)
            if after < rest.endIndex, let number = rest[after].wholeNumberValue, arguments.indices.contains(number),
                let close = rest[after...].firstIndex(of: "}")
            {
                said += arguments[number]
                rest = rest[rest.index(after: close)...]
            } else {
                said += "{"
                rest = rest[after...]
            }
        }
        return said + rest
    }

    /// The text of a code, or the code.
    func say(_ phrase: Phrase, code: String) -> String {
        let text = book.text(phrase, in: language)
        return text == phrase.key ? code : text
    }

    func name(_ label: Label) -> String { language == .vietnamese ? label.vietnamese : label.english }

    /// `1.234` in Vietnamese, `1,234` in English.
    func count(_ count: Int) -> String {
        let digits = String(count.magnitude)
        let separator = language == .vietnamese ? "." : ","
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += separator }
            grouped.append(digit)
        }
        return (count < 0 ? "−" : "") + grouped
    }

    /// `83,3` in Vietnamese, `83.3` in English.
    func decimal(_ text: String) -> String {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first.flatMap({ Int($0) }) else { return text }
        guard parts.count == 2 else { return count(whole) }
        return count(whole) + (language == .vietnamese ? "," : ".") + parts[1]
    }

    /// A value that is a number, whole or not; `nil` for every other one.
    func number(_ value: ReportValue) -> String? {
        switch value {
        case .count(let count): self.count(count)
        case .decimal(let text): decimal(text)
        case .met, .hidden, .nothing, .word: nil
        }
    }

    /// A number with its unit, which stands apart except for `%` in English.
    func measured(_ number: String, _ unit: String) -> String {
        unit == "%" && language == .english ? number + unit : number + "\u{A0}" + unit
    }

    /// `dd/mm/yyyy` in both languages.
    func day(_ day: Day?) -> String { day?.vietnamese ?? "…" }

    /// "quý I năm 2026"; "kỳ từ ngày … đến ngày …" where the facts are of other days than the period, or of none that is known.
    ///
    /// - Parameter own: The days of the period by the calendar of the facts; `nil` where they are not known.
    func period(_ facts: ReportFacts, by own: ClosedRange<Day>? = nil) -> String {
        let isOther = own.map { $0.lowerBound != facts.from || $0.upperBound != facts.to } ?? false
        guard let period = Period(facts.period), facts.vintage != Vintage.estimate.rawValue || !isOther else {
            return say("report.period.days", day(facts.from), day(facts.to))
        }
        return say(Phrase("report.period.\(period.part.rawValue.lowercased())"), String(period.year))
    }

    func vintage(_ vintage: String) -> String { say(Phrase("report.vintage.\(vintage)"), code: vintage) }

    /// "từ 90 % trở lên".
    func target(_ target: String, _ direction: Direction, unit: String) -> String {
        let number = measured(decimal(target), unit)
        return switch direction {
        case .atLeast: say("report.target.at_least", number)
        case .above: say("report.target.above", number)
        case .atMost: say("report.target.at_most", number)
        case .below: say("report.target.below", number)
        case .equal: say("report.target.equal", number)
        }
    }
}
