import CaseDomain
import Casework
import Indicators

/// The figures of the page, all at one cut-off: eight quarters, the newest also by scope, and its year.
struct Goal3Reading {
    /// Oldest first; quarters before anything was recorded are left out.
    let quarters: [FigureTable]
    /// The last full quarter.
    let quarter: FigureTable
    let byScope: FigureTable
    let year: FigureTable
    let cutoff: Int
    let unreadable: Int

    private static let trendLength = 8
    private static let attempts = 5

    init(of installation: OpenInstallation, on day: Day) throws(Trouble) {
        let rulebook = installation.rulebook
        guard let calendar = rulebook.publicCalendar(on: day), let newest = calendar.lastFullQuarter(before: day) else { throw .failed }
        var queries = newest.quarters(back: Goal3Reading.trendLength).map { FiguresQuery(calendar: calendar.id, period: $0) }
        queries.append(FiguresQuery(calendar: calendar.id, period: newest, breakdown: .scope))
        queries.append(FiguresQuery(calendar: calendar.id, period: Period(year: newest.year, part: .year)))
        var answers = try Goal3Reading.ask(queries, installation)
        // A commit may come between two questions; then they are asked again, so that the page agrees with itself.
        for _ in 0..<Goal3Reading.attempts where Set(answers.map(\.cutoff)).count > 1 {
            answers = try Goal3Reading.ask(queries, installation)
        }
        let tables = answers.map(\.table)
        guard tables.count == Goal3Reading.trendLength + 2, let last = answers.last else { throw .failed }
        let trend = tables.prefix(Goal3Reading.trendLength)
        let start = trend.firstIndex { $0.countsAnybody } ?? trend.endIndex - 1
        quarters = Array(trend[min(start, trend.endIndex - 1)...])
        quarter = tables[Goal3Reading.trendLength - 1]
        byScope = tables[Goal3Reading.trendLength]
        year = tables[Goal3Reading.trendLength + 1]
        cutoff = last.cutoff
        unreadable = last.unreadable.count
    }

    private static func ask(_ queries: [FiguresQuery], _ installation: OpenInstallation) throws(Trouble) -> [FigureAnswer] {
        do {
            return try queries.map { try installation.figures($0) }
        } catch {
            throw .failed
        }
    }
}

extension FigureTable {
    /// Whether anybody is in a denominator or counted beside; centres alone do not make a quarter.
    fileprivate var countsAnybody: Bool {
        figures.contains { figure in !figure.beside.isEmpty && ((figure.denominator ?? 0) > 0 || figure.beside.contains { $0.count > 0 }) }
    }

    /// The total of an indicator.
    func total(of id: IndicatorID) -> Figure? {
        figures.first { $0.indicator == id && $0.cell == "all" }
    }

    /// One cell of a breakdown.
    func cell(_ word: some Codeword, of id: IndicatorID) -> Figure? {
        figures.first { $0.indicator == id && $0.cell == word.rawValue }
    }
}
