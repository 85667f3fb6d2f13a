package import CaseDomain

/// One cell of a table of figures.
package struct Figure: Hashable, Sendable {
    package let indicator: IndicatorID
    /// `all`, or the code of the cell in its breakdown.
    package let cell: String
    /// Absent for an external value and in the breakdown by service.
    package var denominator: Int?
    package var numerator: Int?
    /// One decimal, half to even; absent when the denominator is absent or zero ("không phát sinh").
    package var percent: String?
    package var beside: [BesideFigure] = []
    /// On `all` alone.
    package var target: TargetOutcome?
    /// Of an external indicator.
    package var value: String?

    package init(indicator: IndicatorID, cell: String, denominator: Int? = nil, numerator: Int? = nil) {
        self.indicator = indicator
        self.cell = cell
        self.denominator = denominator
        self.numerator = numerator
        if let denominator, let numerator { percent = Percent.text(numerator: numerator, denominator: denominator) }
    }
}

/// A count beside an indicator's total.
package struct BesideFigure: Hashable, Sendable {
    package let name: String
    package let count: Int

    package init(name: String, count: Int) {
        self.name = name
        self.count = count
    }
}

/// What a plan asks for in the period's year, and whether the figure meets it.
package struct TargetOutcome: Hashable, Sendable {
    package let target: TargetValue?
    package let direction: Direction?
    /// `nil` without a target and for "không phát sinh".
    package let isMet: Bool?

    package init(target: TargetValue?, direction: Direction?, isMet: Bool?) {
        self.target = target
        self.direction = direction
        self.isMet = isMet
    }
}

/// The figures of a period.
package struct FigureTable: Hashable, Sendable {
    package let plan: String?
    package let definitions: String
    package let calendar: String
    package let period: Period
    package let from: Day
    package let to: Day
    package let breakdown: Breakdown
    package let figures: [Figure]

    /// The same period with other figures: those that somebody may read.
    package func with(_ figures: [Figure]) -> FigureTable {
        FigureTable(
            plan: plan, definitions: definitions, calendar: calendar, period: period, from: from, to: to, breakdown: breakdown,
            figures: figures
        )
    }
}

/// A share in percent, as text.
package enum Percent {
    /// One decimal, half to even, in whole numbers; `nil` when the denominator is 0.
    package static func text(numerator: Int, denominator: Int) -> String? {
        guard denominator > 0 else { return nil }
        let (quotient, remainder) = (numerator * 1_000).quotientAndRemainder(dividingBy: denominator)
        let isUp = remainder * 2 > denominator || (remainder * 2 == denominator && quotient % 2 == 1)
        let tenths = quotient + (isUp ? 1 : 0)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
