package import CaseDomain

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

/// How a printed report looks, and what stands around its text: letterhead, recipients, signature.
package struct ReportRules: Hashable, Sendable {
    /// In millimetres.
    package struct Page: Hashable, Sendable {
        package let width: Int
        package let height: Int
        package let top: Int
        package let bottom: Int
        package let left: Int
        package let right: Int
    }

    package let page: Page
    package let font: String
    /// In points: running text, and tables.
    package let textSize: Int
    package let tableSize: Int
    /// The authority above the one that reports, and that one.
    package let superior: Label
    package let organisation: Label
    /// What follows the open number, such as `BC-SNV`.
    package let symbol: String
    /// The place before the open date.
    package let place: Label
    /// "Nơi nhận", one line each.
    package let recipients: [Label]
    /// What stands above the open signature, one line each: for whom somebody signs, and as what.
    package let signature: [Label]

    init?(
        _ measures: [ReportMeasure: Int], font: String?, superior: Label?, organisation: Label?, symbol: String?, place: Label?,
        recipients: [Label]?, signature: [Label]?
    ) {
        guard let width = measures[.paperWidth], let height = measures[.paperHeight], let top = measures[.marginTop],
            let bottom = measures[.marginBottom], let left = measures[.marginLeft], let right = measures[.marginRight],
            let textSize = measures[.textSize], let tableSize = measures[.tableSize], let font, let superior, let organisation, let symbol,
            let place, let recipients, let signature
        else { return nil }
        page = Page(width: width, height: height, top: top, bottom: bottom, left: left, right: right)
        self.font = font
        self.textSize = textSize
        self.tableSize = tableSize
        self.superior = superior
        self.organisation = organisation
        self.symbol = symbol
        self.place = place
        self.recipients = recipients
        self.signature = signature
    }
}
