import CaseDomain
import Disclosure
import Indicators
import Store

extension OpenInstallation {
    /// The newest earlier release of the same days, approved or public: what a new one is compared with.
    func vintageBefore(_ request: ReleaseRequest, _ days: ClosedRange<Day>) throws(CaseworkError) -> ReleaseRecord? {
        let rows: [ReleaseRow]
        do { rows = try store.releases() } catch { throw .store(error) }
        for row in rows.reversed() {
            let record = try record(of: row)
            guard record.state == .approved || record.state == .published, record.calendar == request.calendar,
                record.period == request.period.description, record.from == days.lowerBound.number, record.to == days.upperBound.number
            else { continue }
            return record
        }
        return nil
    }

    /// What changed since the vintage before, with reasons; nothing where there is none, or where a figure stayed as it was.
    func changes(
        since before: ReleaseRecord?, _ frame: ReleaseFrame, _ known: KnownFigures, _ indicators: [PlanIndicator]
    ) -> [FigureChange] {
        guard let before else { return [] }
        let (states, end) = (known.states, before.endOfCases)
        let isRedefined = before.definitions != rulebook.definitions.reference || before.policies != policies
        return indicators.compactMap { indicator in
            if let counted = before.counted.first(where: { $0.indicator == indicator.id.rawValue }),
                let now = known.people.first(where: { $0.indicator == indicator.id })
            {
                let change = FigureChange(
                    indicator.id,
                    from: KnownYear(people: counted.compared, days: frame.days) { Int($0) < end ? .confirmed : nil },
                    to: KnownYear(
                        people: now.people.map { YearPerson(day: $0.day, isReached: $0.isReached, records: $0.records) },
                        days: frame.days, state: { states[$0] }), isRedefined: isRedefined)
                return change.reasons.isEmpty ? nil : change
            }
            guard let old = before.centres.first(where: { $0.id == indicator.id.rawValue }),
                let new = known.centres(rulebook.definitions).first(where: { $0.id == indicator.id.rawValue }),
                (old.denominator, old.numerator) != (new.denominator, new.numerator)
            else { return nil }
            var change = FigureChange(
                indicator: indicator.id, before: CountPair(old.denominator, old.numerator),
                after: CountPair(new.denominator, new.numerator))
            change.putTheRest(down: isRedefined ? .definitionChanged : .centresChanged)
            return change
        }
    }
}
