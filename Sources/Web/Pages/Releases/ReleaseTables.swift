import CaseDomain
import Casework
import Indicators
import Wording

/// The public figures of a release as tables: hidden cells as one mark, with the one sentence beneath.
struct ReleaseTables {
    private let sheet: ReleaseSheet
    private let words: CaseWords
    private let values: [PublicCell: String?]
    private let figures: [PublicFigure]

    init(_ sheet: ReleaseSheet, _ words: CaseWords) {
        self.sheet = sheet
        self.words = words
        figures = sheet.figures ?? []
        values = Dictionary(figures.map { ($0.cell, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private var voice: Voice { words.voice }
    private var year: Int? { Period(sheet.summary.period)?.year }
    private var hidden: GridView.Cell { .hidden(voice.say("page.release.hidden")) }

    /// The indicators of some tables, in the order of the rows.
    private func indicators(_ tables: Set<PublicCell.Table>) -> [IndicatorID] {
        var seen: Set<IndicatorID> = []
        return figures.filter { tables.contains($0.cell.table) }.map(\.cell.indicator).filter { seen.insert($0).inserted }
    }

    var sections: [ReleaseView.Section] {
        let heading = voice.say("page.release.tables")
        let isReturned = sheet.summary.state == .returned
        guard sheet.figures != nil else {
            let gone: Phrase = isReturned ? "page.release.tables_returned" : "page.release.tables_gone"
            return [ReleaseView.Section(anchor: "bang", heading: heading, lead: [voice.say(gone)])]
        }
        let seen: Phrase =
            isReturned
            ? "page.release.tables_returned"
            : sheet.publication == nil ? "page.release.tables_would" : "page.release.tables_public"
        let whole = ReleaseView.Section(
            anchor: "bang", heading: heading, lead: [voice.say(seen), voice.say("page.caution")],
            grid: people, note: notes)
        let centres = grid(of: centres).map {
            ReleaseView.Section(anchor: "co-so", heading: voice.say("page.release.table.centres"), grid: $0)
        }
        return [whole]
            + [
                centres, breakdown(.age, "tuoi", "page.release.table.age"), breakdown(.commune, "xa", "page.release.table.commune"),
            ].compactMap { $0 }
    }

    /// That something is hidden, and the one reason for all of it.
    private var notes: [String] {
        let count = figures.count { $0.value == nil }
        guard count > 0 else { return [voice.say("page.release.nothing_hidden")] }
        return [
            voice.say("page.release.hidden_note", voice.count(count), voice.count(figures.count)),
            voice.say("page.release.hidden_why", voice.count(sheet.smallest)),
        ]
    }

    // MARK: Tables

    private func cell(_ of: PublicCell) -> GridView.Cell {
        guard let value = values[of] else { return .number(voice.say("page.dash")) }
        guard let value else { return .hidden(voice.say("page.release.hidden"), isNumber: of.measure != .met) }
        guard of.measure == .met else { return .number(words.figure(value, of.measure)) }
        let word = words.figure(value, of.measure)
        return .mark(value == "yes" ? .done(word) : .waiting(word))
    }

    private func head(_ phrase: Phrase, isNumber: Bool = true) -> GridView.Head {
        GridView.Head(text: voice.say(phrase), isNumber: isNumber)
    }

    /// People by indicator: detected, women among them, reached, in percent, whether that is enough.
    private var people: GridView? {
        let rows = indicators([.period, .outcome]).map { id in
            GridView.Row(
                name: words.indicator(id, in: year),
                cells: [
                    cell(PublicCell(.period, id, .denominator)), cell(PublicCell(.period, id, .denominator, isOfWomen: true)),
                    cell(PublicCell(.outcome, id, .numerator)), cell(PublicCell(.outcome, id, .percent)),
                    cell(PublicCell(.outcome, id, .met)),
                ])
        }
        guard !rows.isEmpty else { return nil }
        return GridView(
            voice.say("page.release.tables"), corner: voice.say("page.release.column.indicator"),
            heads: [
                head("page.release.column.people"), head("page.release.column.women"), head("page.release.column.reached"),
                head("page.release.column.share"), head("page.release.column.met", isNumber: false),
            ], isCards: true, rows: rows)
    }

    private var centres: [GridView.Row] {
        indicators([.centres]).map { id in
            GridView.Row(
                name: words.indicator(id, in: year),
                cells: [PublicCell.Measure.denominator, .numerator, .percent, .met].map { cell(PublicCell(.centres, id, $0)) })
        }
    }

    private func grid(of rows: [GridView.Row]) -> GridView? {
        guard !rows.isEmpty else { return nil }
        return GridView(
            voice.say("page.release.table.centres"), corner: voice.say("page.release.column.indicator"),
            heads: [
                head("page.release.column.centres"), head("page.release.column.active"), head("page.release.column.share"),
                head("page.release.column.met", isNumber: false),
            ], isCards: true, rows: rows)
    }

    /// Detected people of a year by commune or by age, an indicator a column.
    private func breakdown(_ table: PublicCell.Table, _ anchor: String, _ heading: Phrase) -> ReleaseView.Section? {
        let ids = indicators([table])
        guard !ids.isEmpty else { return nil }
        var seen: Set<String> = []
        let names = figures.map(\.cell).filter { $0.table == table && seen.insert(name(of: $0)).inserted }
        let rows = names.map { one in
            let cells = ids.map { PublicCell(table, $0, .denominator, place: one.place, age: one.age) }
            return (
                row: GridView.Row(name: name(of: one), cells: cells.map(cell)),
                isHidden: cells.allSatisfy { values[$0].map { $0 == nil } ?? false }
            )
        }
        // Where nothing at all is printed of many, one line says it of all of them.
        let isLong = table == .commune && rows.count(where: \.isHidden) > 1
        var shown = rows.filter { !isLong || !$0.isHidden }.map(\.row)
        if isLong {
            let others: Phrase = shown.isEmpty ? "page.release.all_places" : "page.release.other_places"
            let count = voice.count(rows.count(where: \.isHidden))
            shown.append(GridView.Row(name: voice.say(others, count), cells: ids.map { _ in hidden }))
        }
        let text = voice.say(heading)
        return ReleaseView.Section(
            anchor: anchor, heading: text,
            grid: GridView(
                text, corner: voice.say(table == .age ? "page.release.column.age" : "page.release.column.commune"),
                heads: ids.map { GridView.Head(text: $0.rawValue, isNumber: true) }, isCards: false, rows: shown))
    }

    /// The commune or the age band of a cell.
    private func name(of cell: PublicCell) -> String {
        if let age = cell.age { return words.word(age) }
        return cell.place.map { words.place($0, on: sheet.days.upperBound) } ?? voice.say("page.release.province")
    }

    // MARK: Vintages side by side

    /// What is public of the period, a vintage a column; communes only where one of them is printed.
    var vintages: ReleaseView.Section? {
        guard sheet.vintages.count > 1 else { return nil }
        let cells = Set(sheet.vintages.flatMap(\.figures.keys)).sorted { sortKey($0) < sortKey($1) }.filter { cell in
            cell.place == nil || sheet.vintages.contains { ($0.figures[cell] ?? nil) != nil }
        }
        let rows = cells.map { cell in
            GridView.Row(name: sentence(of: cell), cells: sheet.vintages.map { value(of: cell, in: $0) })
        }
        let heading = voice.say("page.release.vintages")
        let heads = sheet.vintages.map {
            GridView.Head(text: voice.say("page.release.vintage_head", words.word($0.vintage), words.day($0.cutoff)), isNumber: true)
        }
        return ReleaseView.Section(
            anchor: "muc-do", heading: heading, lead: [voice.say("page.release.vintages_help")],
            grid: GridView(heading, corner: voice.say("page.release.column.figure"), heads: heads, isCards: false, rows: rows))
    }

    private func value(of cell: PublicCell, in vintage: PublishedVintage) -> GridView.Cell {
        guard let value = vintage.figures[cell] else { return .number(voice.say("page.dash")) }
        guard let value else { return hidden }
        return .number(words.figure(value, cell.measure))
    }

    private func sortKey(_ cell: PublicCell) -> String {
        let measure = PublicCell.Measure.allCases.firstIndex(of: cell.measure) ?? 0
        let table = (cell.table == .commune ? 2 : cell.table == .age ? 1 : 0)
        return "\(cell.indicator.rawValue) \(table) \(measure) \(cell.place?.description ?? "") \(cell.isOfWomen) \(cell.age?.number ?? 0)"
    }

    /// A public figure in words: `3.2a, người được phát hiện, nữ`.
    private func sentence(of cell: PublicCell) -> String {
        let what = voice.say(Phrase("page.release.measure.\(cell.table == .centres ? "centres_" : "")\(cell.measure.rawValue)"))
        let parts = [
            cell.indicator.rawValue, what, cell.isOfWomen ? voice.say("page.release.women") : nil, cell.age.map { words.word($0) },
            cell.place.map { words.place($0, on: sheet.days.upperBound) },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
