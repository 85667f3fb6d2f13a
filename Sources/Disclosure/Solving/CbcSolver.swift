internal import CCbc
import Synchronization

/// COIN-OR CBC, one programme at a time: the library keeps state of its own.
package struct CbcSolver: LinearSolver {
    private static let turn = Mutex(())
    private let seconds: Double

    /// - Parameter seconds: After how long a programme is given up.
    package init(seconds: Double = 20) {
        self.seconds = seconds
    }

    package func solve(_ programme: LinearProgramme, whole: Bool) -> SolverAnswer {
        CbcSolver.turn.withLock { _ in attempt(programme, whole: whole) }
    }

    private func attempt(_ programme: LinearProgramme, whole: Bool) -> SolverAnswer {
        guard let model = Cbc_newModel() else { return .failed }
        defer { Cbc_deleteModel(model) }
        Cbc_setLogLevel(model, 0)
        Cbc_setMaximumSeconds(model, seconds)
        let columns = CompressedColumns(programme)
        let lowers = [Double](repeating: 0, count: programme.costs.count)
        Cbc_loadProblem(
            model, Int32(programme.costs.count), Int32(programme.rows.count), columns.starts, columns.rows, columns.factors, lowers,
            programme.columnUppers, programme.costs, programme.rows.map(\.lower), programme.rows.map(\.upper))
        if whole {
            for (column, isCount) in programme.counts.enumerated() where isCount { Cbc_setInteger(model, Int32(column)) }
        }
        _ = Cbc_solve(model)
        if Cbc_isProvenInfeasible(model) != 0 || Cbc_isInitialSolveProvenPrimalInfeasible(model) != 0 { return .infeasible }
        guard Cbc_isProvenOptimal(model) != 0, let values = Cbc_getColSolution(model) else { return .failed }
        return .optimal(Array(UnsafeBufferPointer(start: values, count: programme.costs.count)))
    }
}

/// The rows of a programme by column, as CBC takes them.
private struct CompressedColumns {
    var starts: [Int32]
    var rows: [Int32]
    var factors: [Double]

    init(_ programme: LinearProgramme) {
        starts = Array(repeating: 0, count: programme.costs.count + 1)
        for row in programme.rows { for term in row.terms { starts[term.column + 1] += 1 } }
        for column in programme.costs.indices { starts[column + 1] += starts[column] }
        var next = starts
        rows = Array(repeating: 0, count: Int(starts[programme.costs.count]))
        factors = Array(repeating: 0, count: rows.count)
        for (index, row) in programme.rows.enumerated() {
            for term in row.terms {
                rows[Int(next[term.column])] = Int32(index)
                factors[Int(next[term.column])] = term.factor
                next[term.column] += 1
            }
        }
    }
}
