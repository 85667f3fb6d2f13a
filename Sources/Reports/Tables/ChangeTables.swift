import Indicators
import Wording

extension WrittenReport {
    /// What changed since the vintage before: from then to now, one row a reason.
    var changeTables: [ReportTable] {
        let changes = content.changes
        guard !changes.isEmpty else { return [] }
        let columns: [ReportTable.Column] = [
            .init(words.say("report.column.code"), width: 7), .init(words.say("report.column.what"), width: 40),
            .init(words.say("report.column.denominator"), width: 14), .init(words.say("report.column.numerator"), width: 14),
        ]
        return [ReportTable(words.say("report.table.changes"), columns: columns, rows: changes.flatMap { rows(of: $0) })]
    }

    private func rows(of change: ReportChange) -> [[ReportTable.Cell]] {
        func row(_ name: String, _ pair: CountPair, _ cell: (Int) -> ReportTable.Cell) -> [ReportTable.Cell] {
            [.text(change.indicator), .text(name), cell(pair.denominator), cell(pair.numerator)]
        }
        let reasons = change.parts.map { row(words.say(Phrase("report.change.\($0.reason)"), code: $0.reason), $0.by) { .change($0) } }
        return [row(words.say("report.change.before"), change.before) { .count($0) }] + reasons
            + [row(words.say("report.change.after"), change.after) { .count($0) }]
    }
}
