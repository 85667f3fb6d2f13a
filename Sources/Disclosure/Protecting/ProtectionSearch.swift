/// A small cell has to look as if it could be this small, or this large.
struct Requirement: Hashable {
    let cell: Int
    let isLow: Bool
    var bound: Int

    func isMet(_ count: Int) -> Bool { isLow ? count <= bound : count >= bound }
}

/// The state of one search.
struct ProtectionSearch {
    private let task: ProtectionTask
    private let solver: any LinearSolver
    private let weights: [Double]
    private let ties: [UInt64]
    /// All cells that play a part: small ones, printed ones, those of the ledger.
    private let cells: [CountCell]
    private let columns: [[Int]]
    private let index: [CountCell: Int]
    private let truth: [Int]
    private let model: TableModel
    private let base: LinearProgramme
    /// What every witness has to agree with.
    private let known: [LockedFigure]
    private let smallest: Int
    /// Indices of printed cells that are neither small nor barred, and whether each is shown.
    private let candidates: [Int]
    private var isShown: [Bool]
    /// Witnesses: their tables, and their counts of `cells`.
    private var tables: [CountTable] = []
    private var counts: [[Int]] = []
    private(set) var requirements: [Requirement] = []
    private var narrowed: [Int: NarrowedCell] = [:]

    init(
        _ task: ProtectionTask, _ rules: DisclosureRules, _ solver: any LinearSolver, _ tie: ([UInt8]) -> UInt64
    ) throws(ProtectionFault) {
        self.task = task
        self.solver = solver
        for cell in task.printed where !cell.quarters.isSubset(of: task.fixed) { throw .notFixed(cell) }
        for figure in task.locked where figure.cell.quarters.isSubset(of: task.fixed) && !figure.holds(task.truth.count(of: figure.cell)) {
            throw .contradiction(figure.cell)
        }
        let small = task.open(smallest: rules.smallestCount)
        known = task.known
        smallest = rules.smallestCount
        cells = Array(Set(small + task.printed + known.map(\.cell))).sorted()
        let index = Dictionary(uniqueKeysWithValues: cells.enumerated().map { ($1, $0) })
        model = TableModel(places: task.truth.places, cells: cells)
        let model = self.model
        columns = cells.map { model.columns(of: $0) }
        truth = cells.map { task.truth.count(of: $0) }
        ties = cells.map { tie($0.bytes) }
        weights = zip(cells, ties).map { Double(rules.weights.weight(of: $0)) * (1 + Double($1 >> 44) / Double(1 << 30)) }
        let hidden = Set(small).union(task.barred)
        candidates = task.printed.filter { !hidden.contains($0) }.compactMap { index[$0] }
        isShown = Array(repeating: false, count: cells.count)
        for candidate in candidates { isShown[candidate] = true }
        var programme = model.programme()
        for figure in known {
            guard let cell = index[figure.cell] else { continue }
            programme.row(
                columns[cell].map { .init(column: $0, factor: 1) }, from: Double(figure.lower),
                to: figure.upper.map(Double.init) ?? .infinity)
        }
        base = programme
        self.index = index
        // Lowest first where much is covered, highest first where little is: one witness then serves many cells.
        let sizes = cells.map { cell in cell.quarters.indices.count * (cell.place == nil ? 1_000 : 1) }
        let ties = self.ties
        let ordered = small.compactMap { index[$0] }
        requirements =
            ordered.sorted { (-sizes[$0], ties[$0], $0) < (-sizes[$1], ties[$1], $1) }.map { Requirement(cell: $0, isLow: true, bound: 0) }
            + ordered.sorted { (sizes[$0], ties[$0], $0) < (sizes[$1], ties[$1], $1) }.map {
                Requirement(cell: $0, isLow: false, bound: rules.smallestCount - 1)
            }
        try keep(task.truth)
    }

    // MARK: Witnesses

    /// Keeps a table as a witness if it agrees with the ledger.
    private mutating func keep(_ table: CountTable) throws(ProtectionFault) {
        guard known.allSatisfy({ $0.holds(table.count(of: $0.cell)) }) else {
            // The true table lacks the quarters that are not fixed yet; others have to agree.
            guard tables.isEmpty, table == task.truth else { throw .solverNonsense }
            return
        }
        tables.append(table)
        counts.append(cells.map { table.count(of: $0) })
    }

    private func agrees(_ witness: Int, also cell: Int? = nil) -> Bool {
        candidates.allSatisfy { !(isShown[$0] || $0 == cell) || counts[witness][$0] == truth[$0] }
    }

    /// A witness of what has to be possible, among those that are there.
    private func witness(_ requirement: Requirement, among witnesses: [Int]) -> Int? {
        witnesses.first { requirement.isMet(counts[$0][requirement.cell]) }
    }

    private var standing: [Int] { counts.indices.filter { agrees($0) } }

    // MARK: Solving

    private func terms(_ cell: Int, _ factor: Double = 1) -> [LinearProgramme.Term] {
        columns[cell].map { .init(column: $0, factor: factor) }
    }

    private static func add(_ requirement: Requirement, _ terms: [LinearProgramme.Term], to programme: inout LinearProgramme) {
        let bound = Double(requirement.bound)
        programme.row(terms, from: requirement.isLow ? 0 : bound, to: requirement.isLow ? bound : .infinity)
    }

    /// Solves, first with fractions; `nil` where there is no such table.
    private func solve(_ programme: LinearProgramme) throws(ProtectionFault) -> CountTable? {
        for whole in [false, true] {
            switch solver.solve(programme, whole: whole) {
            case .infeasible: return nil
            case .failed: throw .solverFailed
            case .optimal(let values):
                guard values.count == programme.costs.count else { throw .solverNonsense }
                if let table = model.table(values) { return table }
            }
        }
        throw .solverNonsense
    }

    /// Finds a witness of a requirement, hiding as little weight as possible.
    mutating func meet(_ asked: Requirement) throws(ProtectionFault) {
        var requirement = asked
        if let known = narrowed[asked.cell] { requirement.bound = bound(known, asked) }
        if witness(requirement, among: standing) != nil { return }
        if let found = try cheapest(requirement) {
            try take(found, requirement)
            return
        }
        // The ledger alone says no: how far it goes is the bound from now on, for both sides.
        narrowed[asked.cell] = try NarrowingSearch(known, places: task.truth.places, solver).narrowing(of: cells[asked.cell])
        for index in requirements.indices where requirements[index].cell == asked.cell {
            if let known = narrowed[asked.cell] { requirements[index].bound = bound(known, requirements[index]) }
        }
        for bounded in requirements where bounded.cell == asked.cell && witness(bounded, among: standing) == nil {
            guard let found = try cheapest(bounded) else { throw .unprovenNarrowing(cells[asked.cell]) }
            try take(found, bounded)
        }
    }

    /// What is asked of a cell that others narrowed: all that they left, and where they left no end, as many values as of any other.
    ///
    /// Of what the ledger says to be no small cell nothing is asked.
    private func bound(_ known: NarrowedCell, _ requirement: Requirement) -> Int {
        if known.lower >= smallest { return requirement.isLow ? CountTable.most : 0 }
        return requirement.isLow ? known.lower : known.upper ?? max(requirement.bound, known.lower + requirement.bound)
    }

    /// The table that meets a requirement and moves the least weight of shown cells; `nil` where the ledger alone forbids it.
    private func cheapest(_ requirement: Requirement) throws(ProtectionFault) -> CountTable? {
        var programme = base
        ProtectionSearch.add(requirement, terms(requirement.cell), to: &programme)
        for candidate in candidates where isShown[candidate] {
            let more = programme.column(cost: weights[candidate])
            let less = programme.column(cost: weights[candidate])
            let count = Double(truth[candidate])
            programme.row(
                terms(candidate) + [.init(column: more, factor: -1), .init(column: less, factor: 1)], from: count, to: count)
        }
        return try solve(programme)
    }

    /// Adds a witness and hides what it moves.
    private mutating func take(_ table: CountTable, _ requirement: Requirement) throws(ProtectionFault) {
        try keep(table)
        guard let last = counts.last, requirement.isMet(last[requirement.cell]) else { throw .solverNonsense }
        for candidate in candidates where isShown[candidate] && last[candidate] != truth[candidate] { isShown[candidate] = false }
    }

    // MARK: Showing again

    /// Hidden candidates, those worth most first.
    var hiddenByWeight: [CountCell] {
        candidates.filter { !isShown[$0] }.sorted { (-weights[$0], $0) < (-weights[$1], $1) }.map { cells[$0] }
    }

    /// Shows a hidden cell if every requirement still has a witness.
    mutating func showAgain(_ cell: CountCell) throws(ProtectionFault) {
        guard let index = candidates.first(where: { cells[$0] == cell }) else { return }
        var agreeing = counts.indices.filter { agrees($0, also: index) }
        var exact = base
        for candidate in candidates where isShown[candidate] || candidate == index {
            exact.row(terms(candidate), from: Double(truth[candidate]), to: Double(truth[candidate]))
        }
        for (position, requirement) in requirements.enumerated() where witness(requirement, among: agreeing) == nil {
            var programme = exact
            ProtectionSearch.add(requirement, terms(requirement.cell), to: &programme)
            guard let table = try solve(programme) else {
                // What fails once fails soon again: asked first from now on.
                requirements.swapAt(0, position)
                return
            }
            try keep(table)
            agreeing.append(counts.count - 1)
        }
        isShown[index] = true
    }

    // MARK: The proof

    func plan() throws(ProtectionFault) -> ProtectionPlan {
        let standing = standing
        var used: [Int: Int] = [:]
        var witnesses: [CountTable] = []
        func place(_ witness: Int) -> Int {
            if let known = used[witness] { return known }
            used[witness] = witnesses.count
            witnesses.append(tables[witness])
            return witnesses.count - 1
        }
        var protections: [CellProtection] = []
        for low in requirements.filter(\.isLow).sorted(by: { $0.cell < $1.cell }) {
            guard let high = requirements.first(where: { !$0.isLow && $0.cell == low.cell }),
                let lowest = witness(low, among: standing), let highest = witness(high, among: standing)
            else { throw .solverNonsense }
            protections.append(
                CellProtection(cell: cells[low.cell], low: place(lowest), high: place(highest), narrowed: narrowed[low.cell]))
        }
        return ProtectionPlan(
            shown: Set(candidates.filter { isShown[$0] }.map { cells[$0] }),
            certificate: Certificate(witnesses: witnesses, protections: protections))
    }
}
