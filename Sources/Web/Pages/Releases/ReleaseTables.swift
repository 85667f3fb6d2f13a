import CaseDomain
import Casework
import Indicators
import Wording

/// The public figures of a release as sections of its page, with what is public of the same period side by side.
struct ReleaseTables {
    private let sheet: ReleaseSheet
    private let words: CaseWords
    private let tables: PublicTables

    init(_ sheet: ReleaseSheet, _ words: CaseWords) {
        self.sheet = sheet
        self.words = words
        tables = PublicTables(sheet.figures ?? [], plan: sheet.plan, period: sheet.summary.period, words)
    }

    private var voice: Voice { words.voice }

    var sections: [ReleaseView.Section] {
        guard sheet.summary.vintage != .estimate else { return [estimate] }
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
            grid: tables.people, under: tables.late, note: tables.notes(smallest: sheet.smallest, isAll: true))
        let centres = tables.centres.map {
            ReleaseView.Section(anchor: "co-so", heading: voice.say("page.release.table.centres"), grid: $0)
        }
        return [whole]
            + [
                centres, breakdown(.age, "tuoi", "page.release.table.age"), breakdown(.commune, "xa", "page.release.table.commune"),
            ].compactMap { $0 }
    }

    /// In place of tables: nothing of an estimate becomes public, and where its figures are to be had.
    private var estimate: ReleaseView.Section {
        var lead: [Phrase] = ["page.release.estimate_never"]
        if sheet.summary.state != .returned {
            lead.append(sheet.acts.handsOut ? "page.release.estimate_here" : "page.release.estimate_later")
        }
        return ReleaseView.Section(
            anchor: "bang", heading: voice.say("page.release.estimate"), lead: lead.map { voice.say($0) } + [voice.say("page.caution")])
    }

    /// Detected people of a year by commune or by age, an indicator a column.
    private func breakdown(_ table: PublicCell.Table, _ anchor: String, _ heading: Phrase) -> ReleaseView.Section? {
        let ids = tables.indicators([table])
        guard !ids.isEmpty else { return nil }
        var seen: Set<String> = []
        let names = tables.figures.map(\.cell).filter { $0.table == table && seen.insert(name(of: $0)).inserted }
        let rows = names.map { one in
            let cells = ids.map { PublicCell(table, $0, .denominator, place: one.place, age: one.age) }
            return (
                row: GridView.Row(name: name(of: one), cells: cells.map(tables.cell)), isHidden: cells.allSatisfy(tables.isHidden)
            )
        }
        // Where nothing at all is printed of many, one line says it of all of them.
        let isLong = table == .commune && rows.count(where: \.isHidden) > 1
        var shown = rows.filter { !isLong || !$0.isHidden }.map(\.row)
        if isLong {
            let others: Phrase = shown.isEmpty ? "page.release.all_places" : "page.release.other_places"
            let count = voice.count(rows.count(where: \.isHidden))
            shown.append(GridView.Row(name: voice.say(others, count), cells: ids.map { _ in tables.hidden }))
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
        return cell.place.map { words.place($0, on: sheet.summary.days.upperBound) } ?? voice.say("page.release.province")
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
        guard let value else { return tables.hidden }
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
            cell.place.map { words.place($0, on: sheet.summary.days.upperBound) },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
