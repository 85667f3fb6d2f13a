package import CaseDomain
import Disclosure
import Foundation
import Indicators
package import Policies
import Store
import Vault

extension OpenInstallation {
    /// Prepares a release: derives the exact figures and, unless it is an estimate, fixes who is counted, protects every cell against all
    /// that is public and proves it.
    ///
    /// An estimate is never public. Whoever works for a department prepares the indicators of which that department owns something.
    /// Nothing is public before somebody else has approved and published it.
    package func prepareRelease(
        _ request: ReleaseRequest, under set: PolicySet, workers: Int = 2, by visit: Visit
    ) async throws(CaseworkError) -> Identifier<Release> {
        let department = visit.actor.department
        try await require(visit, .prepareRelease, visit.actor.ownFigures, as: .prepareRelease)
        let (rules, frame) = (set.disclosure, try frame(of: request))
        let texts = try checked(request, set)
        let ledger = try publicLedger()
        try checkDefinitions(against: ledger)
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
        exact.add(counted.exact, of: included, rulebook.serviceKinds, set.forms)
        for figure in counted.others where own.contains(where: { $0.id == figure.indicator }) { exact.add(figure) }
        for people in people where request.vintage != .estimate {
            let preparation = try preparation(of: people, present: counted.present, for: request, in: frame, ledger, rules)
            let indicator = try await Self.protected(preparation, protector, rules)
            if let late = indicator.late { exact.add(late, isTold: indicator.isLateTold, of: people.indicator) }
            indicators.append(indicator)
        }
        let coverage = try coverage(of: [request.period], calendar: request.calendar, cutoff: counted.cutoff).first
        if let coverage { exact.add(coverage) }
        let before = try vintageBefore(request, frame.days)
        for change in changes(since: before, frame, counted, own.filter { included.contains($0.id.rawValue) }) {
            exact.add(change, isBeforePublic: before?.state == .published)
        }
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
}
