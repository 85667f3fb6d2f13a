package import CaseDomain

/// What an organisation says of a reporting period, in one of its versions.
package struct PeriodConfirmationRow: Hashable, Sendable {
    /// The organisation's code.
    package let centre: String
    /// The calendar whose table gave the days.
    package let calendar: String
    /// As people write it, such as `2026-Q1`.
    package let period: String
    /// From 1.
    package let revision: Int
    /// The days as the calendar had them then.
    package let days: ClosedRange<Day>
    package let answer: PeriodAnswer

    package init(centre: String, calendar: String, period: String, revision: Int, days: ClosedRange<Day>, answer: PeriodAnswer) {
        self.centre = centre
        self.calendar = calendar
        self.period = period
        self.revision = revision
        self.days = days
        self.answer = answer
    }

    /// The row as the audit chain names it.
    ///
    /// - Parameter key: Makes the sixteen bytes that stand for organisation, calendar and period.
    package func content(key: (String) -> [UInt8]) -> RowContent {
        var writer = ByteWriter(reserving: 128)
        for text in [centre, calendar, period] { writer.write(text) }
        writer.write(days.lowerBound)
        writer.write(days.upperBound)
        writer.write(answer.number)
        // Codes are free text: lengths keep two of them apart.
        let name = "\(centre.utf8.count)|\(centre)|\(calendar.utf8.count)|\(calendar)|\(period)"
        return RowContent(table: .periodConfirmation, row: key(name), revision: UInt32(revision), content: writer.bytes)
    }
}

/// A confirmation as it lies in the table.
package struct StoredConfirmation: Hashable, Sendable {
    package let row: PeriodConfirmationRow
    /// The commit that wrote it, and when that was.
    package let sequence: Int
    package let at: Instant
}
