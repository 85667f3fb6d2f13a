package import CaseDomain

/// The closed language in which definitions say who counts.
///
/// Decoded from `policies/`; nothing is evaluated from strings.
package indirect enum Condition: Hashable, Sendable {
    case always
    case all([Condition])
    case any([Condition])
    case not(Condition)
    /// The gravest liability of the person-year is one of these.
    case liability(Set<Liability>)
    case identification(Set<Identification>)
    case need(Set<NeedAssessment>)
    /// At least one service kind with this mark was reached.
    case reached(mark: String)
    /// There are service events, and every one is in this state.
    case everyEvent(ServiceState)
    /// The indicator's own denominator or numerator.
    case denominator
    case numerator

    /// The marks of service kinds on which it turns.
    package var marks: Set<String> {
        switch self {
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.marks) }
        case .not(let part): part.marks
        case .reached(let mark): [mark]
        case .always, .liability, .identification, .need, .everyEvent, .denominator, .numerator: []
        }
    }
}

/// The need of a returnee as the figures read it: `not_asked` and nothing recorded are one.
package enum NeedAssessment: String, Codeword {
    case yes, no, refused
    case notAssessed = "not_assessed"

    package var number: UInt8 {
        switch self {
        case .yes: 1
        case .no: 2
        case .refused: 3
        case .notAssessed: 4
        }
    }
}

/// Who is counted beside an indicator.
package enum BesideRule: Hashable, Sendable {
    /// People with no confirmed detection of the role and kinds in the reporting year whose earliest suspected one falls in the period.
    case suspected
    /// Person-years for which the condition holds.
    case when(Condition)
}

/// A count that is printed beside an indicator's total.
package struct BesideCount: Hashable, Sendable {
    package let name: String
    package let rule: BesideRule

    package init(name: String, rule: BesideRule) {
        self.name = name
        self.rule = rule
    }
}
