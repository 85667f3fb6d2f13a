import CaseDomain
import Indicators

extension Rulebook {
    /// The calendar by which figures of a day's year are published.
    func publicCalendar(on day: Day) -> ReportingCalendar? {
        let published = defaultPlan(of: day.year)?.publicCalendar
        return published.flatMap(calendar) ?? calendars.first
    }
}

extension ReportingCalendar {
    /// The last quarter that was over before a day began.
    func lastFullQuarter(before day: Day) -> Period? {
        period(containing: day).flatMap(days).flatMap { period(containing: $0.lowerBound.adding(days: -1)) }
    }
}

extension Period {
    private static let quarterParts: [PeriodPart] = [.q1, .q2, .q3, .q4]

    /// The number of a quarter, from 1.
    var quarterNumber: Int? {
        Period.quarterParts.firstIndex(of: part).map { $0 + 1 }
    }

    /// So many quarters up to this one, oldest first; empty for another part of the year.
    func quarters(back count: Int) -> [Period] {
        guard let number = quarterNumber else { return [] }
        let last = year * 4 + number - 1
        return (last - count + 1...last).map { Period(year: $0 / 4, part: Period.quarterParts[$0 % 4]) }
    }
}
