package import CaseDomain
package import Disclosure
import Indicators

/// Rows of a made-up restricted return: every table, with ones, zeros and nothing.
package enum ReportRows {
    package static func all(_ communes: [PlaceCode]) -> [ExactRow] {
        goal + places(communes) + groups + details + forms + coverage
    }

    private static func counts(
        _ table: ExactRow.Table, _ indicator: String, _ denominator: Int, _ numerator: Int, place: String = ExactRow.all,
        sex: String = ExactRow.all, age: String = ExactRow.all, scope: String = ExactRow.all
    ) -> [ExactRow] {
        [
            ("denominator", String(denominator)), ("numerator", String(numerator)),
            ("percent", Percent.text(numerator: numerator, denominator: denominator) ?? ""),
        ].map { ExactRow(table, indicator, $0.0, place: place, sex: sex, age: age, scope: scope, value: $0.1) }
    }

    private static var goal: [ExactRow] {
        let figures: [(String, Int, Int, String, String)] = [
            ("3.2a", 48, 40, "90", "no"), ("3.2b", 1_234, 1_001, "70", "yes"), ("3.3", 0, 0, "100", ""), ("3.4", 2, 2, "100", "yes"),
        ]
        return figures.flatMap { id, denominator, numerator, target, met in
            counts(.goal, id, denominator, numerator)
                + [ExactRow(.goal, id, "target", value: target), ExactRow(.goal, id, "met", value: met)]
        } + [
            ExactRow(.goal, "3.1", "value", value: "1.8"), ExactRow(.goal, "3.1", "target", value: "1.4"),
            ExactRow(.goal, "3.1", "met", value: "no"), ExactRow(.goal, "3.2a", "suspected", value: "3"),
            ExactRow(.goal, "3.2a", "declined", value: "1"), ExactRow(.delay, "3.2a", "median", value: "4"),
            ExactRow(.delay, "3.2a", "ninth_tenth", value: "12.5"),
        ]
    }

    private static func places(_ communes: [PlaceCode]) -> [ExactRow] {
        (communes + [.outside]).enumerated().flatMap { index, commune in
            counts(.place, "3.2a", index % 5, index % 3 > index % 5 ? index % 5 : index % 3, place: commune.description)
                + counts(.place, "3.2b", index % 2, 0, place: commune.description)
        }
    }

    private static var groups: [ExactRow] {
        Sex.allCases.flatMap { counts(.sex, "3.2a", $0 == .female ? 45 : 1, $0 == .female ? 39 : 0, sex: $0.rawValue) }
            + ["3.2b", "3.3"].flatMap { indicator in Sex.allCases.flatMap { counts(.sex, indicator, 2, 1, sex: $0.rawValue) } }
            + AgeBand.allCases.flatMap { counts(.age, "3.2a", $0 == .from18To59 ? 40 : 2, $0 == .from18To59 ? 35 : 1, age: $0.rawValue) }
            + Scope.allCases.flatMap { counts(.scope, "3.2a", $0 == .domestic ? 47 : 1, $0 == .domestic ? 40 : 0, scope: $0.rawValue) }
    }

    private static var details: [ExactRow] {
        ["medical_care": 12, "legal_aid": 31, "a_kind_of_tomorrow": 1].sorted { $0.key < $1.key }.map {
            ExactRow(.service, "3.2a", "numerator", detail: $0.key, value: String($0.value))
        }
            + ["declined", "unavailable", "referred", "nothing_recorded"].enumerated().map {
                ExactRow(.unreached, "3.2a", "people", detail: $0.element, value: String($0.offset + 1))
            }
    }

    private static var forms: [ExactRow] {
        ["physical", "psychological", "sexual", "economic"].enumerated().map {
            ExactRow(.forms, "", "cases", detail: $0.element, value: String($0.offset * 3))
        }
            + ["community_criticism", "contact_ban_commune"].flatMap { measure in
                [("female", "0"), ("male", "7")].map { ExactRow(.measures, "", "people", sex: $0.0, detail: measure, value: $0.1) }
            }
            + ["under_16", "16_59", "60_over"].flatMap { age in
                [("female", "5"), ("male", "1")].map { ExactRow(.victims, "", "people", sex: $0.0, age: age, value: $0.1) }
            }
    }

    private static var coverage: [ExactRow] {
        [("A", "confirmed"), ("B", "nil"), ("=CMD()", "silent")].map {
            ExactRow(.coverage, "", "answer", detail: $0.0, value: $0.1)
        } + [ExactRow(.late, "3.2a", "entries", value: "2"), ExactRow(.late, "3.2a", "withdrawals", value: "0")]
    }
}
