import Wording

/// A field of a casework form with its label, help and fault; printed by `casefield`.
///
/// Exactly one of line, area, list and boxes is there.
struct CaseFieldView {
    /// One line: some text, a day or a whole number.
    struct Line {
        enum Content { case text, day, number }

        let value: String
        let content: Content
        var keyboard: String? { content == .text ? nil : "numeric" }
    }

    /// Several lines of text.
    struct Area {
        let value: String
        let rows: Int
    }

    /// Any of some choices.
    struct Boxes {
        /// How many have to be chosen.
        var least = 0
        let options: [Option]
    }

    struct Option {
        let name: String
        let value: String
        let text: String
        let isChosen: Bool
    }

    let name: String
    let anchor: String
    let label: String
    /// Said beside the label of a field that may be left empty.
    let optional: String?
    let help: String?
    let fault: String?
    /// The fault as programs read it.
    var kindOfFault: CaseFault?
    let describedBy: String?
    var line: Line?
    var area: Area?
    var list: [Option]?
    var boxes: Boxes?

    init(_ name: String, label: String, isRequired: Bool, help: String?, fault: String?, _ voice: Voice) {
        self.name = name
        anchor = CaseFieldView.anchor(name)
        self.label = label
        optional = isRequired ? nil : voice.say("case.optional")
        self.help = help
        self.fault = fault
        let describing = [help == nil ? nil : "\(anchor)-help", fault == nil ? nil : "\(anchor)-fault"].compactMap { $0 }
        describedBy = describing.isEmpty ? nil : describing.joined(separator: " ")
    }

    static func anchor(_ name: String) -> String { "o-" + name.replacing("_", with: "-") }
}

/// What is wrong with what stands in a field of a casework form.
enum CaseFault: String, CaseIterable, Sendable {
    case missing
    case notADay = "not_a_day"
    /// A day that has not come yet, where only the past can be told.
    case future
    /// A day that is over, where only what comes can be told, and one too far off.
    case over
    case tooFar = "too_far"
    case tooLong = "too_long"
    case notText = "not_text"
    case notAChoice = "not_a_choice"
    /// Neither a year of birth nor an age.
    case notAYear = "not_a_year"
    case notANumber = "not_a_number"
    case tooMany = "too_many"
    /// What was chosen does not go together with another answer.
    case contradiction
    /// Born after the day that is asked about.
    case bornLater = "born_later"
    /// Possible and odd: somebody has to say that it is so.
    case notSure = "not_sure"
}
