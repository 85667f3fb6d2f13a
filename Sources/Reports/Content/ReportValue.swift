package import Disclosure

/// What a cell of a report says.
package enum ReportValue: Hashable, Sendable {
    /// Less than none in a change.
    case count(Int)
    /// Digits, a point, digits, as in `83.3`.
    case decimal(String)
    case met(Bool)
    /// Not public. One value for every hidden cell, whatever the reason: nothing else is known of it here.
    case hidden
    /// There is none: "không phát sinh", or no target.
    case nothing
    /// A code, such as what an organisation said of the period.
    case word(String)

    /// As rows carry it; an empty text is nothing.
    init(text: String) {
        switch text {
        case "": self = .nothing
        case "yes": self = .met(true)
        case "no": self = .met(false)
        default:
            if let count = Int(text) {
                self = .count(count)
            } else {
                self = ReportValue.isDecimal(text) ? .decimal(text) : .word(text)
            }
        }
    }

    private static func isDecimal(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}

/// A figure of a report with what it is of.
package struct ReportLine: Hashable, Sendable {
    package let subject: ExactRow.Table
    /// Empty where it belongs to no indicator.
    package let indicator: String
    package let measure: String
    package let place: String
    package let sex: String
    package let age: String
    package let scope: String
    package let detail: String
    package let value: ReportValue
}

extension ReportLine {
    init(_ row: ExactRow) {
        self.init(
            subject: row.table, indicator: row.indicator, measure: row.measure, place: row.place, sex: row.sex, age: row.age,
            scope: row.scope, detail: row.detail, value: ReportValue(text: row.value))
    }

    /// - Returns: `nil` for a row of a table that this version does not know.
    init?(_ row: PublicRow) {
        let subject: ExactRow.Table
        switch PublicTable(rawValue: row.table) {
        case .period: subject = row.sex == PublicRow.all ? .goal : .sex
        case .commune: subject = .place
        case .centres, .outcome: subject = .goal
        case .age: subject = .age
        case .lateChanges: subject = .late
        case nil: return nil
        }
        self.init(
            subject: subject, indicator: row.indicator, measure: row.measure, place: row.place, sex: row.sex, age: row.age,
            scope: ExactRow.all, detail: ExactRow.all, value: row.value.map { ReportValue(text: $0) } ?? .hidden)
    }
}
