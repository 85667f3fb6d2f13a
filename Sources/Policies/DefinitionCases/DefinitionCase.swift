package import CaseDomain
package import Indicators

/// A case beside the definitions: records, and the figure that they must give.
package struct DefinitionCase: Hashable, Sendable {
    /// Named by outcome: `counts-…`, `reached-…`, `excluded-…`.
    package let name: String
    package let indicator: IndicatorID
    package let calendar: String
    package let period: Period
    package let breakdown: Breakdown
    /// `all`, or a cell of the breakdown.
    package let cell: String
    /// Changes to the defaults of the definitions.
    package let variant: Variant
    package let records: [Record]
    package let centres: [Centre]
    package let activities: [Activity]
    package let expected: Expected

    package struct Variant: Hashable, Sendable {
        package var linkage: LinkageRule?
        package var lookbackDays: Int?
        package var consentRefusal: ConsentRefusal?
    }

    /// A person in a case, with what was said of them there.
    package struct Record: Hashable, Sendable {
        package let register: String
        package let caseCode: String
        package let person: String
        package let kind: CaseKind
        package let state: CaseState
        package let detectedOn: Day
        package let place: PlaceCode
        package let role: Role
        package let sex: Sex
        package let birthYear: Int?
        package let documentNumber: String
        /// Names of accepted referrals: records that share one are one person.
        package let links: [String]
        package let statuses: [Status]
        package let services: [Service]
    }

    package struct Status: Hashable, Sendable {
        package let subject: StatusSubject
        package let value: UInt8
        package let on: Day
    }

    package struct Service: Hashable, Sendable {
        package let kind: Code<ServiceKind>
        package let state: ServiceState
        package let on: Day
    }

    package struct Centre: Hashable, Sendable {
        package let code: String
        package let kind: CentreKind
        package let isPublic: Bool
        package let validFrom: Day
        /// The last valid day.
        package let validTo: Day?
    }

    package struct Activity: Hashable, Sendable {
        package let centre: String
        package let kind: ActivityKind
        package let on: Day
    }

    /// What the figure must be; of `beside` and of percent and target only what the case says is compared.
    package struct Expected: Hashable, Sendable {
        /// Absent in the breakdown by service.
        package let denominator: Int?
        package let numerator: Int
        package let beside: [BesideFigure]
        /// What the case says of percent, target and of whether it is met: a text, or nothing for `none`.
        package let percent: Claim<String>
        package let target: Claim<String>
        package let isMet: Claim<Bool>
    }

    /// Something that a case may leave open.
    package enum Claim<Value: Hashable & Sendable>: Hashable, Sendable {
        case open
        case none
        case value(Value)

        func allows(_ value: Value?) -> Bool {
            switch self {
            case .open: true
            case .none: value == nil
            case .value(let expected): value == expected
            }
        }
    }
}

extension DefinitionCase {
    /// The rules with the changes that this case asks for.
    func rules(from rulebook: Rulebook) -> Rulebook {
        let definitions = rulebook.definitions
        return Rulebook(
            definitions: GoalDefinitions(
                name: definitions.name, version: definitions.version, lookbackDays: variant.lookbackDays ?? definitions.lookbackDays,
                linkage: variant.linkage ?? definitions.linkage, consentRefusal: variant.consentRefusal ?? definitions.consentRefusal,
                indicators: definitions.indicators
            ),
            calendars: rulebook.calendars, plans: rulebook.plans, gazetteer: rulebook.gazetteer, serviceKinds: rulebook.serviceKinds
        )
    }
}
