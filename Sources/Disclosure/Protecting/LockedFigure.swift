/// What the public knows of a cell already, from us or from others: bounds that hold for good.
package struct LockedFigure: Hashable, Sendable {
    package let cell: CountCell
    package let lower: Int
    /// `nil`: at least `lower`.
    package let upper: Int?

    package init(cell: CountCell, lower: Int, upper: Int?) {
        self.cell = cell
        self.lower = lower
        self.upper = upper
    }

    /// A count that was printed.
    package init(cell: CountCell, count: Int) {
        self.init(cell: cell, lower: count, upper: count)
    }

    package func holds(_ count: Int) -> Bool { count >= lower && upper.map { count <= $0 } ?? true }
}
