import CaseDomain
import Indicators
import Policies
import Wording

/// Goal 3 in the last full quarter; printed by `front`.
struct Goal3View {
    let heading: String
    let plan: String?
    let span: String
    let calendar: String
    let cutoff: String
    let caution: String
    /// Set while anything could not be opened.
    let warning: String?
    let gauges: [GaugeView]
    let year: YearView
    let definitions: String

    init(_ reading: Goal3Reading, _ policies: PolicySet, _ voice: Voice, on day: Day) {
        let rulebook = policies.rulebook
        let table = reading.quarter
        let plan = table.plan.flatMap(rulebook.plan)
        let part = policies.label(of: table.period.part).map(voice.label) ?? table.period.part.rawValue
        heading = voice.say("page.goal3.heading", part, String(table.period.year))
        self.plan = plan.map { voice.label($0.label) }
        span = voice.say("page.span", voice.day(table.from), voice.day(table.to))
        calendar = voice.say("page.calendar", rulebook.calendar(table.calendar).map { voice.label($0.label) } ?? table.calendar)
        cutoff = voice.say("page.cutoff", voice.count(reading.cutoff))
        caution = voice.say("page.caution")
        warning = reading.unreadable > 0 ? voice.say("page.incomplete", voice.count(reading.unreadable)) : nil
        let indicators = rulebook.definitions.indicators
        // People and centres first; what somebody else measures once a year comes last.
        let external = indicators.filter { if case .external = $0.measure { true } else { false } }
        gauges = (indicators.filter { !external.contains($0) } + external).map { GaugeView($0, in: reading, plan, policies, voice) }
        year = YearView(reading, plan, policies, voice, on: day)
        definitions = voice.say("page.definitions", table.definitions)
    }
}
