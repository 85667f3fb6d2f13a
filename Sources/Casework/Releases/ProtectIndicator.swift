import CaseDomain
import Disclosure
import Foundation
import Indicators
import Vault

extension OpenInstallation {
    /// Everything that one indicator of a release is protected with.
    struct Preparation: Sendable {
        let indicator: IndicatorID
        let period: Period
        let quarters: [ReleaseRecord.Quarter]
        let task: ProtectionTask
        let outcome: Outcome
        let hasTarget: Bool
        let knownOutcomes: Set<QuarterSet>
        /// Of a final: who came and went, and the outcome over the people who are counted then.
        let late: LateChanges?
        let finalOutcome: Outcome?

        struct Outcome: Sendable {
            let numerator: Int
            let isMet: Bool?
        }
    }

    func preparation(
        of counted: CountedIndicator, present: Set<UInt32>, for request: ReleaseRequest, in frame: ReleaseFrame, _ ledger: PublicLedger,
        _ rules: DisclosureRules
    ) throws(CaseworkError) -> Preparation {
        let year = request.period.year
        let part = request.period.part
        var quarters = try storedQuarters(of: counted.indicator, year)
        // Who was counted in a fixed quarter is not counted in another one, however the record was corrected since.
        var fixed = Set(quarters.flatMap(\.members).flatMap(\.keys))
        for quarter in part.quarters where !quarters.contains(where: { $0.quarter == quarter }) {
            let members = counted.people.filter { $0.quarter == quarter && fixed.isDisjoint(with: $0.records) }
            fixed.formUnion(members.flatMap(\.records))
            quarters.append(ReleaseRecord.Quarter(quarter: quarter, revision: 0, members: members.map(CountedMember.init)))
        }
        quarters.sort { $0.quarter < $1.quarter }
        // Who is one person with a member by now stays counted as that member, also when the records of the beginning go.
        var places: [RecordKey: [(quarter: Int, member: Int)]] = [:]
        for quarter in quarters.indices {
            for (member, counted) in quarters[quarter].members.enumerated() {
                for key in counted.keys { places[key, default: []].append((quarter, member)) }
            }
        }
        for person in counted.people where person.records.count > 1 {
            for place in person.records.flatMap({ places[$0] ?? [] }) { quarters[place.quarter].members[place.member].join(person.records) }
        }
        // What became of them is what is known today; whoever is counted no more keeps what was known last.
        var reached: [RecordKey: Bool] = [:]
        for person in counted.people {
            for key in person.records { reached[key] = person.isReached || reached[key] ?? false }
        }
        for quarter in quarters.indices {
            for member in quarters[quarter].members.indices {
                let known = quarters[quarter].members[member].keys.compactMap { reached[$0] }
                if !known.isEmpty { quarters[quarter].members[member].isReached = known.contains(true) }
            }
        }
        let task = try task(counted.indicator, request.period, quarters, ledger, rules, yearEnd: frame.yearEnd)
        let people = quarters.filter { part.quarters.contains($0.quarter) }.flatMap(\.members)
        let target = frame.plan.target(of: counted.indicator, in: year)
        let direction = frame.plan.indicator(counted.indicator)?.direction
        func outcome(_ numerator: Int, of denominator: Int) -> Preparation.Outcome {
            Preparation.Outcome(
                numerator: numerator,
                isMet: target.flatMap { direction?.isMet(numerator: numerator, denominator: denominator, target: $0) })
        }
        let late = request.vintage == .final ? LateChanges(from: quarters, to: counted.people, cases: present) : nil
        return Preparation(
            indicator: counted.indicator, period: request.period, quarters: quarters, task: task,
            outcome: outcome(people.count(where: \.isReached), of: people.count), hasTarget: target != nil,
            knownOutcomes: ledger.outcomes(counted.indicator, year), late: late,
            finalOutcome: late.map { outcome($0.reached, of: $0.people) })
    }

    /// The task of an indicator's year, from the people of its fixed quarters.
    func task(
        _ indicator: IndicatorID, _ period: Period, _ quarters: [ReleaseRecord.Quarter], _ ledger: PublicLedger, _ rules: DisclosureRules,
        yearEnd: Day
    ) throws(CaseworkError) -> ProtectionTask {
        let truth = try CountTable(of: quarters, rulebook.gazetteer, yearEnd: yearEnd)
        let printed = rules.programme.filter { $0.value.contains(period.part) }.keys.flatMap {
            $0.cells(of: period.part, places: truth.places)
        }
        return ProtectionTask(
            truth: truth, fixed: quarters.reduce(into: QuarterSet()) { $0.formUnion(QuarterSet($1.quarter...$1.quarter)) },
            locked: ledger.locked(indicator, period.year), printed: printed, barred: ledger.barred(indicator, period.year, printed),
            hiddenBefore: ledger.hidden(indicator, period.year))
    }

    /// Protects one indicator, on a thread of its own: a solver takes its time, and the threads that serve pages have none.
    static func protected(
        _ preparation: Preparation, _ protector: Protector, _ rules: DisclosureRules
    ) async throws(CaseworkError) -> ReleaseRecord.Indicator {
        let found = await withCheckedContinuation { (waiting: CheckedContinuation<Result<ProtectionPlan, ProtectionFault>, Never>) in
            let thread = Thread {
                waiting.resume(returning: Result { () throws(ProtectionFault) in try protector.plan(preparation.task) })
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        let plan: ProtectionPlan
        do { plan = try found.get() } catch { throw .release(.protection(error)) }
        let draft = PublicationDraft(
            indicator: preparation.indicator, period: preparation.period, task: preparation.task, plan: plan, outcome: nil,
            knownOutcomes: preparation.knownOutcomes)
        let choice = OutcomeChoice(
            for: draft, late: preparation.late.map { LateDraft(entries: $0.entries, withdrawals: $0.withdrawals) }, rules: rules)
        let outcome = choice.late == nil ? preparation.outcome : preparation.finalOutcome ?? preparation.outcome
        return ReleaseRecord.Indicator(
            id: preparation.indicator.rawValue, quarters: preparation.quarters, shown: plan.shown.sorted().map(\.numbers),
            witnesses: plan.certificate.witnesses.map(\.sparse), protections: plan.certificate.protections.map { .init($0) },
            numerator: outcome.numerator, isMet: outcome.isMet, hasTarget: preparation.hasTarget, isOutcomeShown: choice.isOutcomeShown,
            late: preparation.late, isLateTold: choice.late != nil)
    }
}
