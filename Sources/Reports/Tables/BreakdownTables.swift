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
            // Outside the province comes after the communes.
            if (left == "outside") != (right == "outside") { return right == "outside" }
            return sorts(place(left), place(right), then: left < right)
        }
        return breakdown(
            words.say("report.table.places"), words.say("report.column.place"), codes.map { (Group(subject: .place, code: $0), place($0)) },
            chart: "report.chart.places")
    }

    /// By sex, age band and scope; the total first.
    var groupTable: ReportTable? {
        var rows: [(Group, String)] = []
        func add(_ subject: ExactRow.Table, _ codes: ReportNames.Codes, _ order: [String]) {
            let found = Set(content.lines(of: subject).map { code(of: $0) })
            rows += (order.filter(found.contains) + found.subtracting(order).sorted()).filter { $0 != ExactRow.all }.map {
                (Group(subject: subject, code: $0), name($0, in: codes))
            }
        }
        add(.sex, .sexes, Sex.allCases.map(\.rawValue))
        add(.age, .ages, AgeBand.allCases.map(\.rawValue))
        add(.scope, .scopes, Scope.allCases.map(\.rawValue))
        guard !rows.isEmpty else { return nil }
        return breakdown(
            words.say("report.table.groups"), words.say("report.column.group"),
            [(Group(subject: .goal, code: ExactRow.all), words.say("report.total"))] + rows)
    }

    private func breakdown(_ caption: String, _ first: String, _ groups: [(group: Group, name: String)], chart: Phrase? = nil)
        -> ReportTable
    {
        let subjects = Set(groups.map(\.group.subject)).subtracting([.goal])
        let lines = content.lines.filter { subjects.contains($0.subject) }
        let indicators = Set(lines.map(\.indicator)).sorted()
        let pairs = indicators.flatMap { indicator in
            WrittenReport.measures.filter { measure in lines.contains { $0.indicator == indicator && $0.measure == measure } }
                .map { (indicator: indicator, measure: $0) }
        }
        var values: [Group: [String: ReportValue]] = [:]
        for line in content.lines where line.subject == .goal || subjects.contains(line.subject) {
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
            caption, columns: columns, rows: rows,
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
