package import CaseDomain
package import Indicators
import Store

/// Which organisations have said of a period that everything is in or that nothing happened, and which say nothing.
package struct PeriodCoverage: Sendable {
    /// An organisation that has to report.
    package struct Organisation: Hashable, Sendable {
        package let code: String
        package let name: String
        package let kind: CentreKind
        /// `nil` while it is silent.
        package let answer: PeriodAnswer?
        package let at: Instant?
    }

    package let period: Period
    package let days: ClosedRange<Day>
    package let isOver: Bool
    /// By code.
    package let organisations: [Organisation]

    /// How many gave an answer; `nil` counts the silent ones.
    package func count(_ answer: PeriodAnswer?) -> Int {
        organisations.count { $0.answer == answer }
    }
}

extension OpenInstallation {
    /// Who has confirmed periods, for those who read figures; of a period that no calendar has there is none.
    ///
    /// - Parameter cutoff: The commit up to which it is known; `nil` is now.
    package func readCoverage(
        of periods: [Period], calendar: String, cutoff: Int? = nil, by visit: Visit
    ) async throws(CaseworkError) -> [PeriodCoverage] {
        let resource = visit.actor.ownFigures
        try await require(visit, .readFigures, resource, as: .readCoverage)
        let newest: Int
        do { newest = try store.newestCommit() } catch { throw .store(error) }
        let coverage = try coverage(of: periods, calendar: calendar, cutoff: min(cutoff ?? newest, newest))
        try await note(entry(.readCoverage, by: visit))
        return coverage
    }

    /// The same for a release, which prints how many have confirmed.
    func coverage(of periods: [Period], calendar: String, cutoff: Int) throws(CaseworkError) -> [PeriodCoverage] {
        let centres: [StoredCentre]
        let said: [StoredConfirmation]
        do {
            centres = try store.centres(at: cutoff).sorted { $0.code < $1.code }
            said = try store.confirmations(at: cutoff).filter { $0.row.calendar == calendar && $0.row.answer != .withdrawn }
        } catch {
            throw .store(error)
        }
        let today = now().dayInVietNam
        return periods.compactMap { period -> PeriodCoverage? in
            guard let days = rulebook.calendar(calendar)?.days(of: period) else { return nil }
            let ofPeriod = said.filter { $0.row.period == period.description }
            let organisations = centres.filter { CentreDescription($0.version).reports(in: days) }.map { centre in
                let own = ofPeriod.first { $0.row.centre == centre.code }
                return PeriodCoverage.Organisation(
                    code: centre.code, name: centre.version.name, kind: centre.version.kind, answer: own?.row.answer, at: own?.at)
            }
            return PeriodCoverage(period: period, days: days, isOver: days.upperBound < today, organisations: organisations)
        }
    }
}
