package import CaseDomain
package import Indicators

/// Every cell of the declared hierarchies, printed or not: what an attacker may not learn when it is small.
enum Closure {
    /// Runs of quarters: each, and all that lie side by side.
    private static let runs = (0..<4).flatMap { first in (first..<4).map { QuarterSet(first...$0) } }

    /// The cells that consist of fixed quarters.
    static func cells(places: [PlaceCode], fixed: QuarterSet) -> [CountCell] {
        var cells: [CountCell] = []
        for run in runs where run.isSubset(of: fixed) {
            cells += [.all, .female, .others].map { CountCell(run, sexes: $0) }
            cells += places.map { CountCell(run, place: $0) }
        }
        if fixed == .year { cells += AgeBand.allCases.map { CountCell(.year, ages: AgeSet($0)) } }
        return cells
    }

    /// Cells that figures of others leave by subtraction, where they cross what no table of ours crosses: of the same place and quarters all
    /// groups of sexes or ages that the figures tell apart.
    static func crossed(by figures: [CountCell]) -> [CountCell] {
        func isDeclared(_ cell: CountCell) -> Bool {
            if cell.place != nil { return cell.sexes == .all && cell.ages == .all }
            return cell.ages == .all
                ? [.all, .female, .others].contains(cell.sexes) : cell.sexes == .all && cell.ageBand != nil && cell.quarters == .year
        }
        return figures.filter { !isDeclared($0) }.flatMap { figure -> [CountCell] in
            let sexes = figure.sexes == .all ? [SexSet.all] : (1...15).map { SexSet(rawValue: $0) }
            let ages = figure.ages == .all ? [AgeSet.all] : (1...31).map { AgeSet(rawValue: $0) }
            return sexes.flatMap { sex in ages.map { CountCell(figure.quarters, place: figure.place, sexes: sex, ages: $0) } }
        }
    }
}

extension PublicTable {
    /// The membership cells of the table for a period; none for outcomes.
    package func cells(of part: PeriodPart, places: [PlaceCode]) -> [CountCell] {
        let quarters = QuarterSet(part.quarters)
        return switch self {
        case .period: [CountCell(quarters), CountCell(quarters, sexes: .female)]
        case .commune: places.map { CountCell(quarters, place: $0) }
        case .age: AgeBand.allCases.map { CountCell(quarters, ages: AgeSet($0)) }
        case .centres, .outcome, .lateChanges: []
        }
    }
}
