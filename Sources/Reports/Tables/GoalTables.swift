import Disclosure
import Indicators
import Wording

extension WrittenReport {
    /// The indicators of the goal with their targets.
    var goalTable: ReportTable {
        let columns: [ReportTable.Column] = [
            .init(words.say("report.column.code"), width: 7), .init(words.say("report.column.indicator"), width: 38),
            .init(words.say("report.column.denominator"), width: 13), .init(words.say("report.column.numerator"), width: 13),
            .init(words.say("report.column.result"), width: 12), .init(words.say("report.column.unit"), width: 8),
            .init(words.say("report.column.target"), width: 11), .init(words.say("report.column.verdict"), width: 16),
        ]
        let rows = content.indicators.map { goalRow($0) }
        return ReportTable(words.say("report.table.goal"), columns: columns, rows: rows, chart: goalChart(rows))
    }

    /// Percentages beside their targets; what is measured otherwise, such as hours, stands before or after them and is left out.
    private func goalChart(_ rows: [[ReportTable.Cell]]) -> ReportTable.Chart? {
        let percents = rows.indices.filter { rows[$0][5] == .text("%") }
        let isShown = percents.contains { if case .decimal = rows[$0][4] { true } else { false } }
        guard isShown, let first = percents.first, let last = percents.last else { return nil }
        return .init(
            title: chartTitle("report.chart.goal", rows), categories: 0, rows: first..<last + 1, series: [4, 6],
            axis: words.say("report.chart.percent"), isPercent: true)
    }

    /// A hidden cell has no column in a chart, and the title says so: nobody is to take it for a zero.
    func chartTitle(_ phrase: Phrase, _ rows: [[ReportTable.Cell]]) -> String {
        let title = words.say(phrase)
        return rows.contains { $0.contains(.hidden) } ? words.say("report.chart.hidden", title) : title
    }

    private func goalRow(_ indicator: String) -> [ReportTable.Cell] {
        let (denominator, met) = (content.headline(indicator, "denominator"), content.headline(indicator, "met"))
        let direction = names.indicators[indicator]?.direction ?? .atLeast
        let target = target(indicator).map { ReportTable.Cell.target($0, sign: direction.sign) } ?? .empty
        var result = ReportTable.Cell(content.headline(indicator, "percent") ?? external(indicator))
        var verdict = self.verdict(met)
        let missing = content.missing(indicator)
        if denominator == nil, external(indicator) == nil, !missing.isEmpty {
            verdict = words.say("report.missing_from", missing.map(department).joined(separator: ", "))
        } else if denominator == .count(0) {
            (result, verdict) = (.empty, words.say("report.nothing"))
        } else if met == .hidden || (denominator == .hidden && met == nil) {
            return goalStart(indicator, denominator, result) + [target, .hidden]
        } else if self.target(indicator) == nil {
            verdict = words.say("report.no_target_short")
        }
        return goalStart(indicator, denominator, result) + [target, .text(verdict)]
    }

    private func goalStart(_ indicator: String, _ denominator: ReportValue?, _ result: ReportTable.Cell) -> [ReportTable.Cell] {
        [
            .text(indicator), .text(label(indicator)), .init(denominator), .init(content.headline(indicator, "numerator")), result,
            .text(unit(indicator)),
        ]
    }

    /// Counts beside the indicators, and days until the first service; restricted only.
    var besideTables: [ReportTable] {
        let known: Set<String> = ["denominator", "numerator", "percent", "target", "met", "value"]
        let beside = content.lines(of: .goal).filter { !known.contains($0.measure) }
        let columns: [ReportTable.Column] = [
            .init(words.say("report.column.code"), width: 7), .init(words.say("report.column.what"), width: 38),
            .init(words.say("report.column.count"), width: 13),
        ]
        var tables: [ReportTable] = []
        if !beside.isEmpty {
            tables.append(
                ReportTable(
                    caption("report.table.beside", of: beside.map(\.indicator)), columns: columns,
                    rows: beside.map { [.text($0.indicator), .text(besideName($0)), .init($0.value)] }))
        }
        // The same columns as above: a sheet has one set of widths.
        let delays = content.lines(of: .delay)
        if !delays.isEmpty {
            tables.append(
                ReportTable(
                    caption("report.table.delay", of: delays.map(\.indicator)),
                    columns: [columns[0], columns[1], .init(words.say("report.column.days"), width: 13)],
                    rows: delays.map {
                        [
                            .text($0.indicator), .text(words.say(Phrase("report.delay.\($0.measure)"), code: $0.measure)),
                            $0.value == .nothing ? .text(words.say("report.nobody_reached")) : .init($0.value),
                        ]
                    }))
        }
        return tables
    }

    private func besideName(_ line: ReportLine) -> String {
        names.beside[line.indicator]?[line.measure].map { words.name($0) } ?? line.measure
    }
}

extension Direction {
    /// As it stands before a target.
    var sign: String {
        switch self {
        case .below: "<"
        case .atMost: "≤"
        case .equal: "="
        case .atLeast: "≥"
        case .above: ">"
        }
    }
}
