import CXlsxWriter
import CaseDomain
import Disclosure
import Foundation
import Wording

/// Writes the sheets of a report into a workbook of the library.
struct WorkbookPen {
    let book: UnsafeMutablePointer<lxw_workbook>
    let report: WrittenReport
    let formats: WorkbookFormats

    init(book: UnsafeMutablePointer<lxw_workbook>, report: WrittenReport) {
        self.book = book
        self.report = report
        formats = WorkbookFormats(book: book, font: report.layout.font)
    }

    /// - Returns: The first fault; sheets after it are not written.
    func write() -> lxw_error {
        setProperties()
        for sheet in report.sheets {
            guard let page = workbook_add_worksheet(book, sheet.name) else { return LXW_ERROR_MEMORY_MALLOC_FAILED }
            let fault = write(sheet, to: page)
            guard fault == LXW_NO_ERROR else { return fault }
        }
        return LXW_NO_ERROR
    }

    /// Made on the day up to which records were known, so that the same figures give the same bytes.
    private func setProperties() {
        var properties = lxw_doc_properties()
        properties.created = Int(report.content.facts.cutoff?.number ?? 0) * 86_400
        report.subject.withCString { title in
            properties.title = UnsafeMutablePointer(mutating: title)
            _ = workbook_set_properties(book, &properties)
        }
    }

    private func write(_ sheet: ReportSheet, to page: UnsafeMutablePointer<lxw_worksheet>) -> lxw_error {
        let widths = (0..<sheet.columnCount).map { index in
            sheet.tables.compactMap { $0.columns.indices.contains(index) ? $0.columns[index].width : nil }.max() ?? 30
        }
        for (index, width) in widths.enumerated() {
            _ = worksheet_set_column(page, lxw_col_t(index), lxw_col_t(index), Double(width), nil)
        }
        var pen = SheetPen(page: page, book: book, sheet: sheet, report: report, formats: formats, widths: widths)
        pen.write()
        let printing = setUpPrinting(of: sheet, page, repeating: pen.head)
        return pen.fault == LXW_NO_ERROR ? printing : pen.fault
    }

    private func setUpPrinting(
        of sheet: ReportSheet, _ page: UnsafeMutablePointer<lxw_worksheet>, repeating head: UInt32
    ) -> lxw_error {
        // 9 is A4.
        worksheet_set_paper(page, 9)
        if sheet.isWide { worksheet_set_landscape(page) }
        // A chart is not to be cut in two by the end of a page.
        worksheet_fit_to_pages(page, 1, sheet.hasChart ? 1 : 0)
        let layout = report.layout.page
        worksheet_set_margins(
            page, inches(layout.left), inches(layout.right), inches(max(layout.top, 22)), inches(max(layout.bottom, 20)))
        let number = "&10\(report.words.say("report.page", "&P", "&N"))"
        var faults = [worksheet_repeat_rows(page, 0, head)]
        if let mark = report.mark {
            let font = "&\"\(report.layout.font),Bold\""
            faults.append(worksheet_set_header(page, WorkbookPen.pageText("&C\(font)&10", mark, "")))
            faults.append(worksheet_set_footer(page, WorkbookPen.pageText("&L\(font)&8", mark, "&R\(number)")))
        } else {
            faults.append(worksheet_set_footer(page, "&C\(number)"))
        }
        return faults.first { $0 != LXW_NO_ERROR } ?? LXW_NO_ERROR
    }

    private func inches(_ millimetres: Int) -> Double { Double(millimetres) / 25.4 }

    /// A text for the top or bottom of pages: `&` begins a command there, and there is room for 255 characters in all.
    private static func pageText(_ start: String, _ text: String, _ end: String) -> String {
        // One for the mark of what is left out, one for the space before a digit.
        let room = 253 - start.unicodeScalars.count - end.unicodeScalars.count
        // A digit right after a command would belong to its number.
        let start = text.first?.isNumber ?? false ? start + " " : start
        var kept = ""
        for character in text {
            let written = character == "&" ? "&&" : String(character)
            guard (kept + written).unicodeScalars.count <= room else { return start + kept + "…" + end }
            kept += written
        }
        return start + kept + end
    }
}
