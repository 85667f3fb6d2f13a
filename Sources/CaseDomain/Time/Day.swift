/// A day of the proleptic Gregorian calendar, without a time and without a zone.
///
/// Kept as the number of days since 1 January 1970, so that it takes a fixed width inside sealed values.
package struct Day: Hashable, Comparable, Sendable {
    package let number: Int32

    @inlinable
    package init(number: Int32) {
        self.number = number
    }

    /// The day of a civil date, or `nil` when there is no such date or the year is outside 1900–2200.
    package init?(year: Int, month: Int, day: Int) {
        guard (1900...2200).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, in: year) else {
            return nil
        }
        // Days from civil, era by era (the shifted year begins in March, so that the leap day comes last).
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(number: Int32(era * 146_097 + dayOfEra - 719_468))
    }

    /// The day written as `yyyy-mm-dd` or `dd/mm/yyyy`, or `nil`.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        let parts: (Int?, Int?, Int?)
        switch (bytes[2], bytes[4], bytes[5], bytes[7]) {
        case (0x2F, _, 0x2F, _): parts = (number(6..<10), number(3..<5), number(0..<2))
        case (_, 0x2D, _, 0x2D): parts = (number(0..<4), number(5..<7), number(8..<10))
        default: return nil
        }
        guard let year = parts.0, let month = parts.1, let day = parts.2 else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month and day of the month.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var year: Int { civil.year }

    package static func < (left: Day, right: Day) -> Bool {
        left.number < right.number
    }

    package func adding(days: Int) -> Day {
        Day(number: number + Int32(days))
    }

    /// The same day so many months later; the last of the month where that has no such day.
    package func adding(months: Int) -> Day {
        let (year, month, day) = civil
        let count = year * 12 + month - 1 + months
        let (later, laterMonth) = (count / 12, count % 12 + 1)
        return Day(year: later, month: laterMonth, day: min(day, Day.length(ofMonth: laterMonth, in: later)))
            ?? Day(number: number + Int32(months * 30))
    }

    /// The same day one year before; 29 February becomes the 28th.
    package var oneYearBefore: Day {
        let (year, month, day) = civil
        return Day(year: year - 1, month: month, day: min(day, Day.length(ofMonth: month, in: year - 1))) ?? adding(days: -365)
    }

    package static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: CustomStringConvertible {
    /// `yyyy-mm-dd`.
    package var description: String {
        let (year, month, day) = civil
        return "\(year)-\(Day.padded(month))-\(Day.padded(day))"
    }

    /// `dd/mm/yyyy`, as people write it in Viet Nam.
    package var vietnamese: String {
        let (year, month, day) = civil
        return "\(Day.padded(day))/\(Day.padded(month))/\(year)"
    }

    private static func padded(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}

/// A moment as whole seconds since 1 January 1970 UTC; handed in from the composition root, never read from a clock below it.
package struct Instant: Hashable, Comparable, Sendable {
    package let seconds: Int64

    package init(seconds: Int64) {
        self.seconds = seconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.seconds < right.seconds
    }

    /// The day in Viet Nam (Asia/Ho_Chi_Minh, UTC+7 since 1975, no summer time).
    package var dayInVietNam: Day {
        let local = seconds + 7 * 3_600
        return Day(number: Int32(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
    }
}

extension Day {
    /// The first moment of the day in Viet Nam.
    package var startInVietNam: Instant {
        Instant(seconds: Int64(number) * 86_400 - 7 * 3_600)
    }
}
