import CaseDomain
import Indicators
import Support

@testable import Disclosure

/// Made-up people of one indicator and year.
struct MadeUpYear {
    static let rules: DisclosureRules = {
        do {
            return try DisclosureRules(
                smallestCount: 5, smallestOutcome: 10,
                programme: Dictionary(uniqueKeysWithValues: PublicTable.allCases.map { ($0, $0.widest) }),
                weights: CellWeights(province: 8, commune: 1, quarter: 1, total: 2, part: 1))
        } catch {
            fatalError("\(error)")
        }
    }()

    let places: [PlaceCode]
    private(set) var truth: CountTable

    /// - Parameters:
    ///   - communes: How many places there are beside `outside`.
    ///   - people: How many people, dealt unevenly: a few places have most of them.
    init(communes: Int, people: Int, seed: UInt64) {
        let chance = SeededChance(seed: seed)
        places = (0..<communes).map { PlaceCode(number: UInt32(3_000 + $0)) } + [.outside]
        truth = CountTable(places: places)
        for _ in 0..<people {
            let place = min(chance.below(places.count), chance.below(places.count))
            let age: AgeBand = chance.below(10) < 7 ? .from18To59 : chance.pick(AgeBand.allCases)
            _ = truth.add(
                1, place: places[place], quarter: chance.below(4), sex: chance.below(10) < 8 ? .female : chance.pick(Sex.allCases), age: age
            )
        }
    }

    static func tie(_ seed: UInt64) -> @Sendable ([UInt8]) -> UInt64 {
        { bytes in SeededChance(seed: bytes.reduce(seed) { $0 &* 31 &+ UInt64($1) }).next() }
    }

    static func printed(_ part: PeriodPart, places: [PlaceCode]) -> [CountCell] {
        PublicTable.allCases.filter { rules.programme[$0]?.contains(part) ?? false }.flatMap { $0.cells(of: part, places: places) }
    }

    /// One release after another: each sees what the earlier ones published.
    func releases(_ parts: [PeriodPart], protector: Protector, foreign: [LockedFigure] = []) throws -> [PublicationDraft] {
        var locked = foreign
        var drafts: [PublicationDraft] = []
        var fixed = QuarterSet()
        var hidden: [HiddenCell] = []
        for part in parts {
            fixed.formUnion(QuarterSet(part.quarters))
            let task = ProtectionTask(
                truth: truth.only(fixed), fixed: fixed, locked: locked, printed: MadeUpYear.printed(part, places: truth.places),
                hiddenBefore: hidden)
            let plan = try protector.plan(task)
            drafts.append(
                PublicationDraft(
                    indicator: IndicatorID(rawValue: "3.2a"), period: Period(year: 2026, part: part), task: task, plan: plan,
                    outcome: OutcomeDraft(numerator: 0, isMet: nil, hasTarget: false, isShown: false), knownOutcomes: []))
            hidden += task.printed.filter { !plan.shown.contains($0) }.map {
                HiddenCell(cell: $0, smallest: MadeUpYear.rules.smallestCount)
            }
            locked += plan.shown.sorted().map { LockedFigure(cell: $0, count: truth.count(of: $0)) }
        }
        return drafts
    }
}

extension CountTable {
    /// The people of some quarters alone.
    func only(_ quarters: QuarterSet) -> CountTable {
        var table = CountTable(places: places)
        for atom in CountCell.atoms(places) where atom.quarters.isSubset(of: quarters) {
            guard let place = atom.place, let sex = Sex.allCases.first(where: { SexSet($0) == atom.sexes }),
                let age = AgeBand.allCases.first(where: { AgeSet($0) == atom.ages })
            else { continue }
            _ = table.add(count(of: atom), place: place, quarter: atom.quarters.indices[0], sex: sex, age: age)
        }
        return table
    }
}
