import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// Public figures as the tables that everybody sees: hidden cells as one mark.
struct PublicTables {
    let figures: [PublicFigure]
    let words: CaseWords
    private let plan: String
    private let period: String
    private let values: [PublicCell: String?]

    /// - Parameters:
    ///   - plan: Its identifier.
    ///   - period: As releases write it, such as `2026-Q1`.
    init(_ figures: [PublicFigure], plan: String, period: String, _ words: CaseWords) {
        self.figures = figures
        self.words = words
        self.plan = plan
        self.period = period
        values = Dictionary(figures.map { ($0.cell, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private var voice: Voice { words.voice }
    private var year: Int? { Period(period)?.year }
    var hidden: GridView.Cell { .hidden(voice.say("page.release.hidden")) }

    /// The indicators of some tables, in the order of the rows.
    func indicators(_ tables: Set<PublicCell.Table>) -> [IndicatorID] {
        var seen: Set<IndicatorID> = []
        return figures.filter { tables.contains($0.cell.table) }.map(\.cell.indicator).filter { seen.insert($0).inserted }
    }

    /// Whether a cell is among the figures, and hidden.
    func isHidden(_ cell: PublicCell) -> Bool { values[cell].map { $0 == nil } ?? false }

    func cell(_ of: PublicCell) -> GridView.Cell {
        guard let value = values[of] else { return .number(voice.say("page.dash")) }
        guard let value else { return .hidden(voice.say("page.release.hidden"), isNumber: of.measure != .met) }
        guard of.measure == .met else { return .number(words.figure(value, of.measure)) }
        let word = words.figure(value, of.measure)
        return .mark(value == "yes" ? .done(word) : .waiting(word))
    }

    private func head(_ phrase: Phrase, isNumber: Bool = true) -> GridView.Head {
        GridView.Head(text: voice.say(phrase), isNumber: isNumber)
    }

    private func target(_ id: IndicatorID) -> GridView.Cell {
        let target = year.flatMap { words.policies.rulebook.plan(plan)?.target(of: id, in: $0) }
        return .number(target.map { voice.percent($0.text) } ?? voice.say("page.dash"))
    }

    /// People by indicator: detected, women among them, reached, in percent, whether that is enough.
    var people: GridView? {
        let rows = indicators([.period, .outcome]).map { id in
            GridView.Row(
                name: words.indicator(id, in: year),
                cells: [
                    cell(PublicCell(.period, id, .denominator)), cell(PublicCell(.period, id, .denominator, isOfWomen: true)),
                    cell(PublicCell(.outcome, id, .numerator)), cell(PublicCell(.outcome, id, .percent)), target(id),
                    cell(PublicCell(.outcome, id, .met)),
                ])
        }
        guard !rows.isEmpty else { return nil }
        return GridView(
            voice.say("page.release.tables"), corner: voice.say("page.release.column.indicator"),
            heads: [
                head("page.release.column.people"), head("page.release.column.women"), head("page.release.column.reached"),
                head("page.release.column.share"), head("page.release.column.target"), head("page.release.column.met", isNumber: false),
            ], isCards: true, rows: rows)
    }

    /// Public centres, which are not about people.
    var centres: GridView? {
        let rows = indicators([.centres]).map { id in
            GridView.Row(
                name: words.indicator(id, in: year),
                cells: [PublicCell.Measure.denominator, .numerator, .percent].map { cell(PublicCell(.centres, id, $0)) } + [
                    target(id), cell(PublicCell(.centres, id, .met)),
                ])
        }
        guard !rows.isEmpty else { return nil }
        return GridView(
            voice.say("page.release.table.centres"), corner: voice.say("page.release.column.indicator"),
            heads: [
                head("page.release.column.centres"), head("page.release.column.active"), head("page.release.column.share"),
                head("page.release.column.target"), head("page.release.column.met", isNumber: false),
            ], isCards: true, rows: rows)
    }

    /// Of a final: who came and went since the year was fixed, a line an indicator, and over whom its outcome is then.
    var late: [SaidLine] {
        func count(_ table: PublicCell.Table, _ id: IndicatorID, _ measure: PublicCell.Measure) -> Int? {
            (values[PublicCell(table, id, measure)] ?? nil).flatMap { Int($0) }
        }
        return indicators([.late]).compactMap { id in
            guard let entries = count(.late, id, .entries), let withdrawals = count(.late, id, .withdrawals),
                let fixed = count(.period, id, .denominator)
            else { return nil }
            return SaidLine(
                label: voice.say("page.release.late", id.rawValue),
                text: voice.say(
                    "page.release.late_counts", voice.count(entries), voice.count(withdrawals),
                    voice.count(fixed + entries - withdrawals)))
        }
    }

    /// That something is hidden, and the one reason for all of it.
    ///
    /// - Parameter isAll: Whether every table is on the page, so that it says how many cells are hidden.
    func notes(smallest: Int, isAll: Bool) -> [String] {
        let count = figures.count { $0.value == nil }
        guard count > 0 else { return [voice.say("page.release.nothing_hidden")] }
        return [
            isAll
                ? voice.say("page.release.hidden_note", voice.count(count), voice.count(figures.count))
                : voice.say("page.published.hidden"),
            voice.say("page.release.hidden_why", voice.count(smallest)),
        ]
    }
}
