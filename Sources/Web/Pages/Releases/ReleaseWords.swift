import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// Words about releases and the ledger.
extension CaseWords {
    /// `Quý I năm 2026`.
    func period(_ period: Period) -> String {
        voice.say(Phrase("page.release.period.\(period.part.rawValue.lowercased())"), String(period.year))
    }

    /// A period in the words of public files.
    func period(_ text: String) -> String {
        Period(text).map { period($0) } ?? text
    }

    /// What a release is of: its period, or the days of an estimate that has others.
    func period(_ release: ReleaseSummary) -> String {
        let own = Period(release.period).flatMap { policies.rulebook.calendar(release.calendar)?.days(of: $0) }
        guard release.vintage == .estimate, own != release.days else { return period(release.period) }
        return voice.say("page.release.period.days", voice.day(release.days.lowerBound), voice.day(release.days.upperBound))
    }

    func department(_ code: String) -> String {
        policies.department(code).map { voice.label($0.label) } ?? code
    }

    /// The code of an indicator with its name: `3.2a. Người bị bạo lực …`.
    func indicator(_ id: IndicatorID, in year: Int?) -> String {
        let planned = year.flatMap(policies.rulebook.defaultPlan)?.indicator(id)?.label
        guard let label = planned ?? policies.rulebook.definitions.indicators.first(where: { $0.id == id })?.label else {
            return id.rawValue
        }
        return voice.say("page.release.indicator", id.rawValue, voice.label(label))
    }

    /// A value of a public figure, without its unit but for percentages.
    func figure(_ value: String, _ measure: PublicCell.Measure) -> String {
        switch measure {
        case .denominator, .numerator, .entries, .withdrawals: Int(value).map(voice.count) ?? value
        case .percent: voice.percent(value)
        case .met: voice.say(value == "yes" ? "page.met" : "page.missed")
        }
    }

    /// How far a release has come; an estimate goes no further than to be approved.
    func mark(_ release: ReleaseSummary) -> StateMark {
        guard release.vintage != .estimate || release.state != .approved else { return .done(voice.say("page.release.state_estimate")) }
        let word = voice.say(Phrase("page.release.state.\(release.state.rawValue)"))
        return switch release.state {
        case .prepared, .approved: .waiting(word)
        case .returned: .quiet(word)
        case .published: .done(word)
        }
    }

    /// A day in the words of public files.
    func day(_ text: String) -> String {
        Day(text).map(voice.day) ?? text
    }
}

extension ReleaseSummary.Part {
    /// Who has approved a part, or that nobody has yet.
    func mark(_ words: CaseWords) -> StateMark {
        guard department != nil else { return .quiet(words.voice.say("page.release.part.nobody")) }
        guard approvedBy == nil else { return .done(words.voice.say("page.release.part.approved")) }
        return .waiting(words.voice.say("page.release.part.waits"))
    }

    /// The same in one sentence, for lists.
    func sentence(_ words: CaseWords) -> String? {
        guard let department else { return nil }
        let phrase: Phrase = approvedBy == nil ? "page.release.part.missing" : "page.release.part.approved_by"
        return words.voice.say(phrase, words.department(department))
    }
}
