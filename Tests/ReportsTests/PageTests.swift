import Disclosure
import Foundation
import Indicators
import Support
import Testing
import Wording

@testable import Reports

/// Pages and documents as text: what a person typed ends no element, nothing is fetched, hidden cells have their one mark.
@Suite struct PageTests {
    private static let typed = "</main><script>alert(1)</script> & \"trích\" ' \u{0}\u{1B} ]]> <!--\nDòng hai"

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
            for wanted in ["src=", "href=", "url(", "@import", "http:", "https:", "<script", "<link", "<iframe", " style=", " on"] {
                #expect(!page.contains(wanted) || wanted == " on", "\(wanted)")
            }
            #expect(page.components(separatedBy: "<table>").count == page.components(separatedBy: "<caption>").count)
            #expect(!page.contains("<th>"))
            #expect(page.contains("noindex"))
        }
    }

    @Test func onlyARestrictedPageIsMarked() throws {
        let page = Written.page(try Written.report(try Written.published(.year)))
        #expect(!page.contains("HẠN CHẾ") && !page.contains("class=\"mark\""))
        #expect(page.contains("…: không công bố để bảo vệ người được trợ giúp") && page.contains("<td class=\"n\">…</td>"))
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

/// Whether a text is well-formed XML, by counting its elements: Foundation's parser is a module of its own on Linux.
struct XMLParserBox {
    let isWellFormed: Bool

    init(_ text: String) {
        var open: [Substring] = []
        var isFine = true
        for match in text.matches(of: /<(\/?)([A-Za-z:0-9]+)[^<>]*?(\/?)>/) {
            if match.3 == "/" { continue }
            if match.1.isEmpty {
                open.append(match.2)
            } else {
                isFine = isFine && open.popLast() == match.2
            }
        }
        let rest = text.replacing(/<[^<>]*>/, with: "")
        isWellFormed = isFine && open.isEmpty && !rest.contains("<") && !rest.contains(">")
    }
}
