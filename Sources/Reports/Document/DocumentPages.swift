import Disclosure

/// What stands on every page of a document: the page's number, and the mark of a restricted return above and below.
struct DocumentPages {
    let report: WrittenReport

    /// - Parameter isFirst: The first page has no number.
    func header(isFirst: Bool) -> String {
        let number = isFirst ? "" : DocumentText.paragraph("PageNumber", DocumentText.field("PAGE"))
        let text = number + mark
        return DocumentFile.declaration + "<w:hdr \(DocumentFile.namespaces)>\(text.isEmpty ? "<w:p/>" : text)</w:hdr>"
    }

    var footer: String {
        DocumentFile.declaration + "<w:ftr \(DocumentFile.namespaces)>\(mark.isEmpty ? "<w:p/>" : mark)</w:ftr>"
    }

    private var mark: String {
        report.mark.map { DocumentText.paragraph("Mark", DocumentText.run($0)) } ?? ""
    }

    /// The last element of the body: paper, margins, headers and footers.
    var section: String {
        let page = report.layout.page
        let twips = DocumentText.twips
        return "<w:sectPr><w:headerReference w:type=\"first\" r:id=\"rId2\"/><w:headerReference w:type=\"default\" r:id=\"rId3\"/>"
            + "<w:footerReference w:type=\"first\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
            + "<w:pgSz w:w=\"\(twips(page.width))\" w:h=\"\(twips(page.height))\"/>"
            + "<w:pgMar w:top=\"\(twips(page.top))\" w:right=\"\(twips(page.right))\" w:bottom=\"\(twips(page.bottom))\" w:left=\"\(twips(page.left))\" "
            + "w:header=\"\(twips(8))\" w:footer=\"\(twips(8))\" w:gutter=\"0\"/><w:titlePg/></w:sectPr>"
    }
}
