package import CaseDomain
import Disclosure
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
    /// Of an estimate: days of the period's reporting year, also unfinished ones; `nil`: those of the period.
    package let days: ClosedRange<Day>?
    /// What the officer has to say: difficulties, and remarks.
    package let difficulties: String
    package let remarks: String
    /// That the officer was asked, and every number of people that was typed stands in a table that everybody sees.
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
    /// A number of people is asked back: what a table hides, a sentence must not tell.
    func checked(
        _ request: ReleaseRequest, _ set: PolicySet
    ) throws(CaseworkError) -> (difficulties: String, remarks: String) {
        let texts = [request.difficulties, request.remarks].map(\.precomposedStringWithCanonicalMapping)
        for text in texts {
            if let fault = remarkFault(in: text, isChecked: request.isChecked, under: set) { throw .release(fault) }
        }
        return (texts[0], texts[1])
    }

    /// Definitions that a release used stay as they were: what is counted otherwise has another version.
    func checkDefinitions(against ledger: PublicLedger) throws(CaseworkError) {
        let used = ledger.releases.last { $0.manifest.facts.definitions == rulebook.definitions.reference }
        guard let identifier = used.flatMap({ Identifier<Release>($0.manifest.facts.release) }) else { return }
        let found: ReleaseRow?
        do { found = try store.release(identifier) } catch { throw .store(error) }
        // What a restored file does not know was looked at when it was prepared.
        guard let found else { return }
        let record = try record(of: found)
        guard record.policies != policies else { return }
        guard let before = earlier(record.policies) else { throw .policiesGone(digest: record.policies) }
        guard before.definitions == rulebook.definitions else { throw .release(.definitionsChanged) }
    }

    private func measure(_ id: IndicatorID) -> IndicatorMeasure? { rulebook.definitions.indicators.first { $0.id == id }?.measure }

    /// The indicators that can be prepared: first those of which nothing of the period is public, else those of which something is.
    func check(
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
}
