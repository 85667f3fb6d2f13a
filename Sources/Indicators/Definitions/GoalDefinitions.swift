package import CaseDomain

/// The number of an indicator within its goal, such as `3.2a`.
package struct IndicatorID: Hashable, Sendable, RawRepresentable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// A share of people: who stands in the denominator, who in the numerator, and who is counted beside.
package struct PeopleShare: Hashable, Sendable {
    package let role: Role
    package let kinds: Set<CaseKind>
    /// The mark of the service kinds that the breakdown `service` shows.
    package let serviceMark: String
    package let denominator: Condition
    package let numerator: Condition
    package let beside: [BesideCount]
    package let breakdowns: Set<Breakdown>

    package init(
        role: Role, kinds: Set<CaseKind>, serviceMark: String, denominator: Condition, numerator: Condition, beside: [BesideCount],
        breakdowns: Set<Breakdown>
    ) {
        self.role = role
        self.kinds = kinds
        self.serviceMark = serviceMark
        self.denominator = denominator
        self.numerator = numerator
        self.beside = beside
        self.breakdowns = breakdowns
    }
}

/// A share of centres: those of a kind, public or not, valid on the period's last day, and those of them with an activity in the
/// year up to that day.
package struct CentreShare: Hashable, Sendable {
    package let kind: CentreKind
    package let isPublic: Bool

    package init(kind: CentreKind, isPublic: Bool) {
        self.kind = kind
        self.isPublic = isPublic
    }
}

/// What an indicator counts.
package enum IndicatorMeasure: Hashable, Sendable {
    case people(PeopleShare)
    case centres(CentreShare)
    /// A value that somebody else measures, one a year.
    case external
}

/// An indicator: its number, its names, what it counts.
package struct IndicatorDefinition: Hashable, Sendable {
    package let id: IndicatorID
    package let label: Label
    package let measure: IndicatorMeasure

    package init(id: IndicatorID, label: Label, measure: IndicatorMeasure) {
        self.id = id
        self.label = label
        self.measure = measure
    }
}

/// Whether records with one document number are one person.
package enum LinkageRule: String, Codeword {
    case exact, off
}

/// Whether a refusal to count in statistics leaves a person out of figures.
package enum ConsentRefusal: String, Codeword {
    case count, exclude
}

/// The definitions of a goal, with every choice that no official text makes.
package struct GoalDefinitions: Hashable, Sendable {
    package let name: String
    package let version: Int
    /// How many days before detection a service may lie and still belong to the person-year.
    package let lookbackDays: Int
    package let linkage: LinkageRule
    package let consentRefusal: ConsentRefusal
    package let indicators: [IndicatorDefinition]

    package init(
        name: String, version: Int, lookbackDays: Int, linkage: LinkageRule, consentRefusal: ConsentRefusal,
        indicators: [IndicatorDefinition]
    ) {
        self.name = name
        self.version = version
        self.lookbackDays = lookbackDays
        self.linkage = linkage
        self.consentRefusal = consentRefusal
        self.indicators = indicators
    }

    /// `goal-3@1`.
    package var reference: String { "\(name)@\(version)" }
}

/// By what figures are broken down.
package enum Breakdown: String, Codeword {
    case none, place, sex, age, scope, service
}
