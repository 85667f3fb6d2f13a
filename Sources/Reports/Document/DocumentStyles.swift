import Disclosure
import Wording

/// The styles of a document: one font, black, as official documents have it.
enum DocumentStyles {
    static func text(of report: WrittenReport) -> String {
        let layout = report.layout
        let font = Markup.escaped(layout.font)
        let language = report.language == .vietnamese ? "vi-VN" : "en-GB"
        let size = layout.textSize * 2
        func style(_ id: String, _ name: String, _ paragraph: String, _ run: String = "", isHeading: Bool = false) -> String {
            "<w:style w:type=\"paragraph\" w:styleId=\"\(id)\"><w:name w:val=\"\(name)\"/><w:basedOn w:val=\"Normal\"/>"
                + (isHeading ? "<w:next w:val=\"Normal\"/><w:qFormat/>" : "") + "<w:pPr>\(paragraph)</w:pPr><w:rPr>\(run)</w:rPr></w:style>"
        }
        return DocumentFile.declaration + "<w:styles \(DocumentFile.namespaces)><w:docDefaults><w:rPrDefault><w:rPr>"
            + "<w:rFonts w:ascii=\"\(font)\" w:hAnsi=\"\(font)\" w:eastAsia=\"\(font)\" w:cs=\"\(font)\"/>"
            + "<w:sz w:val=\"\(size)\"/><w:szCs w:val=\"\(size)\"/><w:lang w:val=\"\(language)\" w:eastAsia=\"\(language)\"/>"
            + "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
            + "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
            + style(
                "Text", "Body Text",
                "<w:spacing w:before=\"60\" w:after=\"60\" w:line=\"264\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"567\"/><w:jc w:val=\"both\"/>"
            )
            + style("Head", "Letterhead", "<w:jc w:val=\"center\"/>")
            + style(
                "ReportTitle", "Title", "<w:spacing w:before=\"240\" w:after=\"60\"/><w:jc w:val=\"center\"/>", "<w:b/>", isHeading: true)
            + style(
                "Part", "heading 1", "<w:keepNext/><w:spacing w:before=\"180\" w:after=\"60\"/><w:outlineLvl w:val=\"0\"/>", "<w:b/>",
                isHeading: true)
            + style(
                "Section", "heading 2", "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/><w:outlineLvl w:val=\"1\"/>", "<w:b/>",
                isHeading: true)
            + style(
                "Cell", "Table Text", "<w:spacing w:before=\"20\" w:after=\"20\"/>",
                "<w:sz w:val=\"\(layout.tableSize * 2)\"/><w:szCs w:val=\"\(layout.tableSize * 2)\"/>")
            + style(
                "Mark", "Restricted Mark", "<w:jc w:val=\"center\"/>",
                "<w:b/><w:color w:val=\"9C2F1F\"/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>")
            + style("PageNumber", "Page Number", "<w:jc w:val=\"center\"/>", "<w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>")
            + "</w:styles>"
    }
}
