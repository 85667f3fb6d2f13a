import CaseDomain
package import Indicators
package import Policies
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
    /// Whoever works for one department gets what the plan gives to that department: its indicators, and of an indicator that is owned by
    /// scope the cells of its scopes, never the whole. Audited; never public.
    package func readFigures(
        _ query: FiguresQuery, cutoff: Int? = nil, workers: Int = 2, under set: PolicySet, by actor: Actor, session: [UInt8]? = nil
    ) async throws(CaseworkError) -> FigureAnswer {
        let answer: FigureAnswer
        if case .user(let user) = actor, let department = user.department {
            try await require(actor, .readFigures, .figures(department: department), as: .readFigures)
            answer = try ownFigures(query, cutoff: cutoff, workers: workers) { owner in
                let resource = AccessResource.figures(department: owner.map { self.inOffice($0, set) })
                return AccessDecision.decide(actor, .readFigures, resource, by: self.access) == .allowed
            }
        } else {
            try await require(actor, .readFigures, .installation, as: .readFigures)
            answer = try figures(query, cutoff: cutoff, workers: workers)
        }
        try await note(said(.readFigures, actor, session, nil))
        return answer
    }

    /// The figures without an audit entry, for a demo's own page.
    package func figures(_ query: FiguresQuery, cutoff: Int? = nil, workers: Int = 2) throws(CaseworkError) -> FigureAnswer {
        guard let answer = try answers([query], cutoff: cutoff, workers: workers).first else { throw .impossible }
        return answer
    }

    /// The figures whose owner may be read for; with the totals also the cells of owned scopes.
    ///
    /// - Parameter isOwn: Asked with the owner that the plan names; `nil` is nobody, or an indicator that no plan has.
    private func ownFigures(
        _ query: FiguresQuery, cutoff: Int?, workers: Int, _ isOwn: (String?) -> Bool
    ) throws(CaseworkError) -> FigureAnswer {
        var queries = [query]
        if query.breakdown == .none {
            queries.append(query)
            queries[1].breakdown = .scope
        }
        let answers = try answers(queries, cutoff: cutoff, workers: workers)
        guard let first = answers.first else { throw .impossible }
        let plan = first.table.plan.flatMap(try rulebook(at: cutoff).plan)
        var figures: [Figure] = []
        for (index, answer) in answers.enumerated() {
            for figure in answer.table.figures where index == 0 || figure.cell != "all" {
                let owners = plan?.indicator(figure.indicator)?.owners ?? []
                let whole = !owners.isEmpty && owners.allSatisfy { isOwn($0.department) }
                let isOwnScope =
                    answer.table.breakdown == .scope
                    && owners.contains { $0.scope.map(\.rawValue) == figure.cell && isOwn($0.department) }
                if index == 0 ? whole || isOwnScope : isOwnScope && !whole { figures.append(figure) }
            }
        }
        return FigureAnswer(table: first.table.with(figures), cutoff: first.cutoff, unreadable: first.unreadable)
    }

    /// Answers to several questions, all at one cut-off.
    private func answers(_ queries: [FiguresQuery], cutoff: Int?, workers: Int) throws(CaseworkError) -> [FigureAnswer] {
        let result: (tables: Result<[FigureTable], FiguresError>, cutoff: Int, unreadable: Set<Int>)
        if let live, cutoff == nil {
            result = live.read { ledger in (ledger.answers(queries), ledger.cutoff, ledger.unreadable) }
        } else {
            let ledger = try FactDerivation(store, keys, try rulebook(at: cutoff)).ledger(at: cutoff, workers: workers)
            result = (ledger.answers(queries), ledger.cutoff, ledger.unreadable)
        }
        switch result.tables {
        case .failure(let error): throw .figures(error)
        case .success(let tables):
            let unreadable = result.unreadable.sorted().map { "facts \($0)" }
            return tables.map { FigureAnswer(table: $0, cutoff: result.cutoff, unreadable: unreadable) }
        }
    }
}

extension FactLedger {
    fileprivate func answers(_ queries: [FiguresQuery]) -> Result<[FigureTable], FiguresError> {
        Result { () throws(FiguresError) in
            var tables: [FigureTable] = []
            for query in queries { tables.append(try figures(query)) }
            return tables
        }
    }
}
