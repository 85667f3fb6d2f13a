package import CaseDomain

/// How a printed report looks, and what stands around its text: letterhead, recipients, signature.
package struct ReportLayout: Hashable, Sendable {
    /// Paper and margins in millimetres.
    package struct Page: Hashable, Sendable {
        package let width: Int
        package let height: Int
        package let top: Int
        package let bottom: Int
        package let left: Int
        package let right: Int

        package init(width: Int, height: Int, top: Int, bottom: Int, left: Int, right: Int) {
            self.width = width
            self.height = height
            self.top = top
            self.bottom = bottom
            self.left = left
            self.right = right
        }
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

    package init(
        page: Page, font: String, textSize: Int, tableSize: Int, superior: Label, organisation: Label, symbol: String, place: Label,
        recipients: [Label], signature: [Label]
    ) {
        self.page = page
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
