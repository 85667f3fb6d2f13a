package import Disclosure
import Wording

/// The files of a public product: the same rows give the same bytes, whenever and by whomever they are made.
package struct PublicProduct: Sendable {
    /// By name.
    package let files: [(name: String, bytes: [UInt8])]

    /// Figures, workbook, document and page, before anything is signed.
    ///
    /// - Parameters:
    ///   - difficulties: What the officer typed for everybody to read; no name of a person belongs there.
    ///   - remarks: The same.
    package init(
        _ tables: [PublishableTable], facts: ReleaseFacts, names: ReportNames, layout: ReportLayout, difficulties: String = "",
        remarks: String = ""
    ) throws {
        let content = ReportContent(facts: facts, tables: tables, difficulties: difficulties, remarks: remarks)
        files = try PublicProduct.figures(tables.flatMap(\.publicRows)) + ReportFiles.all(content, names: names, layout: layout)
    }

    /// The same files again, from what was signed.
    package init(
        _ release: ApprovedRelease, names: ReportNames, layout: ReportLayout, difficulties: String = "", remarks: String = ""
    ) throws {
        let content = ReportContent(release, difficulties: difficulties, remarks: remarks)
        files = try PublicProduct.figures(release.manifest.rows) + ReportFiles.all(content, names: names, layout: layout)
    }

    private static func figures(_ rows: [PublicRow]) throws -> [(name: String, bytes: [UInt8])] {
        [
            (ReportFiles.figures, CSVText.bytes(of: [PublicRow.columns] + rows.map(\.cells))),
            (ReportFiles.figuresJSON, try FigureRows.bytes(of: rows)),
        ]
    }
}

/// The files of a restricted return; every page of every one says for whom it is.
package struct RestrictedProduct: Sendable {
    /// By name; names say nothing of the recipient.
    package let files: [(name: String, bytes: [UInt8])]

    /// - Throws: When the rows cannot be written as JSON, or the library makes no workbook.
    package init(return restricted: RestrictedReturn, names: ReportNames, layout: ReportLayout) throws {
        let content = ReportContent(restricted)
        let mark = WrittenReport(content, names: names, layout: layout, language: .vietnamese).mark ?? ""
        let rows = ExactRows(restricted, mark: mark)
        files =
            try [(ReportFiles.figures, rows.commaSeparated), (ReportFiles.figuresJSON, try rows.json())]
            + ReportFiles.all(content, names: names, layout: layout)
    }
}

/// The names of a product's files, and those that people read, in both languages.
enum ReportFiles {
    static let figures = "figures.csv"
    static let figuresJSON = "figures.json"

    static func all(
        _ content: ReportContent, names: ReportNames, layout: ReportLayout
    ) throws -> [(name: String, bytes: [UInt8])] {
        try Language.allCases.flatMap { language in
            let report = WrittenReport(content, names: names, layout: layout, language: language)
            let folder = language == .vietnamese ? "" : "\(language.rawValue)/"
            let explanation = DocumentFile.explanation(of: report).map { (folder + "explanation.docx", $0) }
            return [
                (folder + "goal-3.xlsx", try WorkbookFile.bytes(of: report)), (folder + "report.docx", DocumentFile.bytes(of: report)),
                (folder + "report.html", PageFile.bytes(of: report)),
            ] + (explanation.map { [$0] } ?? [])
        }
    }
}
