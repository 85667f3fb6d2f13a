package import CaseDomain
package import Disclosure
import Indicators

/// Rows of a made-up restricted return in the shape that releases give them: every table, with ones, zeros and nothing.
package enum ReportRows {
    /// - Parameter scopes: Whose figures there are: all together (`nil`) and again each scope; one alone for a department that owns no other.
    package static func all(_ communes: [PlaceCode], scopes: [Scope?] = [nil, .domestic, .nonDomestic]) -> [ExactRow] {
        let people = ReportSampleFigures.byScope.filter { scopes.contains($0.scope) }.flatMap { rows(of: $0, communes) }
        let isWhole = scopes.contains(nil)
        return people + (isWhole ? others : []) + (scopes.contains(.domestic) ? forms : []) + coverage + (isWhole ? late + changes : [])
    }

    // MARK: People

    private static func rows(of figure: ReportSampleFigures, _ communes: [PlaceCode]) -> [ExactRow] {
        let (id, scope) = (figure.indicator, figure.scope?.rawValue ?? ExactRow.all)
        func pair(_ table: ExactRow.Table, _ pair: (Int, Int), place: String = "all", sex: String = "all", age: String = "all")
            -> [ExactRow]
        {
            [
                ("denominator", String(pair.0)), ("numerator", String(pair.1)),
                ("percent", Percent.text(numerator: pair.1, denominator: pair.0) ?? ""),
            ].map { ExactRow(table, id, $0.0, place: place, sex: sex, age: age, scope: scope, value: $0.1) }
        }
        func single(_ table: ExactRow.Table, _ measure: String, _ value: String, detail: String = "all") -> ExactRow {
            ExactRow(table, id, measure, scope: scope, detail: detail, value: value)
        }
        let total = (figure.counted, figure.reached)
        var rows = pair(.goal, total)
        rows += [single(.goal, "target", figure.target), single(.goal, "met", figure.met)]
        rows += figure.beside.map { single(.goal, $0.0, String($0.1)) }
        // A few at each place, and the rest at the first one.
        let few = communes.dropFirst().prefix(figure.counted / 3).map { ($0.description, (1, figure.reached > 0 ? 1 : 0)) }
        let spread = (few.count, few.map(\.1.1).reduce(0, +))
        let first = communes.first?.description ?? "outside"
        for (place, count) in [(first, (figure.counted - spread.0, figure.reached - spread.1))] + few where count.0 > 0 {
            rows += pair(.place, count, place: place)
        }
        for sex in Sex.allCases { rows += pair(.sex, sex == .female ? total : (0, 0), sex: sex.rawValue) }
        for age in AgeBand.allCases { rows += pair(.age, age == .from18To59 ? total : (0, 0), age: age.rawValue) }
        rows += figure.services.map { single(.service, "numerator", String($0.1), detail: $0.0) }
        let unreached = figure.counted - figure.reached
        rows += UnreachedReason.allCases.map {
            single(.unreached, "unreached", $0 == .nothingRecorded ? String(unreached) : "0", detail: $0.rawValue)
        }
        let days = figure.reached > 0 ? ["4", "12"] : ["", ""]
        rows += [single(.delay, "median", days[0]), single(.delay, "ninth_tenth", days[1])]
        return rows + (figure.scope == nil ? [] : pair(.scope, total))
    }

    // MARK: The rest

    private static var others: [ExactRow] {
        [
            ExactRow(.goal, "3.4", "denominator", value: "2"), ExactRow(.goal, "3.4", "numerator", value: "2"),
            ExactRow(.goal, "3.4", "percent", value: "100.0"), ExactRow(.goal, "3.4", "target", value: "100"),
            ExactRow(.goal, "3.4", "met", value: "yes"), ExactRow(.goal, "3.1", "value", value: "1.8"),
            ExactRow(.goal, "3.1", "target", value: "1.4"), ExactRow(.goal, "3.1", "met", value: "no"),
        ]
    }

    private static var forms: [ExactRow] {
        let domestic = Scope.domestic.rawValue
        func row(
            _ table: ExactRow.Table, _ indicator: String, _ measure: String, _ value: Int, sex: String = "all", age: String = "all",
            detail: String = "all"
        ) -> ExactRow {
            ExactRow(table, indicator, measure, sex: sex, age: age, scope: domestic, detail: detail, value: String(value))
        }
        let cases = ["economic": 1, "physical": 23, "psychological": 20, "several": 4, "sexual": 2, "unrecorded": 3]
        var rows = [row(.forms, "3.2a", "cases", cases.values.reduce(0, +))]
        rows += cases.sorted { $0.key < $1.key }.map { row(.forms, "3.2a", "cases", $0.value, detail: $0.key) }
        for sex in Sex.allCases {
            rows.append(row(.measures, "3.2b", "perpetrators", sex == .male ? 1_200 : 0, sex: sex.rawValue))
            if sex == .male {
                rows += [("administrative_fine", 4), ("community_criticism", 38), ("contact_ban", 1)].map {
                    row(.measures, "3.2b", "perpetrators", $0.1, sex: sex.rawValue, detail: $0.0)
                }
            }
            rows.append(row(.victims, "3.2a", "survivors", [.female: 40, .male: 7][sex] ?? 0, sex: sex.rawValue))
        }
        rows += [("female", "under_16", 1), ("female", "16_59", 38), ("female", "60_over", 1), ("male", "60_over", 2)].map {
            row(.victims, "3.2a", "survivors", $0.2, sex: $0.0, age: $0.1)
        }
        return rows
    }

    private static var coverage: [ExactRow] {
        [("Trung tâm Công tác xã hội A", "complete"), ("Trạm Y tế B", "nothing"), ("=CMD()", "silent")].map {
            ExactRow(.coverage, "", "answer", detail: $0.0, value: $0.1)
        }
    }

    private static var late: [ExactRow] {
        [("fixed", "46"), ("entries", "2"), ("withdrawals", "0"), ("denominator", "48"), ("numerator", "40"), ("told", "no")].map {
            ExactRow(.late, "3.2a", $0.0, value: $0.1)
        }
    }

    private static var changes: [ExactRow] {
        let measures: [(String, String, Int, Int)] = [
            ("3.2a", "before", 47, 39), ("3.2a", "after", 48, 40), ("3.2a", "late_entry", 3, 1), ("3.2a", "people_linked", -2, -1),
            ("3.2a", "service_recorded", 0, 1), ("3.3", "before", 1, 1), ("3.3", "after", 0, 0), ("3.3", "erased", -1, -1),
        ]
        let before = ["3.2a", "3.3"].map { ExactRow(.changes, $0, "before_public", value: "yes") }
        return before
            + measures.flatMap { indicator, measure, denominator, numerator in
                [("denominator", denominator), ("numerator", numerator)].map {
                    ExactRow(.changes, indicator, measure, detail: $0.0, value: String($0.1))
                }
            }
    }
}

/// A figure of the made-up return, of all scopes or of one.
private struct ReportSampleFigures {
    let indicator: String
    let scope: Scope?
    let counted: Int
    let reached: Int
    let target: String
    let met: String
    let beside: [(String, Int)]
    let services: [(String, Int)]

    static let byScope: [ReportSampleFigures] = [
        .survivors(nil, 48, 40, [("declined", 1), ("suspected", 3)]), .survivors(.domestic, 47, 40, [("declined", 1)]),
        .survivors(.nonDomestic, 1, 0, [("declined", 0)]), .perpetrators(nil, 1_234, 1_001), .perpetrators(.domestic, 1_200, 990),
        .perpetrators(.nonDomestic, 34, 11),
        .init(
            indicator: "3.3", scope: nil, counted: 0, reached: 0, target: "100", met: "", beside: [("need_no", 0), ("refused", 0)],
            services: [("tip_travel", 0)]),
    ]

    private static func survivors(_ scope: Scope?, _ counted: Int, _ reached: Int, _ beside: [(String, Int)]) -> ReportSampleFigures {
        ReportSampleFigures(
            indicator: "3.2a", scope: scope, counted: counted, reached: reached, target: "90", met: "no", beside: beside,
            services: reached == 0 ? [] : [("medical_care", 12), ("legal_aid", 31), ("a_kind_of_tomorrow", 1)])
    }

    private static func perpetrators(_ scope: Scope?, _ counted: Int, _ reached: Int) -> ReportSampleFigures {
        ReportSampleFigures(
            indicator: "3.2b", scope: scope, counted: counted, reached: reached, target: "70",
            met: reached * 10 >= counted * 7 ? "yes" : "no",
            beside: [("pending", 2), ("unknown", 0)], services: [("behaviour_change_education", reached / 2)])
    }
}
