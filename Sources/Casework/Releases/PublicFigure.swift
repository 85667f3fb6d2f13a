package import CaseDomain
import Disclosure
package import Indicators

/// What a public figure is of, within a release.
package struct PublicCell: Hashable, Sendable {
    package enum Table: String, CaseIterable, Sendable {
        /// Province by period: everybody, and women.
        case period = "T1"
        /// Commune by year.
        case commune = "T2"
        /// Public centres: not about people.
        case centres = "T3"
        /// Province by year and age band.
        case age = "T4"
        /// Who was reached.
        case outcome = "T5"
        /// Of a final: who came and went since the year was fixed.
        case late = "T6"
    }

    package enum Measure: String, CaseIterable, Sendable {
        case denominator, numerator, percent, met, entries, withdrawals
    }

    package let table: Table
    package let indicator: IndicatorID
    package let measure: Measure
    /// `nil`: the province.
    package let place: PlaceCode?
    package let isOfWomen: Bool
    /// `nil`: every age.
    package let age: AgeBand?

    package init(
        _ table: Table, _ indicator: IndicatorID, _ measure: Measure, place: PlaceCode? = nil, isOfWomen: Bool = false, age: AgeBand? = nil
    ) {
        self.table = table
        self.indicator = indicator
        self.measure = measure
        self.place = place
        self.isOfWomen = isOfWomen
        self.age = age
    }
}

/// A figure as public files carry it: for pages, which know no tables.
package struct PublicFigure: Hashable, Sendable {
    package let cell: PublicCell
    /// A whole number, a percentage with one decimal, `yes` or `no`; `nil` when it is hidden.
    package let value: String?

    package init(_ cell: PublicCell, value: String?) {
        self.cell = cell
        self.value = value
    }

    /// A row of a table that the verifier let out, or of a signed manifest; `nil` for a table that pages do not show.
    init?(_ row: PublicRow) {
        guard let table = PublicCell.Table(rawValue: row.table), let measure = PublicCell.Measure(rawValue: row.measure) else { return nil }
        cell = PublicCell(
            table, IndicatorID(rawValue: row.indicator), measure, place: row.place == PublicRow.all ? nil : PlaceCode(row.place),
            isOfWomen: row.sex != PublicRow.all, age: row.age == PublicRow.all ? nil : AgeBand(rawValue: row.age))
        value = row.value
    }
}
