/// A linear programme to be minimised: columns with bounds and costs, rows with bounds.
package struct LinearProgramme: Sendable {
    package struct Term: Hashable, Sendable {
        package let column: Int
        package let factor: Double

        package init(column: Int, factor: Double) {
            self.column = column
            self.factor = factor
        }
    }

    package private(set) var costs: [Double] = []
    package private(set) var columnUppers: [Double] = []
    /// Whether a column is to be whole when whole numbers are asked for.
    package private(set) var counts: [Bool] = []
    package private(set) var rows: [(terms: [Term], lower: Double, upper: Double)] = []

    package init() {}

    /// A column from 0 upwards; its index.
    package mutating func column(cost: Double = 0, upper: Double = .infinity, isCount: Bool = false) -> Int {
        costs.append(cost)
        columnUppers.append(upper)
        counts.append(isCount)
        return costs.count - 1
    }

    package mutating func row(_ terms: [Term], from lower: Double, to upper: Double) {
        rows.append((terms, lower, upper))
    }
}

/// What a solver says; nothing of it is believed before it was added up in whole numbers.
package enum SolverAnswer: Hashable, Sendable {
    case optimal([Double])
    case infeasible
    /// Out of time, unbounded, given up.
    case failed
}

/// Solves linear programmes.
package protocol LinearSolver: Sendable {
    /// - Parameter whole: Whether the columns that are counts have to come out as whole numbers.
    func solve(_ programme: LinearProgramme, whole: Bool) -> SolverAnswer
}
