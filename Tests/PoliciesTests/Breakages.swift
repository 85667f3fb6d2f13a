@testable import Policies

extension Breakage {
    private static let service = "vocabularies/service-kinds.yaml"
    private static let goal = "indicators/goal-3.yaml"
    private static let cases = "indicators/goal-3.cases.yaml"
    private static let national = "plans/national-2021-2030.yaml"
    private static let laiChau = "plans/lai-chau-2026-2030.yaml"
    private static let places = "places/lai-chau.yaml"

    /// YAML itself.
    static let syntax = [
        Breakage(.notYAML, "hotlines.yaml", "  - code: police\n", "  - code: [police\n", at: "telephone"),
        Breakage(.notYAML, "hotlines.yaml", "hotlines:\n", "hotlines:\n\t- x\n", at: "\t- x"),
        Breakage(.notYAML, "hotlines.yaml", "hotlines:\n", "---\nhotlines: []\n---\nhotlines:\n", at: "---\nhotlines:\n"),
        Breakage(
            .duplicateKey, "hotlines.yaml", "    telephone: \"113\"\n", "    telephone: \"113\"\n    telephone: \"114\"\n", at: "telephone"),
        Breakage(.alias, "hotlines.yaml", "  - code: police\n", "  - &p code: police\n", at: "&p"),
        Breakage(.alias, "hotlines.yaml", "    telephone: \"113\"\n", "    telephone: *p\n", at: "*p"),
        Breakage(.tooDeep, "hotlines.yaml", "hotlines:\n", "deep: \(nested(30))\nhotlines:\n", at: "deep"),
        Breakage(.notYAML, "hotlines.yaml", "hotlines:\n", "deep: \(nested(100_000))\nhotlines:\n", at: "deep"),
        Breakage(.notYAML, "hotlines.yaml", "hotlines:\n", "deep: \u{1}\nhotlines:\n", at: "deep"),
        Breakage(.textNotNormal, "hotlines.yaml", "    vi: Công an", "    vi: Co\u{302}ng an", at: "vi:"),
        Breakage(.textNotNormal, service, "    vi: tư vấn kỹ năng", "    vi: tư vấn kỹ na\u{306}ng", at: "vi:"),
    ]

    /// Keys and values.
    static let values = [
        Breakage(
            .textTooLong, "phone-form.yaml", "    vi: Đã hỗ trợ gì?\n", "    vi: một hai ba bốn năm sáu bảy tám chín mười thôi\n",
            at: "vi: một"),
        Breakage(.unknownCode, "phone-form.yaml", "{code: shelter,", "{code: shelters,", at: "shelters"),
        Breakage(.unknownCode, "phone-form.yaml", "form: economic,", "form: economical,", at: "economical"),
        Breakage(.duplicateCode, "phone-form.yaml", "{code: man,", "{code: woman,", at: "{code: woman, icon: man, sex: male"),
        Breakage(.enumMismatch, "phone-form.yaml", "{code: now,", "{code: at_once,", at: "{code: at_once"),
        Breakage(.unknownKey, "phone-form.yaml", "{code: today,", "{code: today, sex: male,", at: "sex: male,"),
        Breakage(.missingKey, "phone-form.yaml", "    icon: hide\n", "", above: "vi: Có ai"),
        Breakage(.unknownCode, "phone-form.yaml", "icon: law,", "icon: paper,", at: "icon: paper"),
        Breakage(.unknownCode, "phone-form.yaml", "    icon: hide\n", "    icon: eye\n", at: "icon: eye"),
        Breakage(.missingText, "hotlines.yaml", "    short_en: Police\n", "", above: "- code: police"),
        Breakage(.outOfRange, "phone-limits.yaml", "    value: 600", "    value: 20", at: "value: 20"),
        Breakage(.outOfRange, "disclosure.yaml", "    value: 5\n", "    value: 2\n", at: "value: 2"),
        Breakage(.outOfRange, "disclosure.yaml", "    value: 10\n", "    value: 4\n", at: "value: 4"),
        Breakage(
            .unknownCode, "disclosure.yaml", "  T2:\n    periods: [year]", "  T2:\n    periods: [Q1, year]", at: "periods: [Q1, year]"),
        Breakage(.unknownKey, "disclosure.yaml", "  T2:\n", "  T7:\n", at: "T7"),
        Breakage(.unknownKey, "hotlines.yaml", "    telephone: \"113\"", "    phone: x\n    telephone: \"113\"", at: "phone: x"),
        Breakage(.unknownKey, goal, "  lookback_days: 30", "  lookback: 30\n  lookback_days: 30", at: "lookback: 30"),
        Breakage(.unknownKey, service, "    marks: [counselling]", "    basic: true\n    marks: [counselling]", at: "basic: true"),
        Breakage(.missingKey, "hotlines.yaml", "    telephone: \"113\"\n", "", above: "- code: police"),
        Breakage(.missingKey, national, "public_calendar: calendar\n", "", above: "plan: national"),
        Breakage(.missingKey, places, ", successor: \"03388\"}", "}", at: "}"),
        Breakage(
            .missingKey, "vocabularies/violence-acts.yaml",
            "    source: law 13/2022/QH15, article 3(1)(l); written from memory, not compared with any text\n",
            "",
            above: "- code: forced_marriage"
        ),
        Breakage(.wrongType, service, "    marks: [counselling]", "    marks: counselling", at: "marks:"),
        Breakage(.wrongType, "hotlines.yaml", "    telephone: \"113\"", "    telephone: [113]", at: "telephone"),
        Breakage(.wrongType, "calendars.yaml", "to: [0, 3, 31]", "to: [3, 31]", at: "to:"),
        Breakage(.emptyValue, "hotlines.yaml", "    telephone: \"113\"", "    telephone:", at: "telephone"),
        Breakage(.notANumber, goal, "  lookback_days: 30", "  lookback_days: a month", at: "lookback_days"),
        Breakage(.notANumber, national, "targets: {2025: \"80\"", "targets: {2025: \"80 %\"", at: "80 %"),
        Breakage(.badCode, "departments.yaml", "  - code: statistics", "  - code: thống kê", at: "thống kê"),
        Breakage(.badCode, places, "{code: \"03386\"", "{code: \"3386\"", at: "3386"),
        Breakage(.notADay, "departments.yaml", "2025-02-28", "2025-02-29", at: "2025-02-29"),
        Breakage(.outOfRange, goal, "  lookback_days: 30", "  lookback_days: 400", at: "lookback_days"),
        Breakage(.outOfRange, "vocabularies/violence-forms.yaml", "    number: 4", "    number: 17", at: "number"),
        Breakage(.outOfRange, "vocabularies/violence-acts.yaml", "    number: 16", "    number: 33", at: "number"),
        Breakage(.outOfRange, "vocabularies/harms.yaml", "    number: 12", "    number: 33", at: "number"),
        Breakage(.outOfRange, "vocabularies/risk-reasons.yaml", "    number: 17", "    number: 33", at: "number"),
        Breakage(.outOfRange, "vocabularies/field-groups.yaml", "    number: 8", "    number: 33", at: "number"),
        Breakage(.outOfRange, service, "    number: 27", "    number: 0", at: "number"),
        Breakage(.outOfRange, "fields.yaml", "limit: 60000", "limit: 60001", at: "limit"),
        Breakage(.missingText, service, "    en: legal aid\n", "", above: "- code: legal_aid"),
        Breakage(.missingText, service, "    en: legal aid\n", "    en: \"\"\n", at: "en:"),
        Breakage(.textTooLong, service, "    en: legal aid\n", "    en: \(String(repeating: "x", count: 501))\n", at: "en:"),
    ]

    /// References, lists, and what the parts of a file owe each other.
    static let references = [
        Breakage(.unknownCode, laiChau, "direction: \">=\"", "direction: \">>\"", at: ">>"),
        Breakage(.unknownCode, laiChau, "unit: ratio", "unit: ratios", at: "ratios"),
        Breakage(.unknownCode, laiChau, "plan: lai-chau-2026-2030", "plan: lai-chau", at: "plan: lai-chau"),
        Breakage(.unknownCode, places, "district: \"105\"", "district: \"104\"", at: "\"104\""),
        Breakage(.unknownCode, goal, "role: victim", "role: survivor", at: "survivor"),
        Breakage(.unknownMark, service, "    marks: [counselling]", "    marks: [counseling]", at: "[counseling]"),
        Breakage(.unknownMark, goal, "numerator: {reached: basic}", "numerator: {reached: basics}", at: "basics"),
        Breakage(.unknownIndicator, laiChau, "- id: 3.2a", "- id: 3.2c", at: "3.2c"),
        Breakage(.unknownDepartment, laiChau, "department: culture", "department: sport", at: "sport"),
        Breakage(.unknownCalendar, laiChau, "public_calendar: calendar", "public_calendar: lunar", at: "lunar"),
        Breakage(.duplicateCode, "hotlines.yaml", "code: police", "code: children_and_violence", at: "children_and_violence"),
        Breakage(.duplicateCode, laiChau, "- id: 3.2b", "- id: 3.2a", at: "- id: 3.2a"),
        Breakage(.duplicateNumber, service, "    number: 27", "    number: 26", at: "number: 26"),
        Breakage(.enumMismatch, "vocabularies/roles.yaml", "    number: 4", "    number: 5", at: "number: 5"),
        Breakage(
            .enumMismatch, "vocabularies/sexes.yaml", "  - code: other\n    number: 3\n    vi: khác\n    en: other\n", "",
            above: "- code: female"),
        Breakage(.enumMismatch, "vocabularies/sexes.yaml", "terms:\n", "terms:\n  - {code: none, number: 9, vi: a, en: a}\n", at: "none"),
        Breakage(
            .validityReversed, "hotlines.yaml", "valid_from: 2026-01-01", "valid_from: 2026-01-01\n    valid_to: 2025-01-01", at: "valid_to"
        ),
        Breakage(.danglingSuccessor, places, "successor: \"03405\"", "successor: \"03406\"", at: "03406"),
        Breakage(.danglingSuccessor, "departments.yaml", "successor: home_affairs", "successor: home", at: "successor"),
        Breakage(
            .overlappingPlace, places, "Phường Đoàn Kết, valid_from: 2025-07-01", "Đoàn Kết mới, valid_from: 2025-06-30", at: "Đoàn Kết mới"
        ),
        Breakage(.ambiguousName, places, "name: Xã Thèn Sin", "name: Xã Tả Lèng", at: "code: \"03400\""),
    ]

    /// Calendars, definitions, plans, fields.
    static let rules = [
        Breakage(.calendarGap, "calendars.yaml", "Q2: {from: [0, 4, 1]", "Q2: {from: [0, 4, 2]", at: "Q2"),
        Breakage(
            .calendarGap, "calendars.yaml", "Q4: {from: [0, 10, 1], to: [0, 12, 31]", "Q4: {from: [0, 10, 1], to: [0, 12, 30]",
            above: "Q1: "),
        Breakage(.calendarOverlap, "calendars.yaml", "Q3: {from: [0, 7, 1]", "Q3: {from: [0, 6, 30]", at: "Q3"),
        Breakage(
            .calendarUnion, "calendars.yaml", "9M: {from: [0, 1, 1], to: [0, 9, 30]", "9M: {from: [0, 1, 1], to: [0, 9, 29]", at: "9M"),
        Breakage(.unknownCondition, goal, "{every_event: declined}", "{every_service: declined}", at: "every_service"),
        Breakage(.unknownCondition, goal, "denominator: always", "denominator: today", at: "today"),
        Breakage(.unknownCondition, goal, "{reached: counselling}", "{reached: counselling, not: always}", at: "{reached"),
        Breakage(.circularCondition, goal, "denominator: always", "denominator: {not: numerator}", at: "numerator"),
        Breakage(.circularCondition, goal, "numerator: {reached: basic}", "numerator: {not: numerator}", at: "numerator:"),
        Breakage(.duplicateTarget, national, "{2025: \"80\", 2030: \"90\"}", "{2025: \"80\", \"02025\": \"90\"}", at: "02025"),
        Breakage(.duplicateKey, national, "{2025: \"80\", 2030: \"90\"}", "{2025: \"80\", 2025: \"90\"}", at: "2025"),
        Breakage(.ownersUnclear, laiChau, "      - scope: domestic\n        department: culture\n", "", at: "- scope"),
        Breakage(.plansOverlap, national, "default_years: [2021, 2025]", "default_years: [2021, 2026]", at: "default_years"),
        Breakage(.tooOpen, "fields.yaml", "name: {class: identity", "name: {class: record", at: "class: record"),
        Breakage(.tooOpen, "fields.yaml", "sex: {class: fact", "sex: {class: record", at: "class: record"),
        Breakage(.roleNotInKind, goal, "role: victim", "role: returnee", at: "role"),
    ]

    /// The cases beside the definitions.
    static let examples = [
        Breakage(.caseName, cases, "name: counts-domestic-violence", "name: domestic-violence", at: "domestic-violence"),
        Breakage(.duplicateCode, cases, "name: excluded-another-role", "name: counts-domestic-violence", at: "counts-domestic-violence"),
        Breakage(
            .unknownPlace, cases, "place: \"03619\", kind: domestic_violence, role: victim, detected_on: 2025-03-01",
            "place: \"03619\", kind: domestic_violence, role: victim, detected_on: 2025-07-01", at: "2025-07-01"),
        Breakage(.roleNotInKind, cases, "role: accompanying_minor", "role: victim", at: "role: victim"),
        Breakage(.caseDisagrees, cases, "{case: k, person: b,", "{case: k, person: b, state: suspected,", at: "person: b"),
        Breakage(.unknownCode, cases, "beside: {suspected: 0, declined: 0}}", "beside: {suspicious: 0}}", at: "suspicious"),
        Breakage(.unknownCode, cases, "{service: legal_aid,", "{service: lawyer,", at: "lawyer"),
        Breakage(.unknownCode, cases, "period: 2026-Q1", "period: 2026-Q5", at: "2026-Q5"),
        Breakage(.unknownCode, cases, "value: being_identified,", "value: below,", at: "value: below"),
    ]

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
}
