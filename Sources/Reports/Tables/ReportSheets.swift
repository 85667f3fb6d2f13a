import CaseDomain
import Indicators
import Wording

extension WrittenReport {
    /// Everything the report shows in tables, in the order of the workbook; sheets about people's services are in the restricted one alone.
    package var sheets: [ReportSheet] {
        ReportSheet.Subject.allCases.compactMap { subject in
            let (tables, remarks): ([ReportTable], [String]) =
                switch subject {
                case .goal: ([goalTable] + besideTables, lateLines + [coverage] + missingApprovals)
                case .places: (placeTable.map { [$0] } ?? [], placeTable == nil ? [words.say("report.only_whole_year")] : [])
                case .groups: (groupTables, groupTables.isEmpty ? [words.say("report.no_rows")] : [])
                case .unreached: (unreachedTables, [])
                case .services: (serviceTables, [words.say("report.services_overlap")])
                case .forms:
                    (formTables, formTables.isEmpty ? [] : [words.say("report.victims_apart"), words.say("report.measures_overlap")])
                case .coverage: (coverageTables, [coverage])
                case .changes: (changeTables, changeTables.isEmpty ? [words.say("report.no_changes")] : [])
                case .notes: (noteTables, notes)
                }
            let isForAll = [.goal, .places, .groups, .notes].contains(subject)
            guard isForAll || content.isRestricted else { return nil }
            let isEmpty = tables.isEmpty && remarks.isEmpty
            return ReportSheet(
                subject: subject, name: words.say(Phrase("report.sheet.\(subject.rawValue)")), tables: tables,
                remarks: isEmpty || (subject == .services && tables.isEmpty) ? [words.say("report.no_rows")] : remarks)
        }
    }

    /// The title of a sheet: its name, the period and the vintage.
    func heading(of sheet: ReportSheet) -> String {
        words.say("report.heading", sheet.name, period, words.vintage(content.facts.vintage))
    }

    /// What the figures rest on, and what each indicator counts.
    private var noteTables: [ReportTable] {
        let facts = content.facts
        func day(_ day: Day?) -> ReportTable.Cell { day.map { .day($0) } ?? .empty }
        var rows: [[ReportTable.Cell]] = [
            [.text(words.say("report.fact.province")), .text(words.name(names.province))],
            [.text(words.say("report.fact.period")), .text(period)],
            [.text(words.say("report.fact.from")), day(facts.from)], [.text(words.say("report.fact.to")), day(facts.to)],
            [.text(words.say("report.fact.vintage")), .text(words.vintage(facts.vintage))],
            [.text(words.say("report.fact.cutoff")), day(facts.cutoff)],
            [.text(words.say("report.fact.plan")), .text(words.name(names.plan))],
            [.text(words.say("report.fact.definitions")), .text(facts.definitions)],
            [.text(words.say("report.fact.calendar")), .text(name(facts.calendar, in: .calendars))],
            [.text(words.say("report.fact.confirmed")), .count(facts.confirmed)],
            [.text(words.say("report.fact.organisations")), .count(facts.organisations)],
        ]
        if let number = facts.number { rows.append([.text(words.say("report.fact.number")), .count(number)]) }
        if let smallest = facts.smallest { rows.append([.text(words.say("report.fact.smallest")), .count(smallest)]) }
        rows.append([.text(words.say("report.fact.release")), .text(facts.release)])
        if case .recipient(let mark) = content.audience {
            rows.append([.text(words.say("report.fact.made_on")), day(Day(mark.madeOn))])
            rows.append([.text(words.say("report.fact.copy")), .count(mark.copy)])
        }
        let basis = ReportTable(
            words.say("report.table.facts"),
            columns: [.init(words.say("report.column.what"), width: 30), .init(words.say("report.column.value"), width: 58)], rows: rows)
        let definitions = ReportTable(
            words.say("report.table.definitions"),
            columns: [.init(words.say("report.column.indicator"), width: 30), .init(words.say("report.column.definition"), width: 58)],
            rows: content.indicators.map { indicator in
                let (label, definition) = (label(indicator), names.indicators[indicator]?.definition.map { words.name($0) } ?? "")
                let said = definition.isEmpty || label.hasPrefix(definition) ? label : "\(label). \(definition)"
                return [.text(shortName(indicator)), .text(said)]
            })
        return [basis, definitions]
    }
}

extension WrittenReport {
    /// The tables that stand after the text: all but the goal's own, and what is said elsewhere in words.
    var annex: [ReportSheet] {
        sheets.compactMap { sheet in
            switch sheet.subject {
            case .notes: nil
            case .goal:
                besideTables.isEmpty ? nil : ReportSheet(subject: .goal, name: sheet.name, tables: besideTables, remarks: [])
            default:
                sheet.tables.isEmpty
                    ? nil
                    : ReportSheet(
                        subject: sheet.subject, name: sheet.name, tables: sheet.tables,
                        remarks: sheet.subject == .coverage ? [] : sheet.remarks)
            }
        }
    }
}
