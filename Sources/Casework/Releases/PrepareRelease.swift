package import CaseDomain
package import Disclosure
import Foundation
package import Indicators
import Policies
import Store
import Vault

/// Which release is asked for.
package struct ReleaseRequest: Hashable, Sendable {
    package let calendar: String
    package let period: Period
    package let vintage: Vintage

    package init(calendar: String, period: Period, vintage: Vintage) {
        self.calendar = calendar
        self.period = period
        self.vintage = vintage
    }
}

extension OpenInstallation {
    /// Prepares a public release: fixes who is counted, protects every cell against all that is public, lets the verifier add it up.
    ///
    /// Whoever works for a department prepares the indicators of which that department owns something. Nothing is public before somebody
    /// else has approved and published it.
    package func prepareRelease(
        _ request: ReleaseRequest, rules: DisclosureRules, workers: Int = 2, by visit: Visit
    ) async throws(CaseworkError) -> Identifier<Release> {
        let department = visit.actor.department
        try await require(visit, .prepareRelease, visit.actor.ownFigures, as: .prepareRelease)
        let frame = try frame(of: request)
        let ledger = try publicLedger()
        let own = try check(
            request,
            of: frame.plan.indicators.filter { indicator in
                department == nil || indicator.owners.contains { $0.department == department }
            }, against: ledger)
        let counted = try counted(for: request, in: frame, workers: workers)
        let people = counted.people.filter { people in own.contains { $0.id == people.indicator } }
        let centres = counted.centres.filter { centres in own.contains { $0.id.rawValue == centres.id } }
        guard !people.isEmpty || !centres.isEmpty else { throw .release(.nothingToPrepare) }
        let keys = keys
        let protector = Protector(rules: rules) { bytes in
            keys.disclosureOrder.digest([Array("disclosure order".utf8), bytes]).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        var indicators: [ReleaseRecord.Indicator] = []
        for people in people {
            let preparation = try preparation(of: people, for: request, in: frame, ledger, rules)
            indicators.append(try await Self.protected(preparation, protector, rules))
        }
        let coverage = try coverage(of: [request.period], calendar: request.calendar, cutoff: counted.cutoff).first
        let included = Set(indicators.map(\.id) + centres.map(\.id))
        let record = ReleaseRecord(
            state: .prepared, calendar: request.calendar, period: request.period.description,
            vintage: request.vintage, plan: frame.plan.id, definitions: rulebook.definitions.reference,
            from: frame.days.lowerBound.number, to: frame.days.upperBound.number, cutoff: counted.cutoff, policies: policies,
            preparedBy: visit.actor.name, preparer: visit.actor.user.description, preparedAt: now().seconds,
            parts: OpenInstallation.parts(of: own.filter { included.contains($0.id.rawValue) }),
            confirmed: coverage.map { $0.organisations.count - $0.count(nil) } ?? 0,
            organisations: coverage?.organisations.count ?? 0, ledger: ledger.digest, indicators: indicators, centres: centres)
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

    /// The parts by owner; what nobody owns is a part of its own, which nobody can approve and which does not keep the rest.
    private static func parts(of indicators: [PlanIndicator]) -> [ReleaseRecord.Part] {
        var byOwner: [String?: [String]] = [:]
        for indicator in indicators {
            for owner in Set(indicator.owners.map(\.department)) { byOwner[owner, default: []].append(indicator.id.rawValue) }
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
        guard plan.publicCalendar == request.calendar else { throw .release(.notPublicCalendar) }
        guard let days = calendar.days(of: request.period),
            let year = calendar.days(of: Period(year: request.period.year, part: .year)), request.period.part != .h2
        else { throw .figures(.periodOutsideCalendar) }
        guard days.upperBound < now().dayInVietNam else { throw .release(.periodNotOver) }
        return ReleaseFrame(plan: plan, days: days, yearEnd: year.upperBound)
    }

    /// The indicators that can be prepared: first those of which nothing of the period is public, else those of which something is.
    private func check(
        _ request: ReleaseRequest, of indicators: [PlanIndicator], against ledger: PublicLedger
    ) throws(CaseworkError) -> [PlanIndicator] {
        let year = String(request.period.year)
        // Two calendars of one year side by side would tell the days in which they differ.
        guard
            !ledger.releases.contains(where: { $0.manifest.facts.period.hasPrefix(year) && $0.manifest.facts.calendar != request.calendar })
        else { throw .release(.notPublicCalendar) }
        let earlier = Set(
            ledger.releases.filter { $0.manifest.facts.period == request.period.description }.flatMap(\.manifest.rows).map(\.indicator))
        switch request.vintage {
        case .estimate, .final: throw .release(.vintageNotPublic)
        case .first:
            let left = indicators.filter { !earlier.contains($0.id.rawValue) }
            let isAnyCounted = left.contains { indicator in
                rulebook.definitions.indicators.contains { $0.id == indicator.id && $0.measure != .external }
            }
            guard isAnyCounted || left.count == indicators.count else { throw .release(.alreadyPublished) }
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

    private func counted(
        for request: ReleaseRequest, in frame: ReleaseFrame, workers: Int
    ) throws(CaseworkError) -> (people: [CountedIndicator], centres: [ReleaseRecord.Centres], cutoff: Int) {
        let rulebook = rulebook
        let question = FiguresQuery(calendar: request.calendar, period: request.period, plan: frame.plan.id)
        @Sendable func read(_ ledger: borrowing FactLedger) -> Result<([CountedIndicator], FigureTable, Int, Bool), FiguresError> {
            let (cutoff, isWhole) = (ledger.cutoff, ledger.unreadable.isEmpty)
            var people: [CountedIndicator] = []
            do throws(FiguresError) {
                for indicator in rulebook.definitions.indicators {
                    guard case .people = indicator.measure else { continue }
                    people.append(
                        CountedIndicator(
                            indicator: indicator.id,
                            people: try ledger.countedPeople(of: indicator.id, calendar: request.calendar, year: request.period.year)))
                }
                return .success((people, try ledger.figures(question), cutoff, isWhole))
            } catch {
                return .failure(error)
            }
        }
        let found: Result<([CountedIndicator], FigureTable, Int, Bool), FiguresError>
        if let live {
            found = live.read(read)
        } else {
            found = read(try FactDerivation(store, keys, rulebook).ledger(at: nil, workers: workers))
        }
        let (people, table, cutoff, isWhole): ([CountedIndicator], FigureTable, Int, Bool)
        do { (people, table, cutoff, isWhole) = try found.get() } catch { throw .figures(error) }
        guard isWhole else { throw .release(.unreadableFacts) }
        let centres = table.figures.compactMap { figure -> ReleaseRecord.Centres? in
            guard case .centres? = rulebook.definitions.indicators.first(where: { $0.id == figure.indicator })?.measure,
                let denominator = figure.denominator, let numerator = figure.numerator
            else { return nil }
            return ReleaseRecord.Centres(
                id: figure.indicator.rawValue, denominator: denominator, numerator: numerator, isMet: figure.target?.isMet)
        }
        return (people, centres, cutoff)
    }

    /// Everything that one indicator of a release is protected with.
    struct Preparation: Sendable {
        let indicator: IndicatorID
        let period: Period
        let quarters: [ReleaseRecord.Quarter]
        let task: ProtectionTask
        let numerator: Int
        let isMet: Bool?
        let hasTarget: Bool
        let knownOutcomes: Set<QuarterSet>
    }

    private func preparation(
        of counted: CountedIndicator, for request: ReleaseRequest, in frame: ReleaseFrame, _ ledger: PublicLedger, _ rules: DisclosureRules
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
        let numerator = people.count(where: \.isReached)
        let target = frame.plan.target(of: counted.indicator, in: year)
        let direction = frame.plan.indicator(counted.indicator)?.direction
        return Preparation(
            indicator: counted.indicator, period: request.period, quarters: quarters, task: task, numerator: numerator,
            isMet: target.flatMap { direction?.isMet(numerator: numerator, denominator: people.count, target: $0) },
            hasTarget: target != nil, knownOutcomes: ledger.outcomes(counted.indicator, year))
    }

    /// The task of an indicator's year, from the people of its fixed quarters.
    func task(
        _ indicator: IndicatorID, _ period: Period, _ quarters: [ReleaseRecord.Quarter], _ ledger: PublicLedger, _ rules: DisclosureRules,
        yearEnd: Day
    ) throws(CaseworkError) -> ProtectionTask {
        let truth = try table(of: quarters, yearEnd: yearEnd)
        let printed = rules.programme.filter { $0.value.contains(period.part) }.keys.flatMap {
            $0.cells(of: period.part, places: truth.places)
        }
        return ProtectionTask(
            truth: truth, fixed: quarters.reduce(into: QuarterSet()) { $0.formUnion(QuarterSet($1.quarter...$1.quarter)) },
            locked: ledger.locked(indicator, period.year), printed: printed, barred: ledger.barred(indicator, period.year, printed),
            hiddenBefore: ledger.hidden(indicator, period.year))
    }

    /// The people of quarters by atom, at the places of the year's last day.
    func table(of quarters: [ReleaseRecord.Quarter], yearEnd: Day) throws(CaseworkError) -> CountTable {
        var table = CountTable(places: rulebook.gazetteer.communes.filter { $0.exists(on: yearEnd) }.map(\.code) + [.outside])
        for quarter in quarters {
            for member in quarter.members {
                guard let place = rolled(member, to: yearEnd), let sex = Sex(number: member.sex), let age = AgeBand(number: member.age),
                    table.add(1, place: place, quarter: quarter.quarter, sex: sex, age: age)
                else { throw .release(.unknownPlace) }
            }
        }
        return table
    }

    private func rolled(_ member: CountedMember, to day: Day) -> PlaceCode? {
        let place = PlaceCode(number: member.place)
        guard place != .outside else { return place }
        return rulebook.gazetteer.index(of: place, on: Day(number: member.day)).flatMap { rulebook.gazetteer.rolled($0, to: day) }
            .map { rulebook.gazetteer.communes[$0].code }
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
        let cell = CountCell(QuarterSet(preparation.period.part.quarters))
        let people = preparation.task.truth.count(of: cell)
        let isOutcomeShown =
            plan.shown.contains(cell) && preparation.task.barred.isEmpty && people >= rules.smallestOutcome
            && OutcomeRule(preparation.task.truth, rules: rules).allows(preparation.knownOutcomes.union([cell.quarters]))
        return ReleaseRecord.Indicator(
            id: preparation.indicator.rawValue, quarters: preparation.quarters, shown: plan.shown.sorted().map(\.numbers),
            witnesses: plan.certificate.witnesses.map(\.sparse), protections: plan.certificate.protections.map { .init($0) },
            numerator: preparation.numerator, isMet: preparation.isMet, hasTarget: preparation.hasTarget, isOutcomeShown: isOutcomeShown)
    }
}
