import CaseDomain
package import Indicators

/// A table that may leave the house: only the verifier makes one.
package struct PublishableTable: Hashable, Sendable {
    package let table: PublicTable
    package let rows: [PublishableRow]

    fileprivate init(table: PublicTable, rows: [PublishableRow]) {
        self.table = table
        self.rows = rows
    }
}

/// A row of a public table.
package struct PublishableRow: Hashable, Sendable {
    package enum Measure: String, Sendable {
        case denominator, numerator, percent, met
        /// People who came in and who went out since they were fixed, at the final.
        case entries, withdrawals
    }

    package enum Value: Hashable, Sendable {
        case count(Int)
        case percent(String)
        case met(Bool)
        /// One mark for every hidden value, whatever the reason.
        case hidden
    }

    package let indicator: IndicatorID
    package let period: Period
    package let cell: CountCell
    package let measure: Measure
    package let value: Value
}

/// What the verifier found; nothing is published.
package enum VerificationFault: Error, Hashable, Sendable {
    /// The tables are not those of the programme.
    case otherCells
    /// A ledger figure does not go with the counted people.
    case contradiction
    case smallCellShown
    case barredCellShown
    case notFixed
    /// A small cell has no witnesses, or they do not leave it open.
    case unprotected
    /// A witness does not agree with something published.
    case witnessDisagrees
    case wrongProof
    case outcomeTooSmall
    case outcomeImpossible
    /// Who came or went may not be told: too few, not the whole fixed year, or no year's total beside which it could stand.
    case lateChanges
}

/// Adds whole numbers and believes nothing: not the search, not the solver.
package struct Verifier: Sendable {
    private let rules: DisclosureRules

    package init(_ rules: DisclosureRules) {
        self.rules = rules
    }

    /// The tables of a release, if every proof holds.
    ///
    /// - Parameter centres: Shares of centres, which are not about people.
    package func tables(
        _ drafts: [PublicationDraft], centres: [CentreDraft] = []
    ) throws(VerificationFault) -> [PublishableTable] {
        for draft in drafts {
            try check(draft)
            try checkWitnesses(draft)
            try checkLateChanges(draft)
            try checkOutcome(draft)
        }
        return PublicTable.allCases.compactMap { table in
            let found = drafts.flatMap { rows(table, $0) } + centres.flatMap { rows(table, $0) }
            return found.isEmpty ? nil : PublishableTable(table: table, rows: found)
        }
    }

    private func has(_ table: PublicTable, _ draft: PublicationDraft) -> Bool {
        rules.programme[table]?.contains(draft.period.part) ?? false
    }

    private func cells(_ table: PublicTable, _ draft: PublicationDraft) -> [CountCell] {
        has(table, draft) ? table.cells(of: draft.period.part, places: draft.task.truth.places) : []
    }

    private func check(_ draft: PublicationDraft) throws(VerificationFault) {
        let task = draft.task
        let printed = Set(PublicTable.allCases.flatMap { cells($0, draft) })
        guard printed == Set(task.printed), draft.plan.shown.isSubset(of: printed) else { throw .otherCells }
        guard printed.allSatisfy({ $0.quarters.isSubset(of: task.fixed) }) else { throw .notFixed }
        guard draft.plan.shown.isDisjoint(with: task.barred) else { throw .barredCellShown }
        guard draft.plan.shown.allSatisfy({ task.truth.count(of: $0) >= rules.smallestCount }) else { throw .smallCellShown }
        for figure in task.locked where figure.cell.quarters.isSubset(of: task.fixed) {
            guard figure.holds(task.truth.count(of: figure.cell)) else { throw .contradiction }
        }
    }

    private func checkWitnesses(_ draft: PublicationDraft) throws(VerificationFault) {
        let (task, certificate) = (draft.task, draft.plan.certificate)
        let known = task.known
        for witness in certificate.witnesses {
            guard witness.places == task.truth.places, known.allSatisfy({ $0.holds(witness.count(of: $0.cell)) }),
                draft.plan.shown.allSatisfy({ witness.count(of: $0) == task.truth.count(of: $0) })
            else { throw .witnessDisagrees }
        }
        let protections = Dictionary(certificate.protections.map { ($0.cell, $0) }, uniquingKeysWith: { first, _ in first })
        guard protections.count == certificate.protections.count else { throw .unprotected }
        for cell in task.open(smallest: rules.smallestCount) {
            guard let protection = protections[cell], certificate.witnesses.indices.contains(protection.low),
                certificate.witnesses.indices.contains(protection.high)
            else { throw .unprotected }
            var low = 0
            var high = rules.smallestCount - 1
            if let narrowed = protection.narrowed {
                guard narrowed.isProven(of: cell, by: known, places: task.truth.places) else { throw .wrongProof }
                // The ledger says that it is no small cell: nobody has to protect it.
                if narrowed.lower >= rules.smallestCount { continue }
                low = narrowed.lower
                high = narrowed.upper ?? max(high, low + high)
            }
            guard certificate.witnesses[protection.low].count(of: cell) <= low,
                certificate.witnesses[protection.high].count(of: cell) >= high
            else { throw .unprotected }
        }
    }

    private func checkLateChanges(_ draft: PublicationDraft) throws(VerificationFault) {
        guard draft.late == nil || draft.allowsLateChanges(rules) else { throw .lateChanges }
    }

    private func checkOutcome(_ draft: PublicationDraft) throws(VerificationFault) {
        guard (draft.outcome != nil) == has(.outcome, draft) else { throw .otherCells }
        guard let outcome = draft.outcome else { return }
        guard (0...draft.outcomePeople).contains(outcome.numerator) else { throw .outcomeImpossible }
        guard outcome.isShown else { return }
        guard draft.allowsOutcome(rules) else { throw .outcomeTooSmall }
    }

    private func rows(_ table: PublicTable, _ draft: CentreDraft) -> [PublishableRow] {
        guard table == .centres, rules.programme[table]?.contains(draft.period.part) ?? false else { return [] }
        func row(_ measure: PublishableRow.Measure, _ value: PublishableRow.Value) -> PublishableRow {
            PublishableRow(
                indicator: draft.indicator, period: draft.period, cell: CountCell(QuarterSet(draft.period.part.quarters)),
                measure: measure, value: value)
        }
        let counts = [row(.denominator, .count(draft.denominator)), row(.numerator, .count(draft.numerator))]
        let percent = Percent.text(numerator: draft.numerator, denominator: draft.denominator).map { [row(.percent, .percent($0))] } ?? []
        return counts + percent + (draft.isMet.map { [row(.met, .met($0))] } ?? [])
    }

    private func rows(_ table: PublicTable, _ draft: PublicationDraft) -> [PublishableRow] {
        func row(_ cell: CountCell, _ measure: PublishableRow.Measure, _ value: PublishableRow.Value) -> PublishableRow {
            PublishableRow(indicator: draft.indicator, period: draft.period, cell: cell, measure: measure, value: value)
        }
        let counts = cells(table, draft).map { cell in
            row(cell, .denominator, draft.plan.shown.contains(cell) ? .count(draft.task.truth.count(of: cell)) : .hidden)
        }
        let cell = draft.cell
        if table == .lateChanges, let late = draft.late {
            return [row(cell, .entries, .count(late.entries)), row(cell, .withdrawals, .count(late.withdrawals))]
        }
        guard table == .outcome, let outcome = draft.outcome else { return counts }
        let percent = Percent.text(numerator: outcome.numerator, denominator: draft.outcomePeople)
        let rows = [
            row(cell, .numerator, outcome.isShown ? .count(outcome.numerator) : .hidden),
            row(cell, .percent, outcome.isShown ? percent.map { .percent($0) } ?? .hidden : .hidden),
        ]
        guard outcome.hasTarget else { return rows }
        return rows + [row(cell, .met, outcome.isShown ? outcome.isMet.map { .met($0) } ?? .hidden : .hidden)]
    }
}

extension PublicationDraft {
    /// All of the period's people in the province.
    var cell: CountCell { CountCell(QuarterSet(period.part.quarters)) }

    /// Whether everybody can know how many they are.
    var isTotalPublic: Bool {
        plan.shown.contains(cell) || task.locked.contains { $0 == LockedFigure(cell: cell, count: task.truth.count(of: cell)) }
    }

    /// How many people the outcome is over.
    var outcomePeople: Int { task.truth.count(of: cell) + (late.map { $0.entries - $0.withdrawals } ?? 0) }

    /// Whether it may be told who came and went: of a whole fixed year whose total everybody knows, each nobody or enough people.
    func allowsLateChanges(_ rules: DisclosureRules) -> Bool {
        guard let late, let programme = rules.programme[.lateChanges] else { return false }
        return programme.contains(period.part) && period.part == .year && task.fixed == QuarterSet(0...3) && late.isTellable(rules)
            && isTotalPublic && task.barred.isEmpty && (0...task.truth.count(of: cell)).contains(late.withdrawals)
    }

    /// Whether the period's outcome may be told beside every outcome that is public already.
    func allowsOutcome(_ rules: DisclosureRules) -> Bool {
        let people = task.truth.count(of: cell)
        guard isTotalPublic, task.barred.isEmpty, people >= rules.smallestOutcome, outcomePeople >= rules.smallestOutcome else {
            return false
        }
        guard let late else { return OutcomeRule(task.truth, rules: rules).allows(knownOutcomes.union([cell.quarters])) }
        return OutcomeRule(task.truth, changed: late.entries + late.withdrawals, rules: rules)
            .allows(knownOutcomes, andFinalYear: true)
    }
}

extension NarrowedCell {
    /// Whether the multiples prove both bounds, atom by atom.
    func isProven(of cell: CountCell, by figures: [LockedFigure], places: [PlaceCode]) -> Bool {
        guard (below + above).allSatisfy({ figures.indices.contains($0.figure) && (-1_000...1_000).contains($0.factor) }) else {
            return false
        }
        guard lower == 0 || NarrowedCell.lowest(figures, below) == lower else { return false }
        guard upper == nil || NarrowedCell.highest(figures, above) == upper else { return false }
        return CountCell.atoms(places).allSatisfy { atom in
            let own = cell.holds(atom: atom) ? 1 : 0
            func sum(_ multiples: [Multiple]) -> Int {
                multiples.reduce(0) { $0 + (figures[$1.figure].cell.holds(atom: atom) ? $1.factor : 0) }
            }
            return (lower == 0 || sum(below) <= own) && (upper == nil || sum(above) >= own)
        }
    }

    /// What multiples of figures add up to at least; `nil` when one of them has no such bound.
    static func lowest(_ figures: [LockedFigure], _ multiples: [Multiple]) -> Int? {
        sum(multiples) { $0.factor > 0 ? figures[$0.figure].lower : figures[$0.figure].upper }
    }

    /// What multiples of figures add up to at most; `nil` when one of them has no such bound.
    static func highest(_ figures: [LockedFigure], _ multiples: [Multiple]) -> Int? {
        sum(multiples) { $0.factor > 0 ? figures[$0.figure].upper : figures[$0.figure].lower }
    }

    private static func sum(_ multiples: [Multiple], _ bound: (Multiple) -> Int?) -> Int? {
        var sum = 0
        for multiple in multiples {
            guard let bound = bound(multiple) else { return nil }
            sum += multiple.factor * bound
        }
        return sum
    }
}
