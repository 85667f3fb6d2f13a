import Disclosure
import Wording

/// The letterhead of a document: who reports, the nation, and number and date left open.
enum DocumentHead {
    /// - Parameters:
    ///   - width: Of the text, in twips.
    ///   - isOnNewPage: Whether a page begins with it.
    static func text(_ report: WrittenReport, width: Int, isOnNewPage: Bool = false) -> String {
        let (layout, words) = (report.layout, report.words)
        let size = layout.textSize - 1
        func line(
            _ text: String, bold: Bool = false, italic: Bool = false, underlined: Bool = false, breaksPage: Bool = false
        ) -> String {
            DocumentText.paragraph(
                "Head", DocumentText.run(text, bold: bold, italic: italic, underlined: underlined, size: size), breaksPage: breaksPage)
        }
        let left =
            line(words.name(layout.superior), breaksPage: isOnNewPage)
            + line(words.name(layout.organisation), bold: true, underlined: true) + line("")
            + line(words.say("report.number", layout.symbol))
        let right =
            line(words.say("report.nation"), bold: true) + line(words.say("report.motto"), bold: true, underlined: true)
            + line("") + line(words.say("report.date", words.name(layout.place)), italic: true)
        // A little past the text on both sides: the nation's name stands in one line.
        let wide = width + 566
        return DocumentText.layoutTable([wide * 41 / 100, wide * 59 / 100], [left, right])
    }
}
