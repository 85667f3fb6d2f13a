import Wording

/// A table of figures, some of which may be hidden; printed by `grid`.
struct GridView {
    struct Head {
        let text: String
        let isNumber: Bool
    }

    struct Row {
        let name: String
        let cells: [Cell]
    }

    /// A text, a state or the mark of something hidden.
    struct Cell {
        var head = ""
        var isNumber = false
        var text: String?
        var mark: StateMark?
        /// What somebody hears in place of the mark.
        var veil: String?

        static func text(_ text: String) -> Cell { Cell(text: text) }
        static func number(_ text: String) -> Cell { Cell(isNumber: true, text: text) }
        static func mark(_ mark: StateMark) -> Cell { Cell(mark: mark) }
        static func hidden(_ said: String, isNumber: Bool = true) -> Cell { Cell(isNumber: isNumber, veil: said) }
    }

    let caption: String
    /// Whether a row is one thing, which becomes a card where there is little room.
    let isCards: Bool
    let corner: String
    let heads: [Head]
    let rows: [Row]

    /// - Parameters:
    ///   - corner: The head of the first column, which names the row.
    ///   - heads: Those of the cells.
    init(_ caption: String, corner: String, heads: [Head], isCards: Bool, rows: [Row]) {
        self.caption = caption
        self.isCards = isCards
        self.corner = corner
        self.heads = heads
        self.rows = rows.map { row in
            Row(
                name: row.name,
                cells: zip(row.cells, heads).map { cell, head in
                    var cell = cell
                    cell.head = head.text
                    return cell
                })
        }
    }
}
