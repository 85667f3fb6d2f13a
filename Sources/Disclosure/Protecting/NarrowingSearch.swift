import CaseDomain

/// How far figures that are public already narrow a cell, with a proof in whole multiples of them.
struct NarrowingSearch {
    private let known: [LockedFigure]
    private let places: [PlaceCode]
    private let solver: any LinearSolver

    init(_ known: [LockedFigure], places: [PlaceCode], _ solver: any LinearSolver) {
        self.known = known
        self.places = places
        self.solver = solver
    }

    /// How far the ledger alone narrows a cell, with the proof.
    func narrowing(of cell: CountCell) throws(ProtectionFault) -> NarrowedCell {
        let below = try multiples(cell, isLow: true)
        let above = try multiples(cell, isLow: false)
        let lower = below.map { NarrowedCell.lowest(known, $0) ?? 0 } ?? 0
        return NarrowedCell(
            lower: max(0, lower), below: lower > 0 ? below ?? [] : [], upper: above.flatMap { NarrowedCell.highest(known, $0) },
            above: above ?? [])
    }

    /// Whole multiples of ledger figures that bound a cell best; `nil` where none do.
    private func multiples(_ cell: CountCell, isLow: Bool) throws(ProtectionFault) -> [NarrowedCell.Multiple]? {
        var programme = LinearProgramme()
        let sign = isLow ? -1.0 : 1.0
        // Each figure may be taken by its upper bound or by its lower one. For a bound from below: its lower bound as often as one
        // likes, its upper bound taken off; from above the other way round.
        var uses: [(figure: Int, factor: Double, column: Int)] = []
        for (index, figure) in known.enumerated() {
            let lowers = programme.column(cost: sign * (isLow ? 1 : -1) * Double(figure.lower), upper: 1_000, isCount: true)
            uses.append((index, isLow ? 1 : -1, lowers))
            guard let upper = figure.upper else { continue }
            let uppers = programme.column(cost: sign * (isLow ? -1 : 1) * Double(upper), upper: 1_000, isCount: true)
            uses.append((index, isLow ? -1 : 1, uppers))
        }
        var classes: Set<[Bool]> = []
        for atom in CountCell.atoms(places) {
            let holding = known.map { $0.cell.holds(atom: atom) }
            let isInside = cell.holds(atom: atom)
            guard classes.insert(holding + [isInside]).inserted else { continue }
            let terms = uses.filter { holding[$0.figure] }.map { LinearProgramme.Term(column: $0.column, factor: $0.factor) }
            let own = isInside ? 1.0 : 0
            programme.row(terms, from: isLow ? -.infinity : own, to: isLow ? own : .infinity)
        }
        switch solver.solve(programme, whole: true) {
        case .infeasible: return nil
        case .failed: throw .solverFailed
        case .optimal(let values):
            guard values.count == programme.costs.count else { throw .solverNonsense }
            var factors: [Int: Int] = [:]
            for use in uses {
                let value = values[use.column].rounded()
                guard value.isFinite, abs(value) <= 1_000 else { throw .solverNonsense }
                factors[use.figure, default: 0] += Int(use.factor) * Int(value)
            }
            return factors.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { .init(figure: $0.key, factor: $0.value) }
        }
    }
}
