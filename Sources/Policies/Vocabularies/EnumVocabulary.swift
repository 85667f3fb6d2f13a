import CaseDomain
import Indicators

/// A vocabulary whose words are the cases of a Swift enumeration: its file gives them their texts and may not give them anything else.
struct EnumVocabulary: Sendable {
    let name: String
    let type: ObjectIdentifier
    let words: [(code: String, number: Int)]

    init<Word: Codeword>(_ name: String, _: Word.Type) {
        self.name = name
        type = ObjectIdentifier(Word.self)
        words = Word.allCases.map { ($0.rawValue, Int($0.number)) }
    }

    static let all = [
        EnumVocabulary("access-scopes", AccessScope.self),
        EnumVocabulary("access-verbs", AccessVerb.self),
        EnumVocabulary("account-states", AccountState.self),
        EnumVocabulary("activity-kinds", ActivityKind.self),
        EnumVocabulary("age-bands", AgeBand.self),
        EnumVocabulary("answers", Answer.self),
        EnumVocabulary("breakdowns", Breakdown.self),
        EnumVocabulary("case-kinds", CaseKind.self),
        EnumVocabulary("case-states", CaseState.self),
        EnumVocabulary("centre-kinds", CentreKind.self),
        EnumVocabulary("consent-answers", ConsentAnswer.self),
        EnumVocabulary("consent-kinds", ConsentKind.self),
        EnumVocabulary("day-precisions", DayPrecision.self),
        EnumVocabulary("identifications", Identification.self),
        EnumVocabulary("liabilities", Liability.self),
        EnumVocabulary("member-levels", MemberLevel.self),
        EnumVocabulary("needs", Need.self),
        EnumVocabulary("period-parts", PeriodPart.self),
        EnumVocabulary("plan-states", PlanState.self),
        EnumVocabulary("referral-outcomes", OutsideReferral.Outcome.self),
        EnumVocabulary("request-kinds", DataRequestKind.self),
        EnumVocabulary("risk-levels", RiskLevel.self),
        EnumVocabulary("roles", Role.self),
        EnumVocabulary("scopes", Scope.self),
        EnumVocabulary("service-states", ServiceState.self),
        EnumVocabulary("sexes", Sex.self),
        EnumVocabulary("status-subjects", StatusSubject.self),
        EnumVocabulary("user-roles", UserRole.self),
        EnumVocabulary("vintages", Vintage.self),
    ]

    static func named(_ name: String) -> EnumVocabulary? {
        all.first { $0.name == name }
    }

    static func of<Word: Codeword>(_: Word.Type) -> EnumVocabulary? {
        all.first { $0.type == ObjectIdentifier(Word.self) }
    }
}
