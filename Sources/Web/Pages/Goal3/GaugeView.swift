import Indicators
import Policies
import Wording

/// An indicator against its target: in words, as a bar, with its owners and its quarters; printed by `gauge`.
struct GaugeView {
    let anchor: String
    let code: String
    let name: String
    /// The year, where the figure is not of the page's quarter.
    let when: String?
    let outcome: OutcomeView
    let drawing: Drawing?
    let ownersHeading: String
    let owners: [OwnerView]
    /// Who is counted apart.
    let beside: String?
    let trend: TrendView?

    init(_ indicator: IndicatorDefinition, in reading: Goal3Reading, _ plan: Plan?, _ policies: PolicySet, _ voice: Voice) {
        let planned = plan?.indicator(indicator.id)
        let phrases = OutcomePhrases(indicator, planned, policies, voice)
        let isExternal = if case .external = indicator.measure { true } else { false }
        let table = isExternal ? reading.year : reading.quarter
        let figure = table.total(of: indicator.id) ?? Figure(indicator: indicator.id, cell: "all")
        anchor = "chi-tieu-\(indicator.id.rawValue)"
        code = indicator.id.rawValue
        name = voice.label(planned?.label ?? indicator.label)
        when = isExternal ? voice.say("page.gauge.year", String(table.period.year)) : nil
        outcome = OutcomeView(figure, phrases)
        let target = figure.target?.target
        let share = GaugeBar(percent: figure.percent, target: target)
        let value = GaugeBar(value: figure.value.flatMap(TargetValue.init), target: target)
        drawing = (isExternal ? value : share)?.drawing
        ownersHeading = voice.say("page.owner.heading")
        owners = (planned?.owners ?? []).map { OwnerView($0, indicator.id, reading.byScope, policies, phrases) }
        beside = GaugeView.beside(figure, policies, voice)
        trend = isExternal ? nil : TrendView(indicator.id, reading.quarters, phrases)
    }

    private static func beside(_ figure: Figure, _ policies: PolicySet, _ voice: Voice) -> String? {
        let counts = figure.beside.filter { $0.count > 0 }.map { beside in
            let label = policies.label(ofBeside: beside.name, in: figure.indicator).map(voice.label) ?? beside.name
            return voice.say("page.beside.count", label, voice.count(beside.count))
        }
        return counts.isEmpty ? nil : voice.say("page.beside.list", counts.joined(separator: "; "))
    }
}
