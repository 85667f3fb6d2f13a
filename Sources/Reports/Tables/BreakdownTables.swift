import CaseDomain
import Disclosure
import Foundation
import Wording

extension WrittenReport {
    /// What stands in one row of a table by places or groups.
    private struct Group: Hashable {
        let subject: ExactRow.Table
        let code: String
    }

    /// The measures of a breakdown, in the order of their columns.
    private static let measures = ["denominator", "numerator", "percent"]

    /// By commune; the province last.
    var placeTable: ReportTable? {
        let lines = content.lines(of: .place)
        guard !lines.isEmpty else { return nil }
        let codes = Set(lines.map(\.place)).sorted { left, right in
            // Outside the province, and where nobody knows, come after the communes.
            let last = ["outside", "unknown"]
            let (first, second) = (last.firstIndex(of: left) ?? -1, last.firstIndex(of: right) ?? -1)
            return first != second ? first < second : sorts(place(left), place(right), then: left < right)
        }
        return breakdown(
            "report.table.places", words.say("report.column.place"), codes.map { (Group(subject: .place, code: $0), place($0)) },
            chart: "report.chart.places")
    }

    /// By sex and age band, the total first; and by scope, where there are several or they are parts of a whole.
    var groupTables: [ReportTable] {
        var tables: [ReportTable] = []
        let groups =
            rows(of: .sex, Sex.allCases.map(\.rawValue)) { name($0, in: .sexes) }
            + rows(of: .age, AgeBand.allCases.map(\.rawValue)) { name($0, in: .ages) }
        if !groups.isEmpty {
            tables.append(
                breakdown(
                    "report.table.groups", words.say("report.column.group"),
                    [(Group(subject: .goal, code: ExactRow.all), words.say("report.total"))] + groups))
        }
        let scopes = rows(of: .scope, Scope.allCases.map(\.rawValue)) { scope($0) }
        if !content.lines(of: .scope).allSatisfy({ $0.scope == content.scope(of: $0.indicator) }) {
            tables.append(breakdown("report.table.scopes", words.say("report.column.scope"), scopes))
        }
        return tables
    }

    /// One row a code that there are figures of.
    private func rows(of subject: ExactRow.Table, _ order: [String], name: (String) -> String) -> [(group: Group, name: String)] {
        let found = Set(content.lines(of: subject).map { code(of: $0) }).subtracting([ExactRow.all])
        return (order.filter(found.contains) + found.subtracting(order).sorted()).map { (Group(subject: subject, code: $0), name($0)) }
    }

    private func breakdown(_ caption: Phrase, _ first: String, _ groups: [(group: Group, name: String)], chart: Phrase? = nil)
        -> ReportTable
    {
        let subjects = Set(groups.map(\.group.subject)).subtracting([.goal])
        let lines = subjects.flatMap { content.lines(of: $0) }
        let indicators = Set(lines.map(\.indicator)).sorted()
        let pairs = indicators.flatMap { indicator in
            WrittenReport.measures.filter { measure in lines.contains { $0.indicator == indicator && $0.measure == measure } }
                .map { (indicator: indicator, measure: $0) }
        }
        var values: [Group: [String: ReportValue]] = [:]
        for line in lines + content.lines(of: .goal) {
            values[Group(subject: line.subject, code: code(of: line)), default: [:]][line.indicator + " " + line.measure] = line.value
        }
        let columns =
            [ReportTable.Column(first, width: 26)]
            + pairs.map { .init(words.say(Phrase("report.column.of.\($0.measure)"), $0.indicator), width: 12) }
        let rows = groups.map { group, name in
            [ReportTable.Cell.text(name)] + pairs.map { .init(values[group]?[$0.indicator + " " + $0.measure]) }
        }
        let isShown = rows.contains { row in if row.count > 1, case .count = row[1] { true } else { false } }
        return ReportTable(
            self.caption(caption, of: subjects == [.scope] ? [] : indicators), columns: columns, rows: rows,
            chart: chart.flatMap { phrase in
                isShown
                    ? .init(
                        title: chartTitle(phrase, rows), categories: 0, rows: rows.indices, series: [1],
                        axis: words.say("report.chart.people"),
                        isPercent: false) : nil
            })
    }

    private func code(of line: ReportLine) -> String {
        switch line.subject {
        case .place: line.place
        case .sex: line.sex
        case .age: line.age
        case .scope: line.scope
        default: ExactRow.all
        }
    }

    /// In the alphabet of Vietnamese, where Đ is a letter of its own.
    func sorts(_ left: String, _ right: String, then tie: Bool) -> Bool {
        switch left.compare(right, locale: Locale(identifier: "vi_VN")) {
        case .orderedAscending: true
        case .orderedDescending: false
        case .orderedSame: tie
        }
    }
}
