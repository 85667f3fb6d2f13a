import Disclosure
import Foundation
import FoundationXML
import Indicators
import Support
import Testing
import Wording

@testable import Reports

/// Pages and documents as text: what a person typed ends no element, nothing is fetched, hidden cells have their one mark.
@Suite struct PageTests {
    private static let typed = "</main><script>alert(1)</script> & \"trích\" ' \u{0}\u{1B} ]]> <!--\nDòng hai"

    /// A hidden cell: its mark for who sees it, its sentence for who hears it.
    static let hidden =
        "<td class=\"n\"><span aria-hidden=\"true\">…</span><span class=\"hidden\">không công bố để bảo vệ người được trợ giúp</span></td>"

    private func page(_ language: Language = .vietnamese) throws -> String {
        let restricted = try Written.restricted(recipient: "<Sở> & \"A\"", difficulties: PageTests.typed, remarks: PageTests.typed)
        return Written.page(try Written.report(ReportContent(restricted), language))
    }

    @Test func whatAPersonTypedIsTextInAPage() throws {
        let page = try page()
        #expect(!page.contains("<script") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;trích&quot;"))
        #expect(page.contains("<p>Dòng hai</p>"))
        #expect(page.contains("HẠN CHẾ – chỉ dành cho &lt;Sở&gt; &amp; &quot;A&quot; – bản số 2"))
        #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func aPageFetchesNothing() throws {
        for language in Language.allCases {
            let page = try page(language)
            #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language.rawValue)\">"))
            for wanted in ["src=", "href=", "url(", "@import", "http:", "https:", "<script", "<link", "<iframe", " style="] {
                #expect(!page.contains(wanted), "\(wanted)")
            }
            #expect(!page.contains(/[ ]on[a-z]+=/))
            #expect(page.components(separatedBy: "<table>").count == page.components(separatedBy: "<caption>").count)
            #expect(!page.contains("<th>"))
            #expect(page.contains("noindex"))
        }
    }

    @Test func onlyARestrictedPageIsMarked() throws {
        let page = Written.page(try Written.report(try Written.published(.year)))
        #expect(!page.contains("HẠN CHẾ") && !page.contains("class=\"mark\""))
        #expect(page.contains("…: không công bố để bảo vệ người được trợ giúp") && page.contains(PageTests.hidden))
    }

    @Test func whatAPersonTypedIsTextInADocument() throws {
        let restricted = try Written.restricted(recipient: "<Sở>", remarks: PageTests.typed)
        let report = try Written.report(ReportContent(restricted))
        let body = DocumentBody(report: report).text
        for part in [body, DocumentPages(report: report).header(isFirst: true), DocumentPages(report: report).footer] {
            let parser = XMLParserBox(part)
            #expect(parser.isWellFormed)
        }
        #expect(body.contains("&lt;script&gt;"))
        #expect(DocumentPages(report: report).header(isFirst: true).contains("chỉ dành cho &lt;Sở&gt;"))
    }

    @Test(arguments: ["<a>&</a>", "<a>&x;</a>", "<a", "<a><b></b>", "<a><b></a></b>", "<a b=\"1\" b=\"2\"/>", "<a>\u{1}</a>", ""])
    func whatIsNoXMLIsFound(text: String) {
        #expect(!XMLParserBox(text).isWellFormed && XMLParserBox("<a>&amp;</a>").isWellFormed)
    }

    @Test func aPageLeavesNumberDateAndSignatureOpenAsTheDocumentDoes() throws {
        let report = try Written.report(ReportContent(try Written.restricted()))
        for text in [Written.page(report), DocumentBody(report: report).text] {
            for said in [
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: …/BC-SNV", "Lai Châu, ngày … tháng … năm …", "Nơi nhận:",
                "- UBND tỉnh (báo cáo);",
                "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC",
            ] {
                #expect(text.components(separatedBy: ">\(said)<").count == 2, "\(said)")
            }
        }
    }

    @Test func aColumnOfFiguresIsOneAlsoWhereAllAreHidden() {
        let table = ReportTable(
            "", columns: [.init("", width: 1), .init("", width: 1), .init("", width: 1)],
            rows: [[.text("x"), .hidden, .hidden], [.text("y"), .empty, .text("đạt")]])
        #expect((0..<3).map(table.isOfNumbers) == [false, true, false])
    }

    @Test func theStoredArchiveIsWhatItsFormatSays() {
        #expect(CyclicRedundancyCheck.of(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CyclicRedundancyCheck.of([]) == 0)
        var archive = StoredArchive()
        archive.add("a.txt", "xin chào")
        let bytes = archive.bytes
        #expect(bytes.prefix(4) == [0x50, 0x4B, 0x03, 0x04] && bytes.suffix(22).prefix(4) == [0x50, 0x4B, 0x05, 0x06])
        #expect(bytes.count == 30 + 5 + 9 + 46 + 5 + 22)
    }
}

/// Whether a text is well-formed XML, as a parser of its own says.
struct XMLParserBox {
    let isWellFormed: Bool

    init(_ text: String) {
        let parser = XMLParser(data: Data(text.utf8))
        let elements = Elements()
        parser.delegate = elements
        // It takes a text that ends too soon for a good one.
        isWellFormed = parser.parse() && elements.count > 0 && elements.open == 0
    }

    private final class Elements: NSObject, XMLParserDelegate {
        private(set) var (count, open) = (0, 0)

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
        ) {
            count += 1
            open += 1
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            open -= 1
        }
    }
}
