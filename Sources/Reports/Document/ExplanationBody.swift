import Disclosure
import Wording

/// The text of an explanation: a page for each changed figure, and at the end one that may be read aloud, where anything may.
struct ExplanationBody {
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
        let explanation = ReportExplanation(report)
        let pages = explanation.pages.enumerated().map { index, page in head(isFirst: index == 0) + text(of: page) }
        let parts = pages + [explanation.aloud.map(aloud) ?? "", DocumentPages(report: report).section]
        return DocumentFile.declaration + "<w:document \(DocumentFile.namespaces)><w:body>\(parts.joined())</w:body></w:document>"
    }

    private func head(isFirst: Bool) -> String { DocumentHead.text(report, width: width, isOnNewPage: !isFirst) }

    private func text(of page: ReportExplanation.Page) -> String {
        title("report.explanation.title")
            + DocumentText.paragraph("Head", DocumentText.run(page.title, bold: true))
            + DocumentText.paragraph(
                "Head", DocumentText.run(words.say("report.explanation.period", report.period), bold: true))
            + DocumentText.paragraph("Head", DocumentText.run(report.basis, italic: true))
            + page.parts.map { part in
                DocumentText.paragraph("Section", DocumentText.run(part.title)) + line(part.change)
                    + part.reasons.map { line("- " + $0) }.joined()
            }.joined()
    }

    private func aloud(_ sentences: [String]) -> String {
        head(isFirst: false) + title("report.aloud.title") + sentences.map(line).joined()
            + DocumentText.paragraph("Cell", DocumentText.run(words.say("report.aloud.only"), italic: true))
    }

    private func title(_ phrase: Phrase) -> String {
        DocumentText.paragraph("ReportTitle", DocumentText.run(words.say(phrase)))
    }

    private func line(_ text: String) -> String {
        DocumentText.paragraph("Text", DocumentText.run(text))
    }
}
