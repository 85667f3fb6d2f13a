/// Paragraphs, tables and measures of a document.
enum DocumentText {
    enum Align: String {
        case left, center, right
    }

    /// 20 twips a point, 72 points an inch.
    static func twips(_ millimetres: Int) -> Int { (millimetres * 14_400 + 127) / 254 }

    static func run(_ text: String, bold: Bool = false, italic: Bool = false, underlined: Bool = false, size: Int? = nil) -> String {
        let look =
            (bold ? "<w:b/>" : "") + (italic ? "<w:i/>" : "") + (underlined ? "<w:u w:val=\"single\"/>" : "")
            + (size.map { "<w:sz w:val=\"\($0 * 2)\"/><w:szCs w:val=\"\($0 * 2)\"/>" } ?? "")
        return "<w:r>\(look.isEmpty ? "" : "<w:rPr>\(look)</w:rPr>")<w:t xml:space=\"preserve\">\(Markup.escaped(text))</w:t></w:r>"
    }

    static func paragraph(_ style: String, _ runs: String, align: Align? = nil, keepsNext: Bool = false, breaksPage: Bool = false) -> String
    {
        "<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/>" + (keepsNext ? "<w:keepNext/>" : "")
            + (breaksPage ? "<w:pageBreakBefore/>" : "")
            + (align.map { "<w:jc w:val=\"\($0.rawValue)\"/>" } ?? "") + "</w:pPr>\(runs)</w:p>"
    }

    /// A number that the reader's program fills in.
    static func field(_ name: String) -> String {
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> \(name) </w:instrText></w:r>"
            + "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    }

    /// A table without lines, for letterhead and signature; cells are paragraphs.
    static func layoutTable(_ widths: [Int], _ cells: [String]) -> String {
        let grid = widths.map { "<w:gridCol w:w=\"\($0)\"/>" }.joined()
        let row = zip(widths, cells).map { width, cell in
            "<w:tc><w:tcPr><w:tcW w:w=\"\(width)\" w:type=\"dxa\"/></w:tcPr>\(cell)</w:tc>"
        }.joined()
        return
            "<w:tbl><w:tblPr><w:tblW w:w=\"\(widths.reduce(0, +))\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>"
            + "<w:tblGrid>\(grid)</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>\(row)</w:tr></w:tbl>"
    }

    /// A table of figures as wide as the text; its head is repeated on each page.
    static func table(_ table: ReportTable, width: Int, words: ReportWords) -> String {
        // A column has room for its longest word, and what is left is shared out by how much it says.
        let weights = table.columns.map { max(10, $0.width) }
        let total = weights.reduce(0, +)
        let widths = weights.map { width * $0 / total }
        let lines = ["top", "left", "bottom", "right", "insideH", "insideV"]
            .map { "<w:\($0) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>" }.joined()
        let head = row(zip(widths, table.columns).map { cell($0, run($1.title, bold: true), .center) }, isHead: true)
        let rows = table.rows.map { cells in
            row(
                zip(widths, cells).enumerated().map { index, pair in
                    let isText = if case .text = pair.1 { true } else { false }
                    return cell(pair.0, run(words.text(pair.1)), isText ? .left : .right)
                })
        }
        return
            "<w:tbl><w:tblPr><w:tblW w:w=\"\(widths.reduce(0, +))\" w:type=\"dxa\"/><w:tblBorders>\(lines)</w:tblBorders><w:tblLayout w:type=\"fixed\"/>"
            + "<w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
            + "<w:tblGrid>\(widths.map { "<w:gridCol w:w=\"\($0)\"/>" }.joined())</w:tblGrid>\(head)\(rows.joined())</w:tbl>"
    }

    private static func row(_ cells: [String], isHead: Bool = false) -> String {
        "<w:tr><w:trPr><w:cantSplit/>\(isHead ? "<w:tblHeader/>" : "")</w:trPr>\(cells.joined())</w:tr>"
    }

    private static func cell(_ width: Int, _ runs: String, _ align: Align) -> String {
        "<w:tc><w:tcPr><w:tcW w:w=\"\(width)\" w:type=\"dxa\"/></w:tcPr>\(paragraph("Cell", runs, align: align))</w:tc>"
    }
}

extension ReportWords {
    /// A cell as running text; a hidden one is the one mark.
    func text(_ cell: ReportTable.Cell) -> String {
        switch cell {
        case .text(let text): text
        case .count(let count): self.count(count)
        case .change(let count): (count > 0 ? "+" : "") + self.count(count)
        case .decimal(let text): decimal(text)
        case .target(let text, let sign): "\(sign)\u{A0}\(decimal(text))"
        case .day(let day): self.day(day)
        case .hidden: "…"
        case .empty: ""
        }
    }
}
