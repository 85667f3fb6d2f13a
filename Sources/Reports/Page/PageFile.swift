import Disclosure
import Wording

/// A report as one HTML page to print: no script, no request, nothing that is not in the file.
///
/// Number, date and signature are left open, as in the document.
package enum PageFile {
    /// The same bytes for the same report, whenever it is made.
    package static func bytes(of report: WrittenReport) -> [UInt8] {
        Array(text(of: report).utf8)
    }

    private static func text(of report: WrittenReport) -> String {
        let words = report.words
        let layout = report.layout
        func tag(_ name: String, _ text: String) -> String { "<\(name)>\(Markup.escaped(text))</\(name)>\n" }
        func list(_ lines: [String]) -> String { "<ul>\n\(lines.map { tag("li", $0) }.joined())</ul>\n" }
        func paragraphs(_ lines: [String]) -> String { lines.map { tag("p", $0) }.joined() }
        let mark = report.mark.map { "<aside class=\"mark\"><span>\(Markup.escaped($0))</span></aside>\n" } ?? ""
        let annex = report.annex.map { sheet in
            tag("h3", sheet.name) + sheet.tables.map { PageTable.text($0, words: words) }.joined() + paragraphs(sheet.remarks)
        }
        let body =
            "<header><div>\(tag("p", words.name(layout.superior)))<p><b>\(Markup.escaped(words.name(layout.organisation)))</b></p>\n"
            + tag("p", words.say("report.number", layout.symbol)) + "</div>\n"
            + "<div><p><b>\(Markup.escaped(words.say("report.nation")))</b></p>\n<p><b>\(Markup.escaped(words.say("report.motto")))</b></p>\n"
            + "<p><i>\(Markup.escaped(words.say("report.date", words.name(layout.place))))</i></p></div></header>\n"
            + "<main>\n<h1>\(Markup.escaped(report.title))<span>\(Markup.escaped(report.subject))</span></h1>\n"
            + "<p class=\"basis\">\(Markup.escaped(report.basis))</p>\n"
            + tag("h2", words.say("report.part.results")) + PageTable.text(report.goalTable, words: words)
            + report.belowGoal.map { "<p class=\"small\">\(Markup.escaped($0))</p>\n" }.joined()
            + list(report.sentences) + tag("h3", words.say("report.part.coverage")) + list([report.coverage] + report.missingApprovals)
            + tag("h2", words.say("report.part.difficulties")) + paragraphs(report.typed(report.content.difficulties))
            + tag("h2", words.say("report.part.remarks")) + paragraphs(report.typed(report.content.remarks))
            + tag("h3", words.say("report.part.notes")) + list(report.notes)
            + "<div class=\"foot\"><div class=\"small\"><p><b>\(Markup.escaped(words.say("report.recipients")))</b></p>\n"
            + paragraphs(layout.recipients.map { "- " + words.name($0) }) + "</div>\n"
            + "<div class=\"signed\">\(layout.signature.map { "<p><b>\(Markup.escaped(words.name($0)))</b></p>\n" }.joined())</div></div>\n"
            + (annex.isEmpty ? "" : tag("h2", words.say("report.part.annex")) + annex.joined()) + "</main>\n"
        return """
            <!DOCTYPE html>
            <html lang="\(report.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="\(report.mark == nil ? "all" : "noindex, nofollow, noarchive")">
            <title>\(Markup.escaped(report.subject))</title>
            <style>
            \(style(of: report))</style>
            </head>
            <body>
            <div\(mark.isEmpty ? "" : " class=\"marked\"")>
            \(mark)<div class="page">
            \(body)</div>
            </div>
            </body>
            </html>

            """
    }

    /// On paper the mark is the head of a table whose body is the page: browsers repeat such a head on every sheet, and keep its room free.
    private static func style(of report: WrittenReport) -> String {
        let (page, layout) = (report.layout.page, report.layout)
        return """
            @page { size: \(page.width)mm \(page.height)mm; margin: \(page.top)mm \(page.right)mm \(page.bottom)mm \(page.left)mm; }
            html { background: #fff; color: #000; }
            body { font: \(layout.textSize)pt/1.35 "\(layout.font)", "Times New Roman", "Liberation Serif", "Noto Serif", serif; max-width: \(page.width - page.left - page.right)mm; margin: 0 auto; padding: 16px; }
            header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 8px 24px; text-align: center; font-size: \(layout.textSize - 1)pt; }
            header p { margin: 0; }
            h1 { font-size: \(layout.textSize)pt; text-align: center; margin: 18pt 0 6pt; }
            h1 span { display: block; }
            h2, h3 { font-size: \(layout.textSize)pt; margin: 12pt 0 4pt; break-after: avoid; }
            h3 { font-style: italic; }
            p, ul { margin: 4pt 0; }
            .basis { text-align: center; font-style: italic; }
            .small { font-size: \(layout.tableSize)pt; font-style: italic; }
            .foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 8px 24px; margin: 18pt 0; break-inside: avoid; }
            .foot p { margin: 0; }
            .signed { text-align: center; padding: 0 24px 60pt; }
            .wide { overflow-x: auto; margin: 6pt 0; }
            table { border-collapse: collapse; width: 100%; font-size: \(layout.tableSize)pt; line-height: 1.25; }
            caption { text-align: left; font-weight: bold; padding: 4pt 0; break-after: avoid; }
            th, td { border: 1px solid #000; padding: 2pt 4pt; vertical-align: top; text-align: left; overflow-wrap: break-word; }
            thead { display: table-header-group; }
            thead th { text-align: center; }
            thead { break-inside: avoid; }
            tbody th { font-weight: normal; }
            td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
            td { position: relative; }
            \(PageTable.style)
            tr { break-inside: avoid; }
            .mark { color: #9c2f1f; font-weight: bold; text-align: center; font-size: 10pt; border: 1px solid; padding: 2pt 6pt; margin: 0 0 8pt; }
            @media print {
            body { max-width: none; padding: 0; }
            .wide { overflow: visible; padding-right: 1px; }
            .hidden { display: none; }
            .marked { display: table; width: 100%; }
            .marked > .mark { display: table-header-group; break-inside: avoid; }
            .marked > .mark span { display: block; padding: 0 0 6pt; }
            .marked > .page { display: table-row-group; }
            }

            """
    }
}

/// A table of a report in HTML.
enum PageTable {
    /// The mark of a hidden cell, and in its place a sentence for who hears the page; the page's style says what `hidden` is.
    private static func hidden(_ words: ReportWords) -> String {
        "<span aria-hidden=\"true\">…</span><span class=\"hidden\">\(Markup.escaped(words.say("report.hidden")))</span>"
    }

    /// Seen by nobody, and read out.
    static let style =
        ".hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }"

    static func text(_ table: ReportTable, words: ReportWords) -> String {
        let head = table.columns.enumerated().map { index, column in
            "<th scope=\"col\"\(table.isOfNumbers(index) ? " class=\"n\"" : "")>\(Markup.escaped(column.title))</th>"
        }.joined()
        let rows = table.rows.map { cells in
            let written = cells.enumerated().map { index, cell in
                let text = cell == .hidden ? hidden(words) : Markup.escaped(words.text(cell))
                if index == 0 { return "<th scope=\"row\">\(text)</th>" }
                return if case .text = cell { "<td>\(text)</td>" } else { "<td class=\"n\">\(text)</td>" }
            }
            return "<tr>\(written.joined())</tr>\n"
        }
        // A table wider than the window scrolls in its own frame, which the keyboard can reach.
        return "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"\(Markup.escaped(table.caption))\"><table>\n"
            + "<caption>\(Markup.escaped(table.caption))</caption>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(rows.joined())</tbody>\n</table></div>\n"
    }
}
