/// A row of exact figures: never public, only within a restricted return.
package struct ExactRow: Hashable, Sendable, Codable {
    /// What a row is of.
    package enum Table: String, CaseIterable, Sendable, Codable {
        /// The province's figures with target and whether it is met, and the counts beside.
        case goal
        /// By commune of detection.
        case place
        case sex
        case age
        case scope
        /// Who was reached, by kind of service; kinds overlap.
        case service
        /// People not reached, by the reason.
        case unreached
        /// Days from detection to the first service: median and ninth tenth.
        case delay
        /// Of the form on domestic violence: cases by form, perpetrators by sex and measure, victims by sex and that form's age groups.
        case forms
        case measures
        case victims
        /// Organisations that must report, by what they said of the period.
        case coverage
        /// People who came in or went out after they were fixed for the public.
        case late
        /// What changed since the vintage before: the figures then and now, and how much of the change each reason makes.
        case changes
    }

    /// `all` where a dimension is a total.
    package static let all = "all"
    package static let columns = ["table", "indicator", "measure", "place", "sex", "age", "scope", "detail", "value"]

    package let table: Table
    /// Empty where a row belongs to no indicator.
    package let indicator: String
    /// What is counted: `denominator`, `numerator`, `percent`, `target`, `met`, or the name of a count beside.
    package let measure: String
    package let place: String
    package let sex: String
    package let age: String
    package let scope: String
    /// Code of a service, a reason, a form, a measure, an organisation; else `all`.
    package let detail: String
    /// A whole number, a decimal with a point, `yes`, `no`, or a word; empty when there is none ("không phát sinh").
    package let value: String

    package init(
        _ table: Table, _ indicator: String, _ measure: String, place: String = all, sex: String = all, age: String = all,
        scope: String = all, detail: String = all, value: String
    ) {
        self.table = table
        self.indicator = indicator
        self.measure = measure
        self.place = place
        self.sex = sex
        self.age = age
        self.scope = scope
        self.detail = detail
        self.value = value
    }

    package var cells: [String] { [table.rawValue, indicator, measure, place, sex, age, scope, detail, value] }
}
