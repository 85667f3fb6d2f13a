import CXlsxWriter
import CaseDomain
import Wording

/// Writes one sheet, row after row.
struct SheetPen {
    let page: UnsafeMutablePointer<lxw_worksheet>
    let book: UnsafeMutablePointer<lxw_workbook>
    let sheet: ReportSheet
    let report: WrittenReport
    let formats: WorkbookFormats
    /// In characters, by column.
    let widths: [Int]
    private var row: UInt32 = 0
    private var charts: [(table: ReportTable, first: UInt32)] = []
    /// The last row that stays in place and is repeated on each page.
    private(set) var head: UInt32 = 0
    private(set) var fault = LXW_NO_ERROR

    init(
        page: UnsafeMutablePointer<lxw_worksheet>, book: UnsafeMutablePointer<lxw_workbook>, sheet: ReportSheet, report: WrittenReport,
        formats: WorkbookFormats, widths: [Int]
    ) {
        self.page = page
        self.book = book
        self.sheet = sheet
        self.report = report
        self.formats = formats
        self.widths = widths
    }

    mutating func write() {
        if let mark = report.mark { line(mark, .mark) }
        line(report.heading(of: sheet), .title)
        line(report.subject, .quiet)
        line(report.basis, .quiet)
        head = row - 1
        row += 1
        for (index, table) in sheet.tables.enumerated() {
            line(table.caption, .caption)
            // The head of the first table stays in sight; above several tables only the title does.
            if index == 0, sheet.tables.count == 1 { head = row }
            write(table)
            row += 1
        }
        worksheet_freeze_panes(page, head + 1, sheet.tables.count == 1 ? 1 : 0)
        for remark in sheet.remarks { line(remark, .remark) }
        if sheet.hasHidden { line(report.words.say("report.hidden_mark"), .remark) }
        row += 1
        for (table, first) in charts { insert(table, first) }
    }

    // MARK: Lines and tables

    /// A text over all columns.
    private mutating func line(_ text: String, _ style: WorkbookFormats.Style) {
        let isLarge = style == .title
        let room = widths.reduce(0, +) * (isLarge ? 5 : 6) / 6
        keep(worksheet_set_row(page, row, (isLarge ? 20 : 16) * Double(SheetPen.lines(of: text, width: room)), nil))
        if widths.count > 1 {
            keep(worksheet_merge_range(page, row, 0, row, lxw_col_t(widths.count - 1), text, formats[style]))
        } else {
            keep(worksheet_write_string(page, row, 0, text, formats[style]))
        }
        row += 1
    }

    private mutating func write(_ table: ReportTable) {
        keep(worksheet_set_row(page, row, height(zip(widths, table.columns.map(\.title))), nil))
        for (column, head) in table.columns.enumerated() {
            keep(worksheet_write_string(page, row, lxw_col_t(column), head.title, formats[.head]))
        }
        row += 1
        let first = row
        for cells in table.rows {
            keep(worksheet_set_row(page, row, height(zip(widths, cells.map { report.words.text($0) })), nil))
            for (column, cell) in cells.enumerated() { write(cell, at: lxw_col_t(column)) }
            row += 1
        }
        if table.chart != nil, !table.rows.isEmpty { charts.append((table, first)) }
    }

    /// Of a row whose texts are wrapped: not every program finds it out by itself.
    private func height(_ texts: some Sequence<(Int, String)>) -> Double {
        let lines = texts.map { width, text in SheetPen.lines(of: text, width: width) }.max() ?? 1
        return 16 * Double(lines) + 1
    }

    /// Words move to the next line as a whole.
    private static func lines(of text: String, width: Int) -> Int {
        var (lines, used) = (1, 0)
        for word in text.split(separator: " ") {
            let length = word.count
            if used > 0, used + 1 + length > width {
                lines += 1
                used = length
            } else {
                used += (used > 0 ? 1 : 0) + length
            }
        }
        return lines
    }

    /// Texts are always written as texts: one that begins with `=` is no formula.
    private mutating func write(_ cell: ReportTable.Cell, at column: lxw_col_t) {
        switch cell {
        case .text(let text): keep(worksheet_write_string(page, row, column, text, formats[.text]))
        case .count(let count): keep(worksheet_write_number(page, row, column, Double(count), formats[.count]))
        case .change(let count): keep(worksheet_write_number(page, row, column, Double(count), formats[.change]))
        case .decimal(let text): number(text, column, .decimal)
        case .target(let text, let sign): number(text, column, .target(sign))
        case .day(let day):
            var date = lxw_datetime()
            let civil = day.civil
            (date.year, date.month, date.day) = (Int32(civil.year), Int32(civil.month), Int32(civil.day))
            keep(worksheet_write_datetime(page, row, column, &date, formats[.day]))
        case .hidden: keep(worksheet_write_string(page, row, column, "…", formats[.hidden]))
        case .empty: keep(worksheet_write_blank(page, row, column, formats[.text]))
        }
    }

    private mutating func number(_ text: String, _ column: lxw_col_t, _ style: WorkbookFormats.Style) {
        if let value = Double(text) {
            keep(worksheet_write_number(page, row, column, value, formats[style]))
        } else {
            keep(worksheet_write_string(page, row, column, text, formats[.text]))
        }
    }

    private mutating func keep(_ found: lxw_error) {
        if fault == LXW_NO_ERROR { fault = found }
    }

    // MARK: Charts

    /// A chart takes the mark of a hidden cell for a zero, and would print it.
    private mutating func hideLabels(_ series: UnsafeMutablePointer<lxw_chart_series>, of cells: [ReportTable.Cell]) {
        guard cells.contains(.hidden) else { return }
        var (hidden, plain) = (lxw_chart_data_label(), lxw_chart_data_label())
        hidden.hide = 1
        let found = withUnsafeMutablePointer(to: &hidden) { hidden in
            withUnsafeMutablePointer(to: &plain) { plain in
                // The library takes a copy; its list ends with a null.
                var labels = cells.map { $0 == .hidden ? hidden : plain } + [nil]
                return chart_series_set_labels_custom(series, &labels)
            }
        }
        keep(found)
    }

    private mutating func insert(_ table: ReportTable, _ first: UInt32) {
        guard let plan = table.chart, let chart = workbook_add_chart(book, UInt8(LXW_CHART_COLUMN.rawValue)) else { return }
        let (first, last) = (first + UInt32(plan.rows.lowerBound), first + UInt32(plan.rows.upperBound) - 1)
        for (index, column) in plan.series.enumerated() {
            guard let series = chart_add_series(chart, nil, nil) else { continue }
            chart_series_set_categories(
                series, sheet.name, first, lxw_col_t(plan.categories), last, lxw_col_t(plan.categories))
            chart_series_set_values(series, sheet.name, first, lxw_col_t(column), last, lxw_col_t(column))
            chart_series_set_name(series, table.columns[column].title)
            var fill = lxw_chart_fill()
            fill.color = index == 0 ? 0x0B6E69 : 0xD9A441
            chart_series_set_fill(series, &fill)
            if index == 0, table.rows.count <= 12 {
                chart_series_set_labels(series)
                hideLabels(series, of: table.rows[plan.rows].map { $0[column] })
            }
        }
        chart_title_set_name(chart, plan.title)
        chart_axis_set_name(chart.pointee.y_axis, plan.axis)
        chart_axis_set_min(chart.pointee.y_axis, 0)
        if plan.isPercent { chart_axis_set_max(chart.pointee.y_axis, 100) }
        if plan.series.count == 1 {
            chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        } else {
            chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
        }
        var options = lxw_chart_options()
        options.x_scale = table.rows.count > 12 ? 1.6 : 1.2
        options.y_scale = 1.1
        keep(worksheet_insert_chart_opt(page, row, 0, chart, &options))
        row += 18
    }
}
