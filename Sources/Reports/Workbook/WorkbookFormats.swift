import CXlsxWriter

/// The formats of a workbook, each made once.
final class WorkbookFormats {
    enum Style: Hashable {
        case mark, title, quiet, caption, head, text, count, change, decimal, day, hidden, remark
        /// With the sign that stands before a target.
        case target(String)
    }

    private let book: UnsafeMutablePointer<lxw_workbook>
    private let font: String
    private var made: [Style: UnsafeMutablePointer<lxw_format>] = [:]

    init(book: UnsafeMutablePointer<lxw_workbook>, font: String) {
        self.book = book
        self.font = font
    }

    subscript(_ style: Style) -> UnsafeMutablePointer<lxw_format>? {
        if let format = made[style] { return format }
        guard let format = workbook_add_format(book) else { return nil }
        format_set_font_name(format, font)
        format_set_font_size(format, style == .title ? 14 : 12)
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        dress(format, style)
        made[style] = format
        return format
    }

    private func dress(_ format: UnsafeMutablePointer<lxw_format>, _ style: Style) {
        switch style {
        case .mark:
            format_set_bold(format)
            format_set_font_color(format, 0x9C2F1F)
            format_set_text_wrap(format)
        case .title, .caption:
            format_set_bold(format)
            format_set_text_wrap(format)
        case .quiet:
            format_set_font_color(format, 0x56646A)
            format_set_text_wrap(format)
        case .remark: format_set_text_wrap(format)
        case .head:
            cell(format)
            format_set_bold(format)
            format_set_bg_color(format, 0xE3EFEE)
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
        case .text:
            cell(format)
            format_set_text_wrap(format)
        case .hidden:
            cell(format)
            format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
        case .count:
            cell(format)
            format_set_num_format(format, "#,##0")
        case .change:
            cell(format)
            format_set_num_format(format, "+#,##0;-#,##0;0")
        case .decimal:
            cell(format)
            format_set_num_format(format, "0.0#")
        case .target(let sign):
            cell(format)
            format_set_num_format(format, "\"\(sign) \"0.0#")
        case .day:
            cell(format)
            format_set_num_format(format, "dd/mm/yyyy")
            format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
        }
    }

    private func cell(_ format: UnsafeMutablePointer<lxw_format>) {
        format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_border_color(format, 0x9AA3A0)
    }
}
