package import CaseDomain
import Disclosure
import Foundation
package import Indicators
package import Policies
import Store
import Vault

/// Which release is asked for.
package struct ReleaseRequest: Hashable, Sendable {
    package let calendar: String
    package let period: Period
    package let vintage: Vintage
    /// Of an estimate: days of the period's reporting year, also unfinished ones; `nil`: those of the period.
    package let days: ClosedRange<Day>?
    /// What the officer has to say: difficulties, and remarks.
    package let difficulties: String
    package let remarks: String
    /// That the officer was asked, and a small number beside a place is about no person.
    package let isChecked: Bool

    package init(
        calendar: String, period: Period, vintage: Vintage, days: ClosedRange<Day>? = nil, difficulties: String = "", remarks: String = "",
        isChecked: Bool = false
    ) {
        self.isChecked = isChecked
        self.calendar = calendar
        self.period = period
        self.vintage = vintage
        self.days = days
        self.difficulties = difficulties
        self.remarks = remarks
    }
}

extension OpenInstallation {
    /// Prepares a release: derives the exact figures and, unless it is an estimate, fixes who is counted, protects every cell against all
    /// that is public and proves it.
    ///
    /// An estimate is never public. Whoever works for a department prepares the indicators of which that department owns something. Nothing is public before somebody
    /// else has approved and published it.
    package func prepareRelease(
        _ request: ReleaseRequest, under set: PolicySet, workers: Int = 2, by visit: Visit
    ) async throws(CaseworkError) -> Identifier<Release> {
        let department = visit.actor.department
        try await require(visit, .prepareRelease, visit.actor.ownFigures, as: .prepareRelease)
        let (rules, frame) = (set.disclosure, try frame(of: request))
        let texts = try checked(request, set)
        let ledger = try publicLedger()
        let own = try check(
            request,
            of: frame.plan.indicators.filter { indicator in
                department == nil || owners(of: indicator, set).contains { $0.department == department }
            }, against: ledger)
        let counted = try counted(for: request, in: frame, workers: workers)
        let people = counted.people.filter { people in own.contains { $0.id == people.indicator } }
        let centres = counted.centres(rulebook.definitions).filter { centres in own.contains { $0.id.rawValue == centres.id } }
        guard !people.isEmpty || !centres.isEmpty else { throw .release(.nothingToPrepare) }
        let keys = keys
        let protector = Protector(rules: rules) { bytes in
            keys.disclosureOrder.digest([Array("disclosure order".utf8), bytes]).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        var indicators: [ReleaseRecord.Indicator] = []
        var exact = ExactRows(frame.plan, year: request.period.year)
        let included = Set(people.map(\.indicator.rawValue) + centres.map(\.id))
        exact.add(counted.exact.of(included), rulebook.serviceKinds, set.forms)
        for figure in counted.others where own.contains(where: { $0.id == figure.indicator }) { exact.add(figure) }
        for people in people where request.vintage != .estimate {
            let preparation = try preparation(of: people, present: counted.present, for: request, in: frame, ledger, rules)
            if let late = preparation.late { exact.add(late, of: people.indicator) }
            indicators.append(try await Self.protected(preparation, protector, rules))
        }
        let coverage = try coverage(of: [request.period], calendar: request.calendar, cutoff: counted.cutoff).first
        if let coverage { exact.add(coverage) }
        for change in try changes(in: request, frame, counted, own.filter { included.contains($0.id.rawValue) }) { exact.add(change) }
        let record = ReleaseRecord(
            state: .prepared, calendar: request.calendar, period: request.period.description,
            vintage: request.vintage, plan: frame.plan.id, definitions: rulebook.definitions.reference,
            from: frame.days.lowerBound.number, to: frame.days.upperBound.number, cutoff: counted.cutoff, policies: policies,
            preparedBy: visit.actor.name, preparer: visit.actor.user.description, preparedAt: now().seconds,
            parts: parts(of: own.filter { included.contains($0.id.rawValue) }, set),
            confirmed: coverage.map { $0.organisations.count - $0.count(nil) } ?? 0,
            organisations: coverage?.organisations.count ?? 0, ledger: ledger.digest, indicators: indicators, centres: centres,
            exact: exact.rows.map(\.cells), difficulties: texts.difficulties, remarks: texts.remarks,
            jumps: counted.jumps(set.releases).filter { included.contains($0) },
            counted: people.map { ReleaseRecord.Counted($0.indicator, $0.people) }, endOfCases: counted.endOfCases)
        let identifier: Identifier<Release> = chance.identifier()
        do {
            let row = ReleaseRow(
                identifier: identifier, number: (try store.releases().last?.number ?? 0) + 1,
                sealed: try sealed(record, identifier, revision: 1))
            try await commit([.put(row)], entry(.prepareRelease, by: visit))
        } catch {
            throw CaseworkError(error)
        }
        return identifier
    }

    /// Who owns an indicator today: of a department that ended, the one that took its place.
    func owners(of indicator: PlanIndicator, _ set: PolicySet) -> [Ownership] {
        let today = now().dayInVietNam
        return indicator.owners.map { owner in
            Ownership(scope: owner.scope, department: owner.department.map { set.department($0, on: today)?.code ?? $0 })
        }
    }

    /// The parts by owner; what nobody owns is a part of its own, which nobody can approve and which does not keep the rest.
    private func parts(of indicators: [PlanIndicator], _ set: PolicySet) -> [ReleaseRecord.Part] {
        var byOwner: [String?: [String]] = [:]
        for indicator in indicators {
            for owner in Set(owners(of: indicator, set).map(\.department)) { byOwner[owner, default: []].append(indicator.id.rawValue) }
        }
        return byOwner.sorted { ($0.key ?? "~") < ($1.key ?? "~") }.map {
            ReleaseRecord.Part(department: $0.key, indicators: $0.value.sorted())
        }
    }

    // MARK: What may be asked for

    /// The plan, the calendar and the days of a request.
    struct ReleaseFrame: Sendable {
        let plan: Plan
        let days: ClosedRange<Day>
        /// The last day of the reporting year: communes are rolled to it.
        let yearEnd: Day
    }

    func frame(of request: ReleaseRequest) throws(CaseworkError) -> ReleaseFrame {
        guard let plan = rulebook.defaultPlan(of: request.period.year) else { throw .release(.nothingToPrepare) }
        guard let calendar = rulebook.calendar(request.calendar) else { throw .figures(.unknownCalendar) }
        guard let days = calendar.days(of: request.period),
            let year = calendar.days(of: Period(year: request.period.year, part: .year))
        else { throw .figures(.periodOutsideCalendar) }
        guard request.vintage != .estimate else {
            let asked = request.days ?? days
            guard asked.lowerBound >= year.lowerBound, asked.upperBound <= year.upperBound, asked.lowerBound <= now().dayInVietNam else {
                throw .figures(.periodOutsideCalendar)
            }
            return ReleaseFrame(plan: plan, days: asked, yearEnd: year.upperBound)
        }
        guard request.days == nil else { throw .release(.daysOfEstimate) }
        guard plan.publicCalendar == request.calendar else { throw .release(.notPublicCalendar) }
        guard request.period.part != .h2 else { throw .figures(.periodOutsideCalendar) }
        guard days.upperBound < now().dayInVietNam else { throw .release(.periodNotOver) }
        return ReleaseFrame(plan: plan, days: days, yearEnd: year.upperBound)
    }

    /// What the officer typed, in normal form.
    ///
    /// A small number beside a place is asked back: what a table hides, a sentence must not tell.
    private func checked(
        _ request: ReleaseRequest, _ set: PolicySet
    ) throws(CaseworkError) -> (difficulties: String, remarks: String) {
        let check = RemarkCheck(rulebook.gazetteer, smallest: set.disclosure.smallestCount)
        let texts = [request.difficulties, request.remarks].map(\.precomposedStringWithCanonicalMapping)
        for text in texts {
            guard text.unicodeScalars.count <= OpenInstallation.mostInRemark else { throw .release(.badRemark) }
            switch check.finding(in: text) {
            case .smallCount: throw .release(.smallCountInRemark)
            case .besidePlace: if !request.isChecked { throw .release(.numberBesidePlace) }
            case nil: break
            }
        }
        return (texts[0], texts[1])
    }

    private func measure(_ id: IndicatorID) -> IndicatorMeasure? { rulebook.definitions.indicators.first { $0.id == id }?.measure }

    /// The indicators that can be prepared: first those of which nothing of the period is public, else those of which something is.
    private func check(
        _ request: ReleaseRequest, of indicators: [PlanIndicator], against ledger: PublicLedger
    ) throws(CaseworkError) -> [PlanIndicator] {
        guard request.vintage != .estimate else { return indicators }
        let year = String(request.period.year)
        // Two calendars of one year side by side would tell the days in which they differ.
        guard
            !ledger.releases.contains(where: { $0.manifest.facts.period.hasPrefix(year) && $0.manifest.facts.calendar != request.calendar })
        else { throw .release(.notPublicCalendar) }
        let earlier = Set(
            ledger.releases.filter { $0.manifest.facts.period == request.period.description }.flatMap(\.manifest.rows).map(\.indicator))
        let ended = Set(
            ledger.releases.filter { $0.manifest.facts.vintage == Vintage.final.rawValue && $0.manifest.facts.period.hasPrefix(year) }
                .flatMap(\.manifest.rows).map(\.indicator))
        let indicators = indicators.filter { !ended.contains($0.id.rawValue) }
        func isCounted(_ indicator: PlanIndicator) -> Bool { measure(indicator.id) != .external && measure(indicator.id) != nil }
        guard indicators.contains(where: isCounted) || ended.isEmpty else { throw .release(.yearIsFinal) }
        switch request.vintage {
        case .estimate: return indicators
        case .final:
            guard request.period.part == .year else { throw .release(.finalOfYear) }
            var left: [PlanIndicator] = []
            var isAnyFixed = false
            for indicator in indicators {
                if case .people? = measure(indicator.id) {
                    guard try isFixed(indicator.id, request.period.year) else { continue }
                    isAnyFixed = true
                }
                left.append(indicator)
            }
            guard isAnyFixed else { throw .release(.quartersNotFixed) }
            return left
        case .first:
            let left = indicators.filter { !earlier.contains($0.id.rawValue) }
            guard left.contains(where: isCounted) || left.count == indicators.count else { throw .release(.alreadyPublished) }
            return left
        case .revised:
            let left = indicators.filter { earlier.contains($0.id.rawValue) }
            guard !left.isEmpty else { throw .release(.nothingPublished) }
            return left
        }
    }

    // MARK: Who is counted

    struct CountedIndicator: Sendable {
        let indicator: IndicatorID
        let people: [CountedPerson]
    }

    /// What is known of a request's people and centres, all at one cut-off.
    struct KnownFigures: Sendable {
        let people: [CountedIndicator]
        let exact: ExactCounts
        /// Centres and external values.
        let others: [Figure]
        let cutoff: Int
        /// Of the cases of people who were fixed, the numbers of those that are there still; for a final alone.
        let present: Set<UInt32>
        /// Of cases that were counted in the vintage before, the state by number.
        let states: [UInt32: CaseState]
        /// No case has this number or a higher one.
        let endOfCases: Int
        /// How many people each quarter of the period has, and each of the eight before it, the newest last.
        let quarters: [IndicatorID: [(count: Int, before: [Int])]]

        /// Indicators with a quarter that is far from those before it.
        func jumps(_ rules: ReleaseCheckRules) -> [String] {
            quarters.filter { $0.value.contains { rules.isJump($0.count, after: $0.before) } }.map(\.key.rawValue).sorted()
        }

        func centres(_ definitions: GoalDefinitions) -> [ReleaseRecord.Centres] {
            others.compactMap { figure in
                guard case .centres? = definitions.indicators.first(where: { $0.id == figure.indicator })?.measure,
                    let denominator = figure.denominator, let numerator = figure.numerator
                else { return nil }
                return ReleaseRecord.Centres(
                    id: figure.indicator.rawValue, denominator: denominator, numerator: numerator, isMet: figure.target?.isMet)
            }
        }
    }

    private func counted(
        for request: ReleaseRequest, in frame: ReleaseFrame, workers: Int
    ) throws(CaseworkError) -> KnownFigures {
        let rulebook = rulebook
        var numbers: Set<UInt32> = []
        if request.vintage == .final {
            for indicator in rulebook.definitions.indicators {
                let quarters = try storedQuarters(of: indicator.id, request.period.year)
                numbers.formUnion(quarters.flatMap(\.members).flatMap(\.keys).map(\.number))
            }
        }
        let fixed = numbers
        let compared = Set(
            try vintageBefore(request, frame.days)?.counted.flatMap(\.compared).flatMap(\.records).map(\.number) ?? [])
        let end: Int
        do { end = try store.endOfCases() } catch { throw .store(error) }
        @Sendable func read(_ ledger: borrowing FactLedger) -> Result<(KnownFigures, Bool), FiguresError> {
            var people: [CountedIndicator] = []
            do throws(FiguresError) {
                for indicator in rulebook.definitions.indicators {
                    guard case .people = indicator.measure else { continue }
                    people.append(
                        CountedIndicator(
                            indicator: indicator.id,
                            people: try ledger.countedPeople(of: indicator.id, calendar: request.calendar, year: request.period.year)))
                }
                let known = KnownFigures(
                    people: people,
                    exact: try ledger.exactCounts(calendar: request.calendar, year: request.period.year, days: frame.days),
                    others: ledger.otherFigures(frame.plan, request.period, on: frame.days.upperBound), cutoff: ledger.cutoff,
                    present: ledger.present(fixed), states: ledger.caseStates(compared), endOfCases: end,
                    quarters: ledger.quartersWithThoseBefore(request.period, calendar: request.calendar))
                return .success((known, ledger.unreadable.isEmpty))
            } catch {
                return .failure(error)
            }
        }
        let found: Result<(KnownFigures, Bool), FiguresError>
        if let live {
            found = live.read(read)
        } else {
            found = read(try FactDerivation(store, keys, rulebook).ledger(at: nil, workers: workers))
        }
        let (known, isWhole): (KnownFigures, Bool)
        do { (known, isWhole) = try found.get() } catch { throw .figures(error) }
        guard isWhole else { throw .release(.unreadableFacts) }
        return known
    }

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

    private func preparation(
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

    /// Whether all four quarters of a year were fixed by earlier releases.
    private func isFixed(_ indicator: IndicatorID, _ year: Int) throws(CaseworkError) -> Bool {
        try storedQuarters(of: indicator, year).count == 4
    }

    /// The quarters of a year that were fixed by earlier releases.
    func storedQuarters(of indicator: IndicatorID, _ year: Int) throws(CaseworkError) -> [ReleaseRecord.Quarter] {
        do {
            return try store.countedSets(year: year).filter { $0.indicator == indicator.rawValue }.map { row in
                ReleaseRecord.Quarter(
                    quarter: row.quarter - 1, revision: row.revision,
                    members: try FilledJSON.value(
                        [CountedMember].self,
                        of: try keys.releases.open(
                            row.sealed,
                            for: bindings.countedSet(
                                row.indicator, year: row.year, quarter: row.quarter, revision: row.revision))))
            }
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Protects one indicator, on a thread of its own: a solver takes its time, and the threads that serve pages have none.
    private static func protected(
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
        func draft(_ late: LateDraft?) -> PublicationDraft {
            PublicationDraft(
                indicator: preparation.indicator, period: preparation.period, task: preparation.task, plan: plan, outcome: nil,
                knownOutcomes: preparation.knownOutcomes, late: late)
        }
        var isOutcomeShown = draft(nil).allowsOutcome(rules)
        // Who came and went is told where it may be and costs nobody the outcome of the year.
        var late = preparation.late.map { LateDraft(entries: $0.entries, withdrawals: $0.withdrawals) }.flatMap {
            $0.isTellable(rules) && rules.programme[.lateChanges]?.contains(.year) ?? false && draft(nil).isTotalPublic
                && preparation.task.barred.isEmpty ? $0 : nil
        }
        if let told = late {
            if draft(told).allowsOutcome(rules) { isOutcomeShown = true } else if isOutcomeShown { late = nil }
        }
        let outcome = late == nil ? preparation.outcome : preparation.finalOutcome ?? preparation.outcome
        return ReleaseRecord.Indicator(
            id: preparation.indicator.rawValue, quarters: preparation.quarters, shown: plan.shown.sorted().map(\.numbers),
            witnesses: plan.certificate.witnesses.map(\.sparse), protections: plan.certificate.protections.map { .init($0) },
            numerator: outcome.numerator, isMet: outcome.isMet, hasTarget: preparation.hasTarget, isOutcomeShown: isOutcomeShown,
            late: preparation.late, isLateTold: late != nil)
    }
}
