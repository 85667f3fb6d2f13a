import CaseDomain
import Wording

/// A report as DOCX: the part on Goal 3 of an official report, with number, date and signature left open.
package enum DocumentFile {
    /// The same bytes for the same report, whenever it is made.
    package static func bytes(of report: WrittenReport) -> [UInt8] {
        bytes(of: report, body: DocumentBody(report: report).text, title: report.subject)
    }

    /// Why figures are others than in the vintage before, and what of it may be read aloud; `nil` where nothing changed.
    package static func explanation(of report: WrittenReport) -> [UInt8]? {
        guard !report.content.changes.isEmpty else { return nil }
        let title = report.words.say("report.explanation.title")
        return bytes(of: report, body: ExplanationBody(report: report).text, title: title)
    }

    private static func bytes(of report: WrittenReport, body: String, title: String) -> [UInt8] {
        var archive = StoredArchive()
        archive.add("[Content_Types].xml", types)
        archive.add("_rels/.rels", relations([("officeDocument", "word/document.xml"), ("core", "docProps/core.xml")]))
        archive.add("docProps/core.xml", properties(of: report, title: title))
        archive.add(
            "word/_rels/document.xml.rels",
            relations([
                ("styles", "styles.xml"), ("header", "header1.xml"), ("header", "header2.xml"), ("footer", "footer1.xml"),
                ("settings", "settings.xml"),
            ]))
        archive.add("word/settings.xml", settings)
        archive.add("word/styles.xml", DocumentStyles.text(of: report))
        let pages = DocumentPages(report: report)
        archive.add("word/header1.xml", pages.header(isFirst: true))
        archive.add("word/header2.xml", pages.header(isFirst: false))
        archive.add("word/footer1.xml", pages.footer)
        archive.add("word/document.xml", body)
        return archive.bytes
    }

    static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    static let namespaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
        + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let word = "application/vnd.openxmlformats-officedocument.wordprocessingml"

    private static var types: String {
        let parts = [
            ("word/document.xml", "\(word).document.main+xml"), ("word/styles.xml", "\(word).styles+xml"),
            ("word/settings.xml", "\(word).settings+xml"), ("word/header1.xml", "\(word).header+xml"),
            ("word/header2.xml", "\(word).header+xml"), ("word/footer1.xml", "\(word).footer+xml"),
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ]
        return declaration + "<Types xmlns=\"\(package)/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + parts.map { "<Override PartName=\"/\($0.0)\" ContentType=\"\($0.1)\"/>" }.joined() + "</Types>"
    }

    /// `rId1`, `rId2` … in order.
    private static func relations(_ list: [(kind: String, target: String)]) -> String {
        let entries = list.enumerated().map { index, entry in
            let kind = entry.kind == "core" ? "\(package)/relationships/metadata/core-properties" : "\(office)/\(entry.kind)"
            return "<Relationship Id=\"rId\(index + 1)\" Type=\"\(kind)\" Target=\"\(entry.target)\"/>"
        }
        return declaration + "<Relationships xmlns=\"\(package)/relationships\">\(entries.joined())</Relationships>"
    }

    /// Made on the day up to which records were known; no author.
    private static func properties(of report: WrittenReport, title: String) -> String {
        let day = report.content.facts.cutoff?.description ?? "1970-01-01"
        let date = { (name: String) in "<dcterms:\(name) xsi:type=\"dcterms:W3CDTF\">\(day)T00:00:00Z</dcterms:\(name)>" }
        return declaration
            + "<cp:coreProperties xmlns:cp=\"\(package)/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
            + "xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
            + "<dc:title>\(Markup.escaped(title))</dc:title><dc:language>\(report.language.rawValue)</dc:language>"
            + date("created") + date("modified") + "</cp:coreProperties>"
    }

    /// Word 2013 and later show it as they would one of their own, not in compatibility mode.
    private static var settings: String {
        declaration + "<w:settings \(namespaces)><w:compat><w:compatSetting w:name=\"compatibilityMode\" "
            + "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    }
}
