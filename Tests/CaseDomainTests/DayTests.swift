import CaseDomain
import Testing

@Suite struct DayTests {
    @Test(arguments: ["2026-01-10", "2024-02-29", "1970-01-01", "1900-01-01", "2200-12-31"])
    func readsBackWhatItWrites(text: String) throws {
        let day = try #require(Day(text))
        #expect(day.description == text)
        #expect(Day(day.vietnamese) == day)
    }

    @Test(arguments: [
        "2026-02-29", "29/02/2025", "31/04/2026", "2026-13-01", "1899-12-31", "1/2/2026", "2026/01/01", "", "aa/bb/cccc", "00/01/2026",
    ])
    func refusesWhatIsNoDay(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func countsDaysAsTheCalendarDoes() throws {
        #expect(try #require(Day("1970-01-01")).number == 0)
        #expect(try #require(Day("2026-01-01")).number == 20_454)
        var day = try #require(Day("1999-12-31"))
        for _ in 0..<1_200 {
            let next = day.adding(days: 1)
            let (year, month, dayOfMonth) = next.civil
            #expect(Day(year: year, month: month, day: dayOfMonth) == next)
            day = next
        }
    }

    @Test func oneYearBeforeALeapDayIsThe28th() throws {
        #expect(try #require(Day("2024-02-29")).oneYearBefore == Day("2023-02-28"))
        #expect(try #require(Day("2026-03-31")).oneYearBefore == Day("2025-03-31"))
    }

    @Test func anInstantLateInTheEveningInLondonIsTheNextDayInVietNam() throws {
        let noon = Int64(try #require(Day("2026-11-21")).number) * 86_400
        #expect(Instant(seconds: noon + 16 * 3_600).dayInVietNam == Day("2026-11-21"))
        #expect(Instant(seconds: noon + 17 * 3_600).dayInVietNam == Day("2026-11-22"))
    }

    @Test(arguments: ["2026-11-21", "1970-01-01", "1969-12-31", "2024-03-01"])
    func aDayBeginsWithItsFirstMomentInVietNam(text: String) throws {
        let day = try #require(Day(text))
        #expect(day.startInVietNam.dayInVietNam == day)
        #expect(Instant(seconds: day.startInVietNam.seconds - 1).dayInVietNam == day.adding(days: -1))
    }
}
