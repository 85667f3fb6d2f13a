import CaseDomain
import Disclosure

/// A measure of printed reports, as `report.yaml` names it, with the bounds that no file passes.
enum ReportMeasure: String, CaseIterable, Hashable, Sendable {
    case paperWidth = "paper_width_mm"
    case paperHeight = "paper_height_mm"
    case marginTop = "margin_top_mm"
    case marginBottom = "margin_bottom_mm"
    case marginLeft = "margin_left_mm"
    case marginRight = "margin_right_mm"
    case textSize = "text_size_pt"
    case tableSize = "table_size_pt"

    var bounds: ClosedRange<Int> {
        switch self {
        case .paperWidth: 148...297
        case .paperHeight: 210...420
        // Narrower, and printers cut the mark of a restricted return off.
        case .marginTop, .marginBottom: 15...50
        case .marginLeft, .marginRight: 10...50
        case .textSize, .tableSize: 9...16
        }
    }
}

extension ReportLayout {
    /// - Returns: `nil` when something is missing.
    init?(
        _ measures: [ReportMeasure: Int], font: String?, superior: Label?, organisation: Label?, symbol: String?, place: Label?,
        recipients: [Label]?, signature: [Label]?
    ) {
        guard let width = measures[.paperWidth], let height = measures[.paperHeight], let top = measures[.marginTop],
            let bottom = measures[.marginBottom], let left = measures[.marginLeft], let right = measures[.marginRight],
            let textSize = measures[.textSize], let tableSize = measures[.tableSize], let font, let superior, let organisation, let symbol,
            let place, let recipients, let signature
        else { return nil }
        self.init(
            page: Page(width: width, height: height, top: top, bottom: bottom, left: left, right: right), font: font, textSize: textSize,
            tableSize: tableSize, superior: superior, organisation: organisation, symbol: symbol, place: place, recipients: recipients,
            signature: signature)
    }
}
