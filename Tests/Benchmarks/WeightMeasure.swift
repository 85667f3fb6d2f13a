import CaseDomain
import Disclosure
import Foundation
import Indicators
import Policies
import Support

/// What is shown, weighed, against the best that one whole-number programme over all requirements at once finds.
///
/// On small tables alone: that programme has a table of its own for every requirement. Their counts may be fractions, so that it can only
/// find more to show than there is.
enum WeightMeasure {
    static func run() async throws {
        let rules = try ShippedPolicies.set.get().disclosure
        let tables = BenchSize.of("NUONG_BENCH_TABLES", 12)
        var (shown, best, count) = (0.0, 0.0, 0)
        for seed in 0..<UInt64(tables) {
            let people = 20 + 15 * Int(seed % 5)
            let truth = table(people, places: 2 + Int(seed % 2), seed: seed)
            var known: [LockedFigure] = []
            var hidden: [HiddenCell] = []
            var fixed = QuarterSet()
            for part in [PeriodPart.q1, .h1, .year] {
                fixed.formUnion(QuarterSet(part.quarters))
                let printed = PublicTable.allCases.filter { rules.programme[$0]?.contains(part) ?? false }
                    .flatMap { $0.cells(of: part, places: truth.places) }
                let task = ProtectionTask(
                    truth: only(truth, fixed), fixed: fixed, locked: known, printed: printed, hiddenBefore: hidden)
                let chance = SeededChance(seed: seed)
                let ties = chance.next()
                let plan = try Protector(rules: rules) { bytes in bytes.reduce(ties) { $0 &* 31 &+ UInt64($1) } }.plan(task)
                let optimum = try optimum(task, rules)
                shown += weight(plan.shown, rules)
                best += optimum
                count += 1
                known += plan.shown.sorted().map { LockedFigure(cell: $0, count: truth.count(of: $0)) }
                hidden += printed.filter { !plan.shown.contains($0) }.map { HiddenCell(cell: $0, smallest: rules.smallestCount) }
            }
        }
        try Measured(
            measure: "release_weight", value: shown, unit: "weight", baseline: "whole-number programme", baselineValue: best, n: count
        ).print()
    }

    private static func weight(_ cells: Set<CountCell>, _ rules: DisclosureRules) -> Double {
        cells.reduce(0) { $0 + Double(rules.weights.weight(of: $1)) }
    }

    /// The most weight that can be shown.
    private static func optimum(_ task: ProtectionTask, _ rules: DisclosureRules) throws -> Double {
        let open = task.open(smallest: rules.smallestCount)
        let small = Set(open)
        let candidates = task.printed.filter { !small.contains($0) }
        let model = TableModel(places: task.truth.places, cells: open + task.printed + task.known.map(\.cell))
        let most = Double(2 * task.truth.counts.reduce(0, +) + 20)
        let empty = model.programme()
        var programme = LinearProgramme()
        let switches = candidates.map { programme.column(cost: Double(rules.weights.weight(of: $0)), upper: 1, isCount: true) }
        for cell in open {
            // What others' figures leave no room for is not asked for: the programme can only show more then.
            for isLow in [true, false] where isLeft(cell, isLow, task, rules, model) {
                let start = programme.costs.count
                for _ in 0..<model.columnCount { _ = programme.column() }
                func terms(_ cell: CountCell) -> [LinearProgramme.Term] {
                    model.columns(of: cell).map { .init(column: start + $0, factor: 1) }
                }
                for row in empty.rows {
                    programme.row(row.terms.map { .init(column: start + $0.column, factor: $0.factor) }, from: row.lower, to: row.upper)
                }
                for figure in task.known {
                    programme.row(terms(figure.cell), from: Double(figure.lower), to: figure.upper.map(Double.init) ?? .infinity)
                }
                for (candidate, hides) in zip(candidates, switches) {
                    let count = Double(task.truth.count(of: candidate))
                    programme.row(terms(candidate) + [.init(column: hides, factor: -most)], from: -most, to: count)
                    programme.row(terms(candidate) + [.init(column: hides, factor: count)], from: count, to: .infinity)
                }
                programme.row(terms(cell), from: isLow ? 0 : Double(rules.smallestCount - 1), to: isLow ? 0 : .infinity)
            }
        }
        let answer = CbcSolver(seconds: 600).solve(programme, whole: true)
        guard case .optimal(let values) = answer else { throw Unsolved() }
        let cost = zip(switches, candidates).reduce(0.0) { $0 + values[$1.0].rounded() * Double(rules.weights.weight(of: $1.1)) }
        return weight(Set(candidates), rules) - cost
    }

    /// Whether the ledger alone leaves the cell so low, or so high.
    private static func isLeft(
        _ cell: CountCell, _ isLow: Bool, _ task: ProtectionTask, _ rules: DisclosureRules, _ model: TableModel
    ) -> Bool {
        var programme = model.programme()
        func terms(_ cell: CountCell) -> [LinearProgramme.Term] { model.columns(of: cell).map { .init(column: $0, factor: 1) } }
        for figure in task.known {
            programme.row(terms(figure.cell), from: Double(figure.lower), to: figure.upper.map(Double.init) ?? .infinity)
        }
        programme.row(terms(cell), from: isLow ? 0 : Double(rules.smallestCount - 1), to: isLow ? 0 : .infinity)
        if case .optimal = CbcSolver().solve(programme, whole: false) { return true } else { return false }
    }

    private struct Unsolved: Error {}

    private static func table(_ people: Int, places: Int, seed: UInt64) -> CountTable {
        let chance = SeededChance(seed: seed)
        let places = (0..<places).map { PlaceCode(number: UInt32(3_000 + $0)) } + [.outside]
        var table = CountTable(places: places)
        for _ in 0..<people {
            let place = min(chance.below(places.count), chance.below(places.count))
            let age: AgeBand = chance.below(10) < 7 ? .from18To59 : chance.pick(AgeBand.allCases)
            _ = table.add(
                1, place: places[place], quarter: chance.below(4), sex: chance.below(10) < 8 ? .female : chance.pick(Sex.allCases), age: age
            )
        }
        return table
    }

    /// The people of some quarters alone.
    private static func only(_ table: CountTable, _ quarters: QuarterSet) -> CountTable {
        var part = CountTable(places: table.places)
        for atom in CountCell.atoms(table.places) where atom.quarters.isSubset(of: quarters) {
            guard let place = atom.place, let sex = Sex.allCases.first(where: { SexSet($0) == atom.sexes }),
                let age = AgeBand.allCases.first(where: { AgeSet($0) == atom.ages })
            else { continue }
            _ = part.add(table.count(of: atom), place: place, quarter: atom.quarters.indices[0], sex: sex, age: age)
        }
        return part
    }
}
