import CaseDomain
import Indicators
import Support
import Testing

@testable import Disclosure

/// The verifier believes nothing: every change of a plan that would tell more is refused.
@Suite struct VerifierTests {
    private let verifier = Verifier(MadeUpYear.rules)

    private func draft() throws -> PublicationDraft {
        let protector = Protector(rules: MadeUpYear.rules, tie: MadeUpYear.tie(7))
        let drafts = try MadeUpYear(communes: 12, people: 90, seed: 11).releases([.q1, .year], protector: protector)
        return try #require(drafts.last)
    }

    private func fault(_ task: ProtectionTask, _ plan: ProtectionPlan, outcome: OutcomeDraft? = nil) -> VerificationFault? {
        do {
            _ = try verifier.tables([PublicationDraft(task, plan, .year, outcome: outcome)])
            return nil
        } catch {
            return error
        }
    }

    @Test func everyHiddenCellThatIsShownAfterAllIsRefused() throws {
        let draft = try draft()
        #expect(fault(draft.task, draft.plan) == nil)
        let hidden = draft.task.printed.filter { !draft.plan.shown.contains($0) }
        var secondary = 0
        for cell in hidden {
            let isSmall = draft.task.truth.count(of: cell) < 5
            secondary += isSmall ? 0 : 1
            #expect(fault(draft.task, draft.plan.showing([cell])) == (isSmall ? .smallCellShown : .witnessDisagrees), "\(cell)")
        }
        #expect(hidden.count > 5 && secondary > 0)
    }

    @Test func everyChangeOfTheCertificateIsRefused() throws {
        let draft = try draft()
        let certificate = draft.plan.certificate
        func changed(_ witnesses: [CountTable]? = nil, _ protections: [CellProtection]? = nil) -> VerificationFault? {
            fault(
                draft.task,
                ProtectionPlan(
                    shown: draft.plan.shown,
                    certificate: Certificate(
                        witnesses: witnesses ?? certificate.witnesses, protections: protections ?? certificate.protections)))
        }
        for index in certificate.witnesses.indices {
            var witnesses = certificate.witnesses
            _ = witnesses[index].add(1, place: draft.task.truth.places[0], quarter: 1, sex: .female, age: .unknown)
            // The year's total is printed: one more person anywhere disagrees with it.
            #expect(changed(witnesses) == .witnessDisagrees)
        }
        for index in certificate.protections.indices {
            var protections = certificate.protections
            let protection = protections.remove(at: index)
            #expect(changed(nil, protections) == .unprotected)
            #expect(
                changed(nil, protections + [CellProtection(cell: protection.cell, low: protection.high, high: protection.low)])
                    == .unprotected)
            #expect(changed(nil, protections + [CellProtection(cell: protection.cell, low: 999, high: protection.high)]) == .unprotected)
            let invented = NarrowedCell(lower: 4, below: [.init(figure: 0, factor: 1)], upper: 4, above: [.init(figure: 0, factor: 1)])
            let claim = CellProtection(cell: protection.cell, low: protection.high, high: protection.high, narrowed: invented)
            #expect(changed(nil, protections + [claim]) == .wrongProof)
        }
    }

    @Test func whatIsNotOfTheProgrammeOrNotFixedIsRefused() throws {
        let draft = try draft()
        let (task, plan) = (draft.task, draft.plan)
        func with(printed: [CountCell], fixed: QuarterSet = .year, locked: [LockedFigure]? = nil, barred: Set<CountCell> = [])
            -> ProtectionTask
        {
            ProtectionTask(truth: task.truth, fixed: fixed, locked: locked ?? task.locked, printed: printed, barred: barred)
        }
        let quarter = CountCell(QuarterSet(1...1), place: task.truth.places[0])
        #expect(fault(with(printed: task.printed + [quarter]), plan) == .otherCells)
        #expect(fault(with(printed: Array(task.printed.dropLast())), plan) == .otherCells)
        #expect(fault(with(printed: task.printed, fixed: QuarterSet(0...2)), plan) == .notFixed)
        #expect(fault(with(printed: task.printed, barred: [CountCell(.year)]), plan) == .barredCellShown)
        #expect(fault(with(printed: task.printed, locked: [LockedFigure(cell: CountCell(.year), count: 1)]), plan) == .contradiction)
        #expect(fault(task, plan.showing([quarter])) == .otherCells)
    }

    @Test func anOutcomeIsShownOverEnoughPublicPeopleAlone() throws {
        let draft = try draft()
        let people = draft.task.truth.count(of: CountCell(.year))
        func outcome(_ numerator: Int) -> OutcomeDraft { OutcomeDraft(numerator: numerator, isMet: true, hasTarget: true, isShown: true) }
        for numerator in [0, 1, people] { #expect(fault(draft.task, draft.plan, outcome: outcome(numerator)) == nil) }
        for numerator in [-1, people + 1] { #expect(fault(draft.task, draft.plan, outcome: outcome(numerator)) == .outcomeImpossible) }
        let hidden = ProtectionPlan(shown: draft.plan.shown.subtracting([CountCell(.year)]), certificate: draft.plan.certificate)
        let unlocked = ProtectionTask(truth: draft.task.truth, fixed: .year, locked: [], printed: draft.task.printed)
        #expect(fault(unlocked, hidden, outcome: outcome(1)) == .outcomeTooSmall)
        let tables = try verifier.tables([PublicationDraft(draft.task, draft.plan, .year, outcome: outcome(people))])
        let rows = try #require(tables.first { $0.table == .outcome }).rows
        #expect(rows.map(\.value) == [.count(people), .percent("100.0"), .met(true)])
    }

    /// 30, 3, 12 and 4 people: what follows from periods by adding and taking away.
    @Test func outcomesOfPeriodsTogetherTellNothingOfFew() throws {
        var truth = CountTable(places: [.outside])
        for (quarter, people) in [30, 3, 12, 4].enumerated() {
            _ = truth.add(people, place: .outside, quarter: quarter, sex: .female, age: .unknown)
        }
        let rule = OutcomeRule(truth, rules: MadeUpYear.rules)
        let (q1, h1, nine, year) = (QuarterSet(0...0), QuarterSet(0...1), QuarterSet(0...2), QuarterSet.year)
        #expect(rule.allows([q1]) && rule.allows([h1]) && rule.allows([q1, nine]) && rule.allows([h1, nine]))
        // The second quarter is what the half-year has more than the first: three people.
        #expect(!rule.allows([q1, h1]))
        // The fourth: four.
        #expect(!rule.allows([nine, year]))
        #expect(!rule.allows([QuarterSet(3...3)]) && !rule.allows([QuarterSet(1...1)]))
        // First and third together leave the second and fourth: seven.
        #expect(!rule.allows([q1, QuarterSet(2...2), year]))
        #expect(rule.allows([q1, QuarterSet(2...2)]))
    }
}

/// Solutions as whole tables, and rules that are no rules.
@Suite struct TableModelTests {
    @Test(arguments: 0..<40)
    func marginsThatFitComeFromWholeAtoms(seed: Int) throws {
        let chance = SeededChance(seed: UInt64(seed))
        let year = MadeUpYear(communes: 1 + chance.below(6), people: chance.below(60), seed: UInt64(seed))
        // Cells that cross any dimensions, rings of four among them.
        let older: AgeSet = [AgeSet(.from60), AgeSet(.unknown)]
        let cells = (0..<1 + chance.below(8)).map { _ in
            CountCell(
                chance.pick([.year, QuarterSet(0...1), QuarterSet(2...2)]), place: chance.pick([nil, year.places[0]]),
                sexes: chance.pick([.all, .female, .others]), ages: chance.pick([.all, AgeSet(.under16), older]))
        }
        let model = TableModel(places: year.places, cells: cells)
        var programme = model.programme()
        for cell in cells {
            let count = Double(year.truth.count(of: cell))
            programme.row(model.columns(of: cell).map { .init(column: $0, factor: 1) }, from: count, to: count)
        }
        guard case .optimal(let values) = CbcSolver().solve(programme, whole: true) else {
            Issue.record("seed \(seed): no solution")
            return
        }
        let table = try #require(model.table(values))
        for cell in cells { #expect(table.count(of: cell) == year.truth.count(of: cell), "seed \(seed)") }
    }

    @Test func floorsStandInCode() {
        let weights = CellWeights(province: 1, commune: 1, quarter: 1, total: 1, part: 1)
        func fault(_ count: Int, _ outcome: Int, _ programme: [PublicTable: Set<PeriodPart>] = [:]) -> DisclosureRuleFault? {
            do {
                _ = try DisclosureRules(smallestCount: count, smallestOutcome: outcome, programme: programme, weights: weights)
                return nil
            } catch {
                return error
            }
        }
        #expect(
            fault(2, 10) == .countUnderFloor && fault(3, 5) == nil && fault(5, 4) == .outcomeUnderFloor
                && fault(12, 10) == .outcomeUnderFloor)
        #expect(fault(5, 10, [.commune: [.q1]]) == .tooWide(.commune) && fault(5, 10, [.outcome: [.h2]]) == .tooWide(.outcome))
    }
}
