import Indicators
import Wording

extension WrittenReport {
    /// What changed since the vintage before: then, now, and one column a reason.
    var changeTables: [ReportTable] {
        let changes = content.changes
        guard !changes.isEmpty else { return [] }
        let known = ChangeReason.allCases.map(\.rawValue)
        let found = Set(changes.flatMap(\.parts).map(\.reason))
        let reasons = known.filter(found.contains) + found.subtracting(known).sorted()
        let columns: [ReportTable.Column] =
            [
                .init(words.say("report.column.code"), width: 7), .init(words.say("report.column.figure"), width: 20),
                .init(words.say("report.column.before"), width: 10), .init(words.say("report.column.after"), width: 10),
                .init(words.say("report.column.change"), width: 10),
            ] + reasons.map { .init(words.say(Phrase("report.change.\($0)"), code: $0), width: 13) }
        let figures: [(Phrase, KeyPath<CountPair, Int>)] = [
            ("report.column.denominator", \.denominator), ("report.column.numerator", \.numerator),
        ]
        let rows = changes.flatMap { change in
            figures.map { name, measure in
                let (before, after) = (change.before[keyPath: measure], change.after[keyPath: measure])
                let start: [ReportTable.Cell] = [
                    .text(change.indicator), .text(words.say(name)), .count(before), .count(after), .change(after - before),
                ]
                return start
                    + reasons.map { reason in
                        change.parts.first { $0.reason == reason }.map { .change($0.by[keyPath: measure]) } ?? .change(0)
                    }
            }
        }
        return [ReportTable(words.say("report.table.changes"), columns: columns, rows: rows)]
    }
}
