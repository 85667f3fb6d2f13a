import CaseDomain
import Disclosure
import Foundation
import Indicators
package import Policies
import Store
import Vault

extension OpenInstallation {
    /// Registers a figure that somebody else made public: from now on nothing is released that would tell more together with it.
    ///
    /// What is public stays public: a figure is never taken back.
    /// - Throws: `badFigure` when it names nothing, `contradiction` when it does not go with the people who are counted or with what is
    ///   public already; as text, without bounds, it can still be registered.
    package func registerFigure(
        _ figure: ForeignFigure, under set: PolicySet, by visit: Visit
    ) async throws(CaseworkError) -> Int {
        try await require(visit, .keepLedger, visit.actor.ownFigures, as: .registerFigure)
        let indicator = IndicatorID(rawValue: figure.indicator)
        guard (1_900...2_199).contains(figure.year), figure.cell != nil, !figure.source.isEmpty,
            figure.source.unicodeScalars.count <= ForeignFigure.mostInSource,
            case .people? = rulebook.definitions.indicators.first(where: { $0.id == indicator })?.measure,
            (0...CountTable.most).contains(figure.lower ?? 0), (0...CountTable.most).contains(figure.upper ?? 0),
            figure.upper.map({ (figure.lower ?? 0) <= $0 }) ?? true
        else { throw .release(.badFigure) }
        guard let plan = rulebook.defaultPlan(of: figure.year),
            let end = rulebook.calendar(plan.publicCalendar)?.days(of: Period(year: figure.year, part: .year))?.upperBound,
            figure.cell?.place.map({ $0 == .outside || rulebook.gazetteer.index(of: $0, on: end) != nil }) ?? true
        else { throw .release(.badFigure) }
        let owners = owners(of: indicator, plan: plan.id, set).map(\.department)
        guard visit.actor.department == nil || owners.contains(visit.actor.department) else {
            throw try await denied(.registerFigure, visit)
        }
        let ledger = try publicLedger()
        if let models = figure.models {
            // Bounds in place of a text of the same indicator and year; what has bounds stays as it is.
            guard models >= 1, figure.upper != nil || (figure.lower ?? 0) > 0, ledger.foreign.indices.contains(models - 1),
                !ledger.foreign[models - 1].isModelled,
                ledger.foreign[models - 1].indicator == figure.indicator, ledger.foreign[models - 1].year == figure.year,
                ledger.foreign[models - 1].place == figure.place, ledger.foreign[models - 1].part == figure.part
            else { throw .release(.badFigure) }
        }
        if let locked = figure.locked {
            guard try isPossible(locked, indicator, figure.year, ledger) else {
                // Whoever tries one number after another leaves a trace.
                var entry = entry(.registerFigure, by: visit)
                entry.outcome = .failed
                try await note(entry)
                throw .release(.contradiction)
            }
        }
        do {
            let number = (try store.ledgerRows().last?.number ?? 0) + 1
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let body = String(decoding: try encoder.encode(figure), as: UTF8.self)
            try await commit([.register(LedgerRow(number: number, at: now(), body: body))], entry(.registerFigure, by: visit))
            return number
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Whether a figure goes with the fixed people, where they are fixed.
    private func isPossible(
        _ figure: LockedFigure, _ indicator: IndicatorID, _ year: Int, _ ledger: PublicLedger
    ) throws(CaseworkError) -> Bool {
        for known in ledger.locked(indicator, year) where known.cell == figure.cell {
            if let upper = known.upper, figure.lower > upper { return false }
            if let upper = figure.upper, upper < known.lower { return false }
        }
        let quarters = try storedQuarters(of: indicator, year)
        let fixed = quarters.reduce(into: QuarterSet()) { $0.formUnion(QuarterSet($1.quarter...$1.quarter)) }
        guard figure.cell.quarters.isSubset(of: fixed), let plan = rulebook.defaultPlan(of: year),
            let end = rulebook.calendar(plan.publicCalendar)?.days(of: Period(year: year, part: .year))?.upperBound
        else { return true }
        return figure.holds(try CountTable(of: quarters, rulebook.gazetteer, yearEnd: end).count(of: figure.cell))
    }
}
