import Disclosure
import Wording

/// The text of a document, from letterhead to annex.
struct DocumentBody {
    private let report: WrittenReport
    private let words: ReportWords
    /// Of the text, in twips.
    private let width: Int

    init(report: WrittenReport) {
        self.report = report
        words = report.words
        let page = report.layout.page
        width = DocumentText.twips(page.width - page.left - page.right)
    }

    var text: String {
        let parts = [
            DocumentHead.text(report, width: width), title, results, typed, notes, foot, annex, DocumentPages(report: report).section,
        ]
        return DocumentFile.declaration + "<w:document \(DocumentFile.namespaces)><w:body>\(parts.joined())</w:body></w:document>"
    }

    // MARK: Around the text

    private var title: String {
        DocumentText.paragraph("ReportTitle", DocumentText.run(report.title))
            + DocumentText.paragraph("Head", DocumentText.run(report.subject, bold: true))
            + DocumentText.paragraph("Head", DocumentText.run(report.basis, italic: true))
    }

    private var foot: String {
        let layout = report.layout
        let recipients =
            DocumentText.paragraph("Cell", DocumentText.run(words.say("report.recipients"), bold: true, italic: true, size: 12))
            + layout.recipients.map { DocumentText.paragraph("Cell", DocumentText.run("- " + words.name($0), size: 11)) }.joined()
        let signature =
            layout.signature.map { DocumentText.paragraph("Head", DocumentText.run(words.name($0), bold: true), keepsNext: true) }.joined()
            + String(repeating: DocumentText.paragraph("Head", ""), count: 4)
        return DocumentText.paragraph("Text", "") + DocumentText.layoutTable([width / 2, width - width / 2], [recipients, signature])
    }

    // MARK: The text

    private var results: String {
        part("report.part.results") + section("report.part.indicators") + DocumentText.table(report.goalTable, width: width, words: words)
            + report.belowGoal.map { DocumentText.paragraph("Cell", DocumentText.run($0, italic: true)) }.joined()
            + report.sentences.map { line("- " + $0) }.joined() + section("report.part.coverage")
            + ([report.coverage] + report.missingApprovals).map { line("- " + $0) }.joined()
    }

    private var typed: String {
        part("report.part.difficulties") + report.typed(report.content.difficulties).map(line).joined()
            + part("report.part.remarks") + report.typed(report.content.remarks).map(line).joined()
    }

    private var notes: String {
        section("report.part.notes") + report.notes.map { line("- " + $0) }.joined()
    }

    /// Every other table, on pages of its own.
    private var annex: String {
        let sheets = report.annex
        guard !sheets.isEmpty else { return "" }
        let start =
            "<w:p><w:pPr><w:pStyle w:val=\"ReportTitle\"/><w:pageBreakBefore/></w:pPr>\(DocumentText.run(words.say("report.part.annex")))</w:p>"
        return start
            + sheets.map { sheet in
                sheet.tables.map { table in
                    DocumentText.paragraph("Section", DocumentText.run(table.caption))
                        + DocumentText.table(table, width: width, words: words)
                        + (table.hasHidden
                            ? DocumentText.paragraph("Cell", DocumentText.run(words.say("report.hidden_mark"), italic: true)) : "")
                }.joined() + sheet.remarks.map { DocumentText.paragraph("Cell", DocumentText.run($0, italic: true)) }.joined()
            }.joined()
    }

    private func part(_ phrase: Phrase) -> String {
        DocumentText.paragraph("Part", DocumentText.run(words.say(phrase)))
    }

    private func section(_ phrase: Phrase) -> String {
        DocumentText.paragraph("Section", DocumentText.run(words.say(phrase)))
    }

    private func line(_ text: String) -> String {
        DocumentText.paragraph("Text", DocumentText.run(text))
    }
}
