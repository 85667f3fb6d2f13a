package import CaseDomain

/// A day of a reporting year: month and day, in the year itself or in one beside it.
package struct YearDay: Hashable, Sendable {
    package let yearOffset: Int
    package let month: Int
    package let day: Int

    package init(yearOffset: Int = 0, month: Int, day: Int) {
        self.yearOffset = yearOffset
        self.month = month
        self.day = day
    }

    /// The day in a reporting year.
    ///
    /// A last day that the month does not have becomes its last (29 February).
    package func day(in year: Int) -> Day? {
        Day(year: year + yearOffset, month: month, day: min(day, Day.length(ofMonth: month, in: year + yearOffset)))
    }
}

/// The parts of a reporting year for which figures are taken.
package enum PeriodPart: String, Codeword {
    case q1 = "Q1"
    case q2 = "Q2"
    case q3 = "Q3"
    case q4 = "Q4"
    case h1 = "H1"
    case h2 = "H2"
    case nineMonths = "9M"
    case year

    /// The quarters it is made of, from 0.
    package var quarters: ClosedRange<Int> {
        switch self {
        case .q1: 0...0
        case .q2: 1...1
        case .q3: 2...2
        case .q4: 3...3
        case .h1: 0...1
        case .h2: 2...3
        case .nineMonths: 0...2
        case .year: 0...3
        }
    }
}

/// A period of one reporting year, such as `2026-Q1`; which days it has is for a calendar to say.
package struct Period: Hashable, Sendable {
    package let year: Int
    package let part: PeriodPart

    package init(year: Int, part: PeriodPart) {
        self.year = year
        self.part = part
    }
}

extension Period: LosslessStringConvertible {
    /// `2026`, `2026-Q1`, `2026-H1`, `2026-9M`.
    package init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, first.utf8.count == 4, let year = Int(first), (1900...2199).contains(year) else { return nil }
        switch parts.count {
        case 1: self.init(year: year, part: .year)
        case 2:
            guard let part = PeriodPart(rawValue: String(parts[1])), part != .year else { return nil }
            self.init(year: year, part: part)
        default: return nil
        }
    }

    package var description: String {
        part == .year ? "\(year)" : "\(year)-\(part.rawValue)"
    }
}

/// First and last day of a part of the reporting year.
package struct PartDays: Hashable, Sendable {
    package let from: YearDay
    package let to: YearDay

    package init(from: YearDay, to: YearDay) {
        self.from = from
        self.to = to
    }
}

/// How a calendar cuts a reporting year: a table of first and last days, not arithmetic.
package struct ReportingCalendar: Sendable {
    package let id: String
    package let label: Label
    package let table: [PeriodPart: PartDays]
    /// For each day from 1901 on: (year − 1900) × 4 + quarter; 0 outside.
    private let quarterOfDay: [UInt16]
    private let firstDay: Int32

    /// - Parameter table: First and last day of every part. The caller has checked that quarters tile the year.
    package init(id: String, label: Label, table: [PeriodPart: PartDays]) {
        self.id = id
        self.label = label
        self.table = table
        firstDay = Day(year: 1901, month: 1, day: 1)?.number ?? 0
        let lastDay = Day(year: 2199, month: 12, day: 31)?.number ?? 0
        var quarters = [UInt16](repeating: 0, count: Int(lastDay - firstDay) + 1)
        for year in 1901...2199 {
            for (quarter, part) in [PeriodPart.q1, .q2, .q3, .q4].enumerated() {
                guard let ends = table[part], let from = ends.from.day(in: year), let to = ends.to.day(in: year), from <= to else {
                    continue
                }
                for day in max(from.number, firstDay)...min(to.number, lastDay) {
                    quarters[Int(day - firstDay)] = UInt16((year - 1900) * 4 + quarter)
                }
            }
        }
        quarterOfDay = quarters
    }

    /// First and last day of a period.
    package func days(of period: Period) -> ClosedRange<Day>? {
        guard let ends = table[period.part], let from = ends.from.day(in: period.year), let to = ends.to.day(in: period.year), from <= to
        else {
            return nil
        }
        return from...to
    }

    /// The quarter in which a day lies, as (reporting year − 1900) × 4 + quarter from 0; `nil` beyond 1901–2199.
    package func quarter(of day: Int32) -> Int? {
        let index = Int(day) - Int(firstDay)
        guard index >= 0, index < quarterOfDay.count, quarterOfDay[index] != 0 else { return nil }
        return Int(quarterOfDay[index])
    }

    package func period(containing day: Day) -> Period? {
        quarter(of: day.number).map { index in
            Period(year: 1900 + index / 4, part: [PeriodPart.q1, .q2, .q3, .q4][index % 4])
        }
    }
}
