import CaseDomain
import Disclosure
import Indicators
import Policies
import Store

extension OpenInstallation {
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

    func counted(
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
}
