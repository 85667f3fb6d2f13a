import CaseDomain
import Indicators
import Policies
import Wording

/// The year of the page's quarter, so far or whole.
struct YearView {
    let heading: String
    let span: String
    let caption: String
    let heads: FigureHeads
    let rows: [FigureRow]

    init(_ reading: Goal3Reading, _ plan: Plan?, _ policies: PolicySet, _ voice: Voice, on day: Day) {
        let year = reading.year
        let isOver = year.to < day
        heading = voice.say(isOver ? "page.year.whole" : "page.year.running", String(year.period.year))
        span = voice.say("page.span", voice.day(year.from), voice.day(isOver ? year.to : day))
        caption = heading
        heads = FigureHeads(voice.say("page.table.indicator"), counts: voice.say("page.table.counts"), voice)
        rows = policies.rulebook.definitions.indicators.compactMap { indicator in
            if case .external = indicator.measure { return nil }
            let planned = plan?.indicator(indicator.id)
            let phrases = OutcomePhrases(indicator, planned, policies, voice)
            let name = voice.label(planned?.label ?? indicator.label)
            return FigureRow(indicator.id.rawValue, name: name, year.total(of: indicator.id), phrases)
        }
    }
}
