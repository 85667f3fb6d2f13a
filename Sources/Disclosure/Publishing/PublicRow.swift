import CaseDomain
package import Indicators

/// A row of what was made public, as files carry it.
///
/// Made from a table that the verifier let out, or read from a manifest whose signature holds: there is no other way.
package struct PublicRow: Hashable, Sendable {
    package enum Status: String, Sendable {
        case published, suppressed
    }

    /// `all` where a dimension is a total.
    package static let all = "all"

    package let table: String
    package let indicator: String
    package let measure: String
    package let place: String
    package let period: String
    package let sex: String
    package let age: String
    package let service: String
    /// `nil` when it is hidden.
    package let value: String?

    package var status: Status { value == nil ? .suppressed : .published }

    /// The names of the columns, in their order.
    package static let columns = ["table", "indicator", "measure", "place", "period", "sex", "age", "service", "value", "status"]

    package var cells: [String] { [table, indicator, measure, place, period, sex, age, service, value ?? "", status.rawValue] }

    /// - Parameter cells: In the order of the columns; `nil` when they do not fit.
    init?(cells: [String]) {
        guard cells.count == PublicRow.columns.count, let status = Status(rawValue: cells[9]),
            (status == .suppressed) == cells[8].isEmpty
        else { return nil }
        (table, indicator, measure, place) = (cells[0], cells[1], cells[2], cells[3])
        (period, sex, age, service) = (cells[4], cells[5], cells[6], cells[7])
        value = status == .suppressed ? nil : cells[8]
    }

    fileprivate init(_ row: PublishableRow, in table: PublicTable) {
        self.table = table.rawValue
        indicator = row.indicator.rawValue
        measure = row.measure.rawValue
        place = row.cell.place?.description ?? PublicRow.all
        period = row.period.description
        sex = row.cell.sexes == .female ? "female" : PublicRow.all
        age = row.cell.ageBand?.rawValue ?? PublicRow.all
        service = PublicRow.all
        value =
            switch row.value {
            case .count(let count): String(count)
            case .percent(let percent): percent
            case .met(let isMet): isMet ? "yes" : "no"
            case .hidden: nil
            }
    }
}

extension PublishableTable {
    package var publicRows: [PublicRow] { rows.map { PublicRow($0, in: table) } }
}

extension PublicRow {
    /// What the row tells of a count of people: indicator, year and figure; `nil` when it tells none.
    package var locked: (indicator: IndicatorID, year: Int, figure: LockedFigure)? {
        guard measure == PublishableRow.Measure.denominator.rawValue, table != PublicTable.centres.rawValue,
            let count = value.flatMap({ Int($0) }), let cell
        else { return nil }
        return (IndicatorID(rawValue: indicator), cell.year, LockedFigure(cell: cell.cell, count: count))
    }

    /// The cell of a count of people that is printed as hidden; `nil` when the row is none.
    package var hidden: (indicator: IndicatorID, year: Int, cell: CountCell)? {
        guard measure == PublishableRow.Measure.denominator.rawValue, table != PublicTable.centres.rawValue, value == nil, let cell else {
            return nil
        }
        return (IndicatorID(rawValue: indicator), cell.year, cell.cell)
    }

    /// The period of an outcome that is public; `nil` when the row is none.
    package var outcome: (indicator: IndicatorID, year: Int, quarters: QuarterSet)? {
        guard table == PublicTable.outcome.rawValue, measure == PublishableRow.Measure.numerator.rawValue, value != nil, let cell else {
            return nil
        }
        return (IndicatorID(rawValue: indicator), cell.year, cell.cell.quarters)
    }

    private var cell: (year: Int, cell: CountCell)? {
        guard let period = Period(self.period),
            let cell = CountCell(QuarterSet(period.part.quarters), place: place, sex: sex, age: age)
        else { return nil }
        return (period.year, cell)
    }
}
