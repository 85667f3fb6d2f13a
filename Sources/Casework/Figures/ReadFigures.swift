import CaseDomain
package import Indicators
import Store

/// Figures with the cut-off that they know, and whether anything could not be opened.
package struct FigureAnswer: Sendable {
    package let table: FigureTable
    package let cutoff: Int
    /// Rows whose seal did not open: the figures are incomplete while there is one.
    package let unreadable: [String]
}

extension OpenInstallation {
    /// The exact figures of a period, live or as they were at an earlier cut-off.
    ///
    /// Audited; never public.
    package func readFigures(_ query: FiguresQuery, cutoff: Int? = nil, workers: Int = 2, by actor: Actor) async throws(CaseworkError)
        -> FigureAnswer
    {
        try await require(actor, .readFigures, .installation, as: .readFigures)
        let answer = try figures(query, cutoff: cutoff, workers: workers)
        try await note(AuditEntry(actor: actor.name, verb: .readFigures))
        return answer
    }

    /// The figures without an audit entry, for a demo's own page.
    package func figures(_ query: FiguresQuery, cutoff: Int? = nil, workers: Int = 2) throws(CaseworkError) -> FigureAnswer {
        let result: (Result<FigureTable, FiguresError>, cutoff: Int, unreadable: Set<Int>)
        if let live, cutoff == nil {
            result = live.read { ledger in (ledger.answer(query), ledger.cutoff, ledger.unreadable) }
        } else {
            let ledger = try FactDerivation(store, keys, rulebook).ledger(at: cutoff, workers: workers)
            result = (ledger.answer(query), ledger.cutoff, ledger.unreadable)
        }
        switch result.0 {
        case .failure(let error): throw .figures(error)
        case .success(let table):
            return FigureAnswer(table: table, cutoff: result.cutoff, unreadable: result.unreadable.sorted().map { "facts \($0)" })
        }
    }
}

extension FactLedger {
    fileprivate func answer(_ query: FiguresQuery) -> Result<FigureTable, FiguresError> {
        Result { () throws(FiguresError) in try figures(query) }
    }
}
