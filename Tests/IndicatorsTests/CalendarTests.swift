import CaseDomain
import Indicators
import Policies
import Support
import Testing

@Suite struct CalendarTests {
    @Test(arguments: [
        ("calendar", "2026-01-01", "2026-Q1"), ("calendar", "2026-12-31", "2026-Q4"), ("administrative", "2025-12-14", "2025-Q4"),
        ("administrative", "2025-12-15", "2026-Q1"), ("administrative", "2026-03-14", "2026-Q1"),
        ("administrative", "2026-03-15", "2026-Q2"),
        ("administrative", "2026-12-14", "2026-Q4"), ("administrative", "2026-12-15", "2027-Q1"),
    ])
    func aDayLiesInItsQuarter(calendar: String, day: String, period: String) throws {
        let calendar = try #require(try ShippedPolicies.set.get().rulebook.calendar(calendar))
        #expect(calendar.period(containing: try #require(Day(day)))?.description == period)
    }

    @Test func everyDayOfACenturyLiesInExactlyTheQuarterWhoseDaysHoldIt() throws {
        for calendar in try ShippedPolicies.set.get().rulebook.calendars {
            for number in stride(from: Int32(0), to: 36_000, by: 1) {
                let period = try #require(calendar.period(containing: Day(number: number)))
                let days = try #require(calendar.days(of: period))
                guard days.contains(Day(number: number)) else {
                    Issue.record("\(calendar.id) \(Day(number: number))")
                    return
                }
            }
        }
    }

    @Test func aTargetIsTheNearestMilestoneNotBeforeTheYear() throws {
        let rulebook = try ShippedPolicies.set.get().rulebook
        let id = IndicatorID(rawValue: "3.2a")
        func target(_ year: Int) -> String? { rulebook.defaultPlan(of: year)?.target(of: id, in: year)?.text }
        #expect(rulebook.defaultPlan(of: 2020) == nil)
        #expect(target(2021) == "80")
        #expect(target(2025) == "80")
        #expect(target(2026) == "90")
        #expect(target(2030) == "90")
        #expect(rulebook.defaultPlan(of: 2031)?.id == "lai-chau-2026-2030")
        #expect(target(2031) == nil)
    }

    @Test(arguments: ["2026-Q5", "2026-", "26", "2026-year", "1899", "2026-q1", "2026-Q1-Q2", ""])
    func whatIsNoPeriodIsRefused(text: String) {
        #expect(Period(text) == nil)
    }
}
