package import CaseDomain
package import Indicators

/// What codes are called; a code that nobody named is called by itself.
package struct ReportNames: Hashable, Sendable {
    /// An indicator as the plan words it.
    package struct Indicator: Hashable, Sendable {
        /// Of what the denominator counts.
        package enum Counted: String, Sendable {
            case people, centres
            /// An external figure has neither denominator nor numerator.
            case external
        }

        package let label: Label
        package let counted: Counted
        /// Such as `%`.
        package let unit: Label
        /// The plan's target in the period's year, as it is written there; `nil` when there is none.
        package let target: String?
        package let direction: Direction
        /// Who is counted and who is reached, in a sentence; for the sheet of definitions.
        package let definition: Label?

        package init(
            label: Label, counted: Counted = .people, unit: Label = Label(vietnamese: "%", english: "%"), target: String?,
            direction: Direction, definition: Label? = nil
        ) {
            self.label = label
            self.counted = counted
            self.unit = unit
            self.target = target
            self.direction = direction
            self.definition = definition
        }
    }

    package var province: Label
    package var plan: Label
    package var indicators: [String: Indicator]
    /// Communes by code.
    package var places: [String: Label]
    package var departments: [String: Label]
    /// By the name of a vocabulary's file, such as `service-kinds`, and the code in it.
    package var codes: [String: [String: Label]]
    /// Counts beside an indicator, by indicator and name.
    package var beside: [String: [String: Label]]
    /// The period's days by the calendar of the figures, where they are known: an estimate of others is not called by the period.
    package var days: ClosedRange<Day>?

    package init(
        province: Label, plan: Label, indicators: [String: Indicator], places: [String: Label] = [:], departments: [String: Label] = [:],
        codes: [String: [String: Label]] = [:], beside: [String: [String: Label]] = [:], days: ClosedRange<Day>? = nil
    ) {
        self.province = province
        self.plan = plan
        self.indicators = indicators
        self.places = places
        self.departments = departments
        self.codes = codes
        self.beside = beside
        self.days = days
    }
}

extension ReportNames {
    /// The vocabularies from which reports name codes.
    package enum Codes: String, CaseIterable, Sendable {
        case services = "service-kinds"
        case sexes
        case ages = "age-bands"
        case scopes
        case forms = "violence-forms"
        case calendars
    }

    func label(_ code: String, in codes: Codes) -> Label {
        self.codes[codes.rawValue]?[code] ?? Label(vietnamese: code, english: code)
    }
}
