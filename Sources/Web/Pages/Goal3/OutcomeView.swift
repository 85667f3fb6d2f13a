import Indicators
import Policies
import Wording

/// A figure in words; printed in `gauge`.
///
/// Exactly one of `met`, `missed` and neither: nothing is met or missed where nobody is in the denominator, or without a target.
struct OutcomeView {
    /// "40 trên 48 người", "83,3 %", "mục tiêu 90 %".
    let parts: [String]
    let met: String?
    let missed: String?

    init(_ figure: Figure, _ phrases: OutcomePhrases) {
        let voice = phrases.voice
        let share: [String]
        if let value = figure.value {
            share = [phrases.value(value)]
        } else if let numerator = figure.numerator, let denominator = figure.denominator, let percent = figure.percent {
            share = [phrases.count(numerator, denominator), voice.percent(percent)]
        } else {
            share = [voice.say(figure.denominator == 0 ? "page.figure.none" : "page.figure.unknown")]
        }
        let target = figure.target?.target.map { phrases.target($0, figure.target?.direction) }
        parts = share + [target ?? voice.say("page.target.none")]
        met = figure.target?.isMet == true ? voice.say("page.met") : nil
        missed = figure.target?.isMet == false ? voice.say("page.missed") : nil
    }
}

/// How the figures of one indicator are said.
struct OutcomePhrases {
    let voice: Voice
    let unit: String
    private let isPercent: Bool
    private let countsCentres: Bool

    init(_ indicator: IndicatorDefinition, _ plan: PlanIndicator?, _ policies: PolicySet, _ voice: Voice) {
        self.voice = voice
        if case .centres = indicator.measure { countsCentres = true } else { countsCentres = false }
        if case .external = indicator.measure { isPercent = plan?.unit == "percent" } else { isPercent = true }
        unit = plan.flatMap { policies.label(of: $0.unit, in: "units") }.map(voice.label) ?? ""
    }

    func count(_ numerator: Int, _ denominator: Int) -> String {
        let phrase: Phrase
        switch (countsCentres, denominator) {
        case (false, 1): phrase = "page.count.person"
        case (false, _): phrase = "page.count.people"
        case (true, 1): phrase = "page.count.centre"
        case (true, _): phrase = "page.count.centres"
        }
        return voice.say(phrase, voice.count(numerator), voice.count(denominator))
    }

    /// The head of a column that holds counts.
    var counted: String {
        countsCentres ? voice.say("page.table.centres") : voice.say("page.table.people")
    }

    /// A value with the unit of its plan.
    func value(_ text: String) -> String {
        isPercent ? voice.percent(text) : voice.say("page.number.unit", voice.decimal(text), unit)
    }

    func target(_ target: TargetValue, _ direction: Direction?) -> String {
        let value = value(target.text)
        switch direction {
        case .below: return voice.say("page.target.below", value)
        case .atMost: return voice.say("page.target.at_most", value)
        case .above: return voice.say("page.target.above", value)
        case .atLeast, .equal, nil: return voice.say("page.target.at_least", value)
        }
    }
}
