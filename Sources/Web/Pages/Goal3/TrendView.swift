import Indicators
import Wording

/// An indicator by quarter: a drawing and the table of its numbers.
struct TrendView {
    let heading: String
    let legend: String
    let drawing: Drawing
    let caption: String
    let heads: FigureHeads
    let rows: [FigureRow]

    init(_ id: IndicatorID, _ quarters: [FigureTable], _ phrases: OutcomePhrases) {
        let voice = phrases.voice
        heading = voice.say("page.trend.heading")
        legend = voice.say("page.trend.legend")
        caption = voice.say("page.trend.caption", id.rawValue)
        heads = FigureHeads(voice.say("page.table.quarter"), counts: phrases.counted, voice)
        rows = quarters.map { FigureRow(TrendView.name(of: $0.period, voice), $0.total(of: id), phrases) }
        let points = quarters.enumerated().map { index, table in
            let figure = table.total(of: id)
            let startsYear = index == 0 || table.period.part == .q1
            return QuarterTrend.Point(
                quarter: table.period.part.rawValue, year: startsYear ? String(table.period.year) : nil,
                value: figure?.percent.flatMap { Tenths($0) }, printed: figure?.percent.map(voice.decimal) ?? voice.say("page.dash"),
                target: figure?.target?.target.map { Tenths($0.hundredths / 10) }
            )
        }
        drawing = QuarterTrend(points: points).drawing
    }

    private static func name(of period: Period, _ voice: Voice) -> String {
        voice.say("page.trend.quarter", period.part.rawValue, String(period.year))
    }
}
