import CaseDomain
import Indicators

/// Reads `calendars.yaml` and checks that quarters tile the years and that the longer parts are made of whole quarters.
struct CalendarReading {
    let documents: PolicyDocuments

    /// The calendars that could be read, and the ids of all.
    func read() -> (calendars: [ReportingCalendar], known: KnownCodes) {
        guard let list = documents.root("calendars.yaml")?.mapping(required: ["calendars"])?["calendars"]?.list() else {
            return ([], .unreadable)
        }
        var calendars: [ReportingCalendar] = []
        var ids: Set<String> = []
        for node in list {
            let optional = PolicyMapping.labels + PolicyMapping.provenance
            guard let mapping = node.mapping(required: ["id", "table"], optional: optional) else { continue }
            let id = mapping["id"]?.code()
            let label = mapping.label()
            if let id, !ids.insert(id).inserted { mapping["id"]?.report(.duplicateCode, id) }
            guard let parts = mapping["table"]?.mapping(required: PeriodPart.allCases.map(\.rawValue)) else { continue }
            var table: [PeriodPart: PartDays] = [:]
            for part in PeriodPart.allCases { table[part] = parts[part.rawValue].flatMap(readDays) }
            guard table.count == PeriodPart.allCases.count else { continue }
            if isTiled(table, parts: parts) { checkUnions(table, parts: parts) }
            if let id, let label { calendars.append(ReportingCalendar(id: id, label: label, table: table)) }
        }
        return (calendars, KnownCodes(ids))
    }

    private func readDays(_ node: PolicyNode) -> PartDays? {
        guard let ends = node.mapping(required: ["from", "to"]), let from = ends["from"].flatMap(readDay),
            let to = ends["to"].flatMap(readDay)
        else { return nil }
        return PartDays(from: from, to: to)
    }

    private func readDay(_ node: PolicyNode) -> YearDay? {
        guard let items = node.list() else { return nil }
        guard items.count == 3 else {
            node.report(.wrongType, "[0, 1, 1]")
            return nil
        }
        guard let offset = items[0].number(in: -1...1), let month = items[1].number(in: 1...12) else { return nil }
        // 29 February stands for the last day of the month in every year.
        guard let day = items[2].number(in: 1...Day.length(ofMonth: month, in: 2024)) else { return nil }
        return YearDay(yearOffset: offset, month: month, day: day)
    }

    /// Whether every day lies in exactly one quarter, year after year; the first year of each breach is reported.
    private func isTiled(_ table: [PeriodPart: PartDays], parts: PolicyMapping) -> Bool {
        let quarters: [PeriodPart] = [.q1, .q2, .q3, .q4]
        var isTiled = true
        for (index, quarter) in quarters.enumerated() {
            let before = quarters[(index + 3) % 4]
            for year in 1950...2100 {
                guard let end = table[before]?.to.day(in: index == 0 ? year - 1 : year), let from = table[quarter]?.from.day(in: year),
                    let to = table[quarter]?.to.day(in: year)
                else { continue }
                let detail = "\(before.rawValue) … \(end), \(quarter.rawValue) \(from) … \(to)"
                if to < from {
                    parts[quarter.rawValue]?.report(.calendarOverlap, detail)
                } else if from > end.adding(days: 1) {
                    parts[quarter.rawValue]?.report(.calendarGap, detail)
                } else if from <= end {
                    parts[quarter.rawValue]?.report(.calendarOverlap, detail)
                } else {
                    continue
                }
                isTiled = false
                break
            }
        }
        return isTiled
    }

    private func checkUnions(_ table: [PeriodPart: PartDays], parts: PolicyMapping) {
        let quarters: [PeriodPart] = [.q1, .q2, .q3, .q4]
        for part in [PeriodPart.h1, .h2, .nineMonths, .year] {
            guard let days = table[part], let first = table[quarters[part.quarters.lowerBound]],
                let last = table[quarters[part.quarters.upperBound]]
            else { continue }
            if days.from != first.from || days.to != last.to {
                parts[part.rawValue]?.report(
                    .calendarUnion, "\(part.rawValue) ≠ Q\(part.quarters.lowerBound + 1)–Q\(part.quarters.upperBound + 1)"
                )
            }
        }
    }
}
