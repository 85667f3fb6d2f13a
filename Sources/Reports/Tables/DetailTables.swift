import CaseDomain
import Disclosure
import Indicators
import Wording

extension WrittenReport {
    /// Who was not reached, by the reason.
    var unreachedTables: [ReportTable] {
        byIndicator(.unreached, "report.table.unreached", words.say("report.column.reason"), code: \.detail) {
            words.say(Phrase("report.reason.\($0)"), code: $0)
        }
    }

    /// Who was reached, by kind of service.
    var serviceTables: [ReportTable] {
        list(.service, "report.table.services", words.say("report.column.service")) { name($0.detail, in: .services) }
    }

    /// The old form on domestic violence: cases by form, perpetrators by sex and measure, victims by sex and that form's age groups.
    var formTables: [ReportTable] {
        var tables: [ReportTable] = []
        let forms = content.lines(of: .forms)
        if !forms.isEmpty {
            // What says least of a case comes last.
            let last = ["several", "unrecorded"]
            let sorted = forms.filter { !last.contains($0.detail) } + last.flatMap { code in forms.filter { $0.detail == code } }
            tables.append(
                ReportTable(
                    words.say("report.table.forms"),
                    columns: [.init(words.say("report.column.form"), width: 40), .init(words.say("report.column.cases"), width: 12)],
                    rows: sorted.map { [.text(said(Phrase("report.form.\($0.detail)"), $0.detail, in: .forms)), .init($0.value)] }))
        }
        tables += bySex(.measures, "report.table.measures", "report.column.measure", code: \.detail) { name($0, in: .services) }
        tables += bySex(.victims, "report.table.victims", "report.column.age", code: \.age) {
            said(Phrase("report.age.\($0)"), $0, in: .ages)
        }
        return tables
    }

    /// The program's own word for a code, or that of the vocabulary.
    private func said(_ phrase: Phrase, _ code: String, in codes: ReportNames.Codes) -> String {
        let text = words.say(phrase, code: code)
        return text == code ? name(code, in: codes) : text
    }

    /// Who confirmed the period, and who came in or went out after people were fixed for the public.
    var coverageTables: [ReportTable] {
        var tables: [ReportTable] = []
        let coverage = content.lines(of: .coverage)
        if !coverage.isEmpty {
            let rows = coverage.sorted { sorts($0.detail, $1.detail, then: $0.detail < $1.detail) }
            tables.append(
                ReportTable(
                    words.say("report.table.coverage"),
                    columns: [
                        .init(words.say("report.column.organisation"), width: 46), .init(words.say("report.column.answer"), width: 26),
                    ], rows: rows.map { [.text($0.detail), answer($0.value)] }))
        }
        tables += list(.late, "report.table.late", words.say("report.column.what")) {
            words.say(Phrase("report.late.\($0.measure)"), code: $0.measure)
        }
        return tables
    }

    /// One row a line: indicator, what it is of, how many.
    private func list(
        _ subject: ExactRow.Table, _ caption: Phrase, _ column: String, _ name: (ReportLine) -> String
    ) -> [ReportTable] {
        // What the public was told is no number.
        let lines = content.lines(of: subject).filter { subject != .late || $0.measure != "told" }
        guard !lines.isEmpty else { return [] }
        return [
            ReportTable(
                subject == .late ? words.say(caption) : self.caption(caption, of: lines.map(\.indicator)),
                columns: [
                    .init(words.say("report.column.indicator"), width: 14), .init(column, width: 52),
                    .init(words.say("report.column.count"), width: 13),
                ], rows: lines.map { [.text($0.indicator), .text(name($0)), .init($0.value)] })
        ]
    }

    /// One row a code, one column an indicator.
    private func byIndicator(
        _ subject: ExactRow.Table, _ caption: Phrase, _ first: String, code: KeyPath<ReportLine, String>, _ name: (String) -> String
    ) -> [ReportTable] {
        let lines = content.lines(of: subject)
        guard !lines.isEmpty else { return [] }
        var codes: [String] = []
        for line in lines where !codes.contains(line[keyPath: code]) { codes.append(line[keyPath: code]) }
        let indicators = Set(lines.map(\.indicator)).sorted()
        let rows = codes.map { wanted in
            [ReportTable.Cell.text(name(wanted))]
                + indicators.map { indicator in
                    .init(lines.first { $0[keyPath: code] == wanted && $0.indicator == indicator }?.value)
                }
        }
        return [
            ReportTable(
                self.caption(caption, of: indicators),
                columns: [.init(first, width: 44)] + indicators.map { .init(shortName($0), width: 14) }, rows: rows)
        ]
    }

    /// One row a code, the total first; one column a sex.
    private func bySex(
        _ subject: ExactRow.Table, _ caption: Phrase, _ first: Phrase, code: KeyPath<ReportLine, String>, _ name: (String) -> String
    ) -> [ReportTable] {
        let lines = content.lines(of: subject)
        guard !lines.isEmpty else { return [] }
        var codes: [String] = []
        for line in lines where !codes.contains(line[keyPath: code]) { codes.append(line[keyPath: code]) }
        if subject == .victims {
            let order = [ExactRow.all] + ViolenceForms.AgeGroup.allCases.map(\.rawValue)
            codes = order.filter(codes.contains) + codes.filter { !order.contains($0) }
        } else {
            codes =
                codes.filter { $0 == ExactRow.all }
                + codes.filter { $0 != ExactRow.all }.sorted { sorts(name($0), name($1), then: $0 < $1) }
        }
        let found = Set(lines.map(\.sex))
        let order = Sex.allCases.map(\.rawValue) + [ExactRow.all]
        let sexes = order.filter(found.contains) + found.subtracting(order).sorted()
        let table = ReportTable(
            words.say(caption),
            columns: [.init(words.say(first), width: 40)] + sexes.map { .init(self.name($0, in: .sexes), width: 12) },
            rows: codes.map { wanted in
                [.text(name(wanted))]
                    + sexes.map { sex in
                        let value = lines.first { $0[keyPath: code] == wanted && $0.sex == sex }?.value
                        // Where the form has no such row nothing is said; elsewhere nobody has none.
                        let isOfForm = wanted != ViolenceForms.AgeGroup.from16To59.rawValue || sex == Sex.female.rawValue
                        return .init(value ?? (isOfForm ? .count(0) : nil))
                    }
            })
        return [table]
    }

    private func answer(_ value: ReportValue) -> ReportTable.Cell {
        switch value {
        case .word(let code): .text(words.say(Phrase("report.answer.\(code)"), code: code))
        case .nothing: .text(words.say("report.answer.silent"))
        default: .init(value)
        }
    }
}
