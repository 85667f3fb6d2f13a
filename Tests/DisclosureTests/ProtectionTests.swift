import CaseDomain
import Foundation
import Indicators
import Support
import Testing

@testable import Disclosure

/// Histories of releases: each small cell stays open, whatever was published before.
@Suite struct ProtectionTests {
    private let protector = Protector(rules: MadeUpYear.rules, tie: MadeUpYear.tie(7))
    private let verifier = Verifier(MadeUpYear.rules)

    private static let histories = ProofSize.of("NUONG_HISTORIES", small: 12, environment: ProcessInfo.processInfo.environment)

    @Test(arguments: 0..<histories)
    func whatIsPublishedIsProvenQuarterAfterQuarter(seed: Int) throws {
        let chance = SeededChance(seed: UInt64(seed) + 50)
        let year = MadeUpYear(communes: 2 + chance.below(37), people: chance.pick([0, 1, 7, 40, 160, 400, 900]), seed: UInt64(seed))
        let parts: [PeriodPart] = chance.pick([
            [.q1, .q2, .h1, .q3, .nineMonths, .q4, .year], [.q1, .h1, .year], [.q4, .q2, .year], [.year],
        ])
        for draft in try year.releases(parts, protector: protector) {
            for table in try verifier.tables([draft]) {
                for row in table.rows {
                    if case .count(let count) = row.value { #expect(count >= 5 && count == draft.task.truth.count(of: row.cell)) }
                }
            }
        }
    }

    @Test func aProvincesYearIsMostlyShown() throws {
        let drafts = try MadeUpYear(communes: 38, people: 400, seed: 1).releases([.q1, .q2, .q3, .q4, .year], protector: protector)
        let year = try #require(drafts.last)
        #expect(year.plan.shown.contains(CountCell(.year)) && year.plan.shown.contains(CountCell(.year, sexes: .female)))
        // Of 46 cells 37 were shown when this was written.
        #expect(year.plan.shown.count >= 35)
    }

    @Test func theSameTaskGivesTheSamePlanAndAnotherSecretAnother() throws {
        // One of two that are alike has to be hidden with the third: which one is the secret's choice.
        var truth = CountTable(places: (1...3).map { PlaceCode(number: $0) })
        for (place, people) in [(1, 6), (2, 6), (3, 2)] {
            _ = truth.add(people, place: PlaceCode(number: UInt32(place)), quarter: place % 2, sex: .female, age: .from18To59)
        }
        let task = ProtectionTask(
            truth: truth, fixed: .year, locked: [], printed: [CountCell(.year)] + truth.places.map { CountCell(.year, place: $0) })
        func plan(_ secret: UInt64) throws -> ProtectionPlan {
            try Protector(rules: MadeUpYear.rules, tie: MadeUpYear.tie(secret)).plan(task)
        }
        #expect(try plan(1) == plan(1))
        #expect(try Set((1...20).map { try plan($0).shown }).count > 1)
    }

    /// Two communes and a total: the small one would follow from the other.
    @Test func aCellThatWouldGiveASmallOneAwayIsHidden() throws {
        var truth = CountTable(places: [PlaceCode(number: 1), PlaceCode(number: 2)])
        _ = truth.add(20, place: PlaceCode(number: 1), quarter: 0, sex: .female, age: .from18To59)
        _ = truth.add(2, place: PlaceCode(number: 2), quarter: 1, sex: .female, age: .from18To59)
        let task = ProtectionTask(
            truth: truth, fixed: .year, locked: [], printed: [CountCell(.year)] + truth.places.map { CountCell(.year, place: $0) })
        let shown = try protector.plan(task).shown
        #expect(shown == [CountCell(.year)])
    }

    /// Four and four: hidden when nothing else was public, each can only be small, and a half-year of eight would tell them both.
    @Test func aMarkThatCanOnlyMeanSmallIsTakenAsKnown() throws {
        var truth = CountTable(places: [.outside])
        for quarter in 0...1 { _ = truth.add(4, place: .outside, quarter: quarter, sex: .female, age: .from18To59) }
        let half = CountCell(QuarterSet(0...1))
        let hidden = [0, 1].map { HiddenCell(cell: CountCell(QuarterSet($0...$0)), smallest: 5) }
        func task(_ hidden: [HiddenCell]) -> ProtectionTask {
            ProtectionTask(truth: truth, fixed: QuarterSet(0...1), locked: [], printed: [half], hiddenBefore: hidden)
        }
        #expect(try protector.plan(task([])).shown == [half])
        let plan = try protector.plan(task(hidden))
        #expect(plan.shown.isEmpty)
        let told = PublicationDraft(
            ProtectionTask(
                truth: truth, fixed: QuarterSet(0...1), locked: [], printed: MadeUpYear.printed(.h1, places: truth.places),
                hiddenBefore: hidden),
            ProtectionPlan(shown: [half], certificate: plan.certificate), .h1)
        #expect(throws: VerificationFault.self) { _ = try verifier.tables([told]) }
    }

    /// Five women and men together, however they divide: what is printed is the same.
    @Test func whatIsHiddenDoesNotTellHowFewDivide() throws {
        let shown = try (0...5).map { women in
            var truth = CountTable(places: [.outside])
            _ = truth.add(women, place: .outside, quarter: 0, sex: .female, age: .from18To59)
            _ = truth.add(5 - women, place: .outside, quarter: 0, sex: .male, age: .from18To59)
            return try protector.plan(
                ProtectionTask(
                    truth: truth, fixed: QuarterSet(0...0), locked: [], printed: MadeUpYear.printed(.q1, places: truth.places))
            ).shown
        }
        #expect(Set(shown) == [[CountCell(QuarterSet(0...0))]])
    }

    /// Somebody printed six women of a commune with two men: our eight would tell the two.
    @Test func whatFiguresOfOthersLeaveBySubtractionStaysOpen() throws {
        var truth = CountTable(places: (1...4).map { PlaceCode(number: $0) })
        for place in 1...4 {
            _ = truth.add(6, place: PlaceCode(number: UInt32(place)), quarter: 0, sex: .female, age: .from18To59)
            _ = truth.add(place == 1 ? 2 : 9, place: PlaceCode(number: UInt32(place)), quarter: 0, sex: .male, age: .from18To59)
        }
        let first = CountCell(.year, place: PlaceCode(number: 1))
        let women = LockedFigure(cell: CountCell(.year, place: PlaceCode(number: 1), sexes: .female), count: 6)
        func task(_ locked: [LockedFigure]) -> ProtectionTask {
            ProtectionTask(truth: truth, fixed: .year, locked: locked, printed: MadeUpYear.printed(.year, places: truth.places))
        }
        #expect(try protector.plan(task([])).shown.contains(first))
        let plan = try protector.plan(task([women]))
        #expect(!plan.shown.contains(first))
        #expect(throws: VerificationFault.self) {
            _ = try verifier.tables([PublicationDraft(task([women]), plan.showing([first]), .year)])
        }
    }

    /// Others printed twenty-two for the year: our twenty for nine months would tell a quarter that nobody has counted yet.
    @Test func aQuarterThatIsNotFixedYetStaysOpen() throws {
        var truth = CountTable(places: [.outside])
        for (quarter, people) in [6, 7, 7].enumerated() {
            _ = truth.add(people, place: .outside, quarter: quarter, sex: .female, age: .from18To59)
        }
        let task = ProtectionTask(
            truth: truth, fixed: QuarterSet(0...2), locked: [LockedFigure(cell: CountCell(.year), count: 22)],
            printed: MadeUpYear.printed(.nineMonths, places: truth.places))
        let plan = try protector.plan(task)
        #expect(plan.shown.isEmpty)
        #expect(try !verifier.tables([PublicationDraft(task, plan, .nineMonths)]).isEmpty)
        let told = PublicationDraft(task, plan.showing([CountCell(QuarterSet(0...2))]), .nineMonths)
        #expect(throws: VerificationFault.self) { _ = try verifier.tables([told]) }
    }

    @Test func whatOthersPublishedIsNeverNarrowedFurther() throws {
        var truth = CountTable(places: (1...3).map { PlaceCode(number: $0) })
        for place in 1...3 {
            _ = truth.add(place == 3 ? 3 : 20, place: PlaceCode(number: UInt32(place)), quarter: 0, sex: .male, age: .unknown)
        }
        let third = CountCell(QuarterSet(0...0), place: PlaceCode(number: 3))
        // Somebody printed that the third has two to six, and that the first two together have at most forty-one.
        let locked = [LockedFigure(cell: third, lower: 2, upper: 6)]
        let task = ProtectionTask(
            truth: truth.only(QuarterSet(0...0)), fixed: QuarterSet(0...0), locked: locked,
            printed: MadeUpYear.printed(.q1, places: truth.places))
        let plan = try protector.plan(task)
        let protection = try #require(plan.certificate.protections.first { $0.cell == third })
        let narrowed = try #require(protection.narrowed)
        #expect(narrowed.lower == 2 && narrowed.upper == 6)
        #expect(plan.certificate.witnesses[protection.low].count(of: third) == 2)
        #expect(plan.certificate.witnesses[protection.high].count(of: third) == 6)
        #expect(try !verifier.tables([PublicationDraft(task, plan, .q1)]).isEmpty)
        // Sex by commune crosses what no table of ours does: the figure is taken into account all the same.
        let crossed = LockedFigure(cell: CountCell(QuarterSet(0...0), place: PlaceCode(number: 1), sexes: .others), count: 20)
        let wider = ProtectionTask(
            truth: task.truth, fixed: task.fixed, locked: locked + [crossed], printed: task.printed)
        #expect(try !verifier.tables([PublicationDraft(wider, try protector.plan(wider), .q1)]).isEmpty)
    }

    @Test func figuresThatContradictAreRefused() throws {
        let year = MadeUpYear(communes: 3, people: 30, seed: 2)
        let total = LockedFigure(cell: CountCell(.year), count: 31)
        #expect(throws: ProtectionFault.contradiction(CountCell(.year))) {
            _ = try year.releases([.year], protector: protector, foreign: [total])
        }
        #expect(throws: ProtectionFault.notFixed(CountCell(.year))) {
            _ = try protector.plan(
                ProtectionTask(truth: year.truth, fixed: QuarterSet(0...1), locked: [], printed: [CountCell(.year)]))
        }
    }

    // MARK: Solvers that answer nonsense

    private struct Liar: LinearSolver {
        let answer: @Sendable (LinearProgramme, Bool) -> SolverAnswer

        func solve(_ programme: LinearProgramme, whole: Bool) -> SolverAnswer { answer(programme, whole) }
    }

    @Test func aSolverThatLiesHidesOrBlocksAndNeverLeaks() throws {
        let year = MadeUpYear(communes: 8, people: 40, seed: 5)
        let chance = SeededChance(seed: 9)
        let honest = CbcSolver()
        let liars: [Liar] = [
            Liar { _, _ in .failed }, Liar { _, _ in .infeasible }, Liar { _, _ in .optimal([]) },
            Liar { programme, _ in .optimal(programme.costs.map { _ in 0 }) },
            Liar { programme, _ in .optimal(programme.costs.map { _ in Double.nan }) },
            Liar { programme, _ in .optimal(programme.costs.map { _ in Double(chance.below(9)) }) },
            Liar { programme, _ in .optimal(programme.costs.map { _ in 1e300 }) },
            Liar { programme, whole in
                // Right, but for one number.
                guard case .optimal(var values) = honest.solve(programme, whole: whole), !values.isEmpty else { return .infeasible }
                values[chance.below(values.count)] += 1
                return .optimal(values)
            },
            Liar { programme, whole in
                chance.below(3) == 0 ? .infeasible : honest.solve(programme, whole: whole)
            },
        ]
        for (number, liar) in liars.enumerated() {
            let protector = Protector(rules: MadeUpYear.rules, solver: liar, tie: MadeUpYear.tie(1))
            let drafts: [PublicationDraft]
            do { drafts = try year.releases([.q1, .year], protector: protector) } catch { continue }
            // What came of it after all is proven like any other.
            for draft in drafts { #expect(try !verifier.tables([draft]).isEmpty, "liar \(number)") }
        }
    }
}

extension PublicationDraft {
    init(_ task: ProtectionTask, _ plan: ProtectionPlan, _ part: PeriodPart, outcome: OutcomeDraft? = nil) {
        self.init(
            indicator: IndicatorID(rawValue: "3.2a"), period: Period(year: 2026, part: part), task: task, plan: plan,
            outcome: outcome ?? OutcomeDraft(numerator: 0, isMet: nil, hasTarget: false, isShown: false), knownOutcomes: [])
    }
}
