/// Whole tables that agree with everything published, two for each small cell.
///
/// In one it is as small as it may look, in the other as large. Sealed for good: they tell what the publication hides.
package struct Certificate: Hashable, Sendable {
    package let witnesses: [CountTable]
    package let protections: [CellProtection]

    package init(witnesses: [CountTable], protections: [CellProtection]) {
        self.witnesses = witnesses
        self.protections = protections
    }
}

/// By which witnesses a small cell is protected.
package struct CellProtection: Hashable, Sendable {
    package let cell: CountCell
    /// Indices of witnesses.
    package let low: Int
    package let high: Int
    /// What others' figures alone say of the cell, where that is narrower than we would ever be.
    package let narrowed: NarrowedCell?

    package init(cell: CountCell, low: Int, high: Int, narrowed: NarrowedCell? = nil) {
        self.cell = cell
        self.low = low
        self.high = high
        self.narrowed = narrowed
    }
}

/// A small cell that the ledger alone narrows, with the proof: whole multiples of ledger figures.
package struct NarrowedCell: Hashable, Sendable {
    /// The cell is at least this, proven by `below`.
    ///
    /// For every atom the multiples of figures holding it add up to at most 1 if the cell
    /// holds it, to at most 0 if not.
    package let lower: Int
    package let below: [Multiple]
    /// The cell is at most this, proven by `above`, whose multiples add up to at least that; `nil`: nothing bounds it.
    package let upper: Int?
    package let above: [Multiple]

    package struct Multiple: Hashable, Sendable {
        /// Index of a ledger figure.
        package let figure: Int
        package let factor: Int

        package init(figure: Int, factor: Int) {
            self.figure = figure
            self.factor = factor
        }
    }

    package init(lower: Int, below: [Multiple], upper: Int?, above: [Multiple]) {
        self.lower = lower
        self.below = below
        self.upper = upper
        self.above = above
    }
}
