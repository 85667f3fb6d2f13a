import CaseDomain
import Disclosure
import Indicators

/// The exact figures of a release as rows: what a restricted return says, of all departments together.
struct ExactRows {
    private let plan: Plan?
    private let year: Int
    private(set) var rows: [ExactRow] = []

    init(_ plan: Plan?, year: Int) {
        self.plan = plan
        self.year = year
    }

    /// The figures of some indicators; the form on domestic violence counts the people of two.
    mutating func add(
        _ counts: ExactCounts, of included: Set<String>, _ services: Vocabulary<ServiceKind>, _ forms: Vocabulary<ViolenceForm>
    ) {
        var all = ExactRows(plan, year: year)
        for people in counts.people { all.add(people, services) }
        all.add(counts.forms, forms)
        rows += all.rows.filter { included.contains($0.indicator) }
    }

    /// A share of centres, or an external value.
    mutating func add(_ figure: Figure) {
        let id = figure.indicator.rawValue
        if let value = figure.value {
            rows.append(ExactRow(.goal, id, "value", value: value))
        } else if let denominator = figure.denominator, let numerator = figure.numerator {
            add(.goal, figure.indicator, denominator, numerator, scope: nil)
        }
        addTarget(figure.indicator, isMet: figure.target?.isMet, scope: nil)
    }

    mutating func add(_ coverage: PeriodCoverage) {
        for organisation in coverage.organisations {
            rows.append(ExactRow(.coverage, "", "answer", detail: organisation.name, value: organisation.answer?.rawValue ?? "silent"))
        }
    }

    /// Who came in and went out since an indicator's year was fixed, and whether the public tables have a line of it.
    mutating func add(_ late: LateChanges, isTold: Bool, of indicator: IndicatorID) {
        let counts = [
            ("fixed", late.fixed), ("entries", late.entries), ("withdrawals", late.withdrawals), ("denominator", late.people),
            ("numerator", late.reached),
        ]
        for (measure, count) in counts { rows.append(ExactRow(.late, indicator.rawValue, measure, value: String(count))) }
        rows.append(ExactRow(.late, indicator.rawValue, "told", value: isTold ? "yes" : "no"))
    }

    /// What changed since the vintage before: whether everybody knows that one, then, now, and what each reason makes of the difference.
    mutating func add(_ change: FigureChange, isBeforePublic: Bool) {
        rows.append(ExactRow(.changes, change.indicator.rawValue, "before_public", value: isBeforePublic ? "yes" : "no"))
        let reasons = ChangeReason.allCases.compactMap { reason in change.reasons[reason].map { (reason.rawValue, $0) } }
        for (measure, pair) in [("before", change.before), ("after", change.after)] + reasons {
            for (detail, count) in [("denominator", pair.denominator), ("numerator", pair.numerator)] {
                rows.append(ExactRow(.changes, change.indicator.rawValue, measure, detail: detail, value: String(count)))
            }
        }
    }

    // MARK: People

    private mutating func add(_ people: ExactPeople, _ services: Vocabulary<ServiceKind>) {
        let id = people.indicator
        let scope = people.scope
        func word(_ scope: Scope?) -> String { scope?.rawValue ?? ExactRow.all }
        add(.goal, id, people.total.denominator, people.total.numerator, scope: scope)
        let target = plan?.target(of: id, in: year)
        let isMet = target.flatMap {
            plan?.indicator(id)?.direction.isMet(numerator: people.total.numerator, denominator: people.total.denominator, target: $0)
        }
        addTarget(id, isMet: isMet, scope: scope)
        for (name, count) in people.beside.sorted(by: { $0.key < $1.key }) {
            rows.append(ExactRow(.goal, id.rawValue, name, scope: word(scope), value: String(count)))
        }
        let places = people.places.sorted { ($0.key?.description ?? "~") < ($1.key?.description ?? "~") }
        for (place, pair) in places {
            add(.place, id, pair.denominator, pair.numerator, place: place?.description ?? "unknown", scope: scope)
        }
        for sex in Sex.allCases {
            let pair = people.sexes[sex] ?? CountPair()
            add(.sex, id, pair.denominator, pair.numerator, sex: sex.rawValue, scope: scope)
        }
        for age in AgeBand.allCases {
            let pair = people.ages[age] ?? CountPair()
            add(.age, id, pair.denominator, pair.numerator, age: age.rawValue, scope: scope)
        }
        for term in services.terms {
            guard let count = people.services[term.code] else { continue }
            rows.append(ExactRow(.service, id.rawValue, "numerator", scope: word(scope), detail: term.code, value: String(count)))
        }
        for reason in UnreachedReason.allCases {
            let count = people.unreached[reason] ?? 0
            rows.append(ExactRow(.unreached, id.rawValue, "unreached", scope: word(scope), detail: reason.rawValue, value: String(count)))
        }
        for (measure, share) in [("median", 50), ("ninth_tenth", 90)] {
            let days = people.delay(within: share).map(String.init) ?? ""
            rows.append(ExactRow(.delay, id.rawValue, measure, scope: word(scope), value: days))
        }
        if scope != nil { add(.scope, id, people.total.denominator, people.total.numerator, scope: scope) }
    }

    private mutating func add(
        _ table: ExactRow.Table, _ indicator: IndicatorID, _ denominator: Int, _ numerator: Int, place: String = ExactRow.all,
        sex: String = ExactRow.all, age: String = ExactRow.all, scope: Scope?
    ) {
        let values = [
            ("denominator", String(denominator)), ("numerator", String(numerator)),
            ("percent", Percent.text(numerator: numerator, denominator: denominator) ?? ""),
        ]
        for (measure, value) in values {
            rows.append(
                ExactRow(
                    table, indicator.rawValue, measure, place: place, sex: sex, age: age, scope: scope?.rawValue ?? ExactRow.all,
                    value: value))
        }
    }

    private mutating func addTarget(_ indicator: IndicatorID, isMet: Bool?, scope: Scope?) {
        guard let target = plan?.target(of: indicator, in: year) else { return }
        let word = scope?.rawValue ?? ExactRow.all
        rows.append(ExactRow(.goal, indicator.rawValue, "target", scope: word, value: target.text))
        rows.append(ExactRow(.goal, indicator.rawValue, "met", scope: word, value: isMet.map { $0 ? "yes" : "no" } ?? ""))
    }

    // MARK: The form on domestic violence

    private mutating func add(_ forms: ViolenceForms, _ vocabulary: Vocabulary<ViolenceForm>) {
        let domestic = Scope.domestic.rawValue
        func code(_ form: MainForm) -> String {
            switch form {
            case .unrecorded: "unrecorded"
            case .several: "several"
            case .form(let form): vocabulary[form]?.code ?? "unrecorded"
            }
        }
        var cases: [String: Int] = [:]
        for (form, count) in forms.cases { cases[code(form), default: 0] += count }
        if let id = forms.survivorsOf?.rawValue {
            rows.append(ExactRow(.forms, id, "cases", scope: domestic, value: String(cases.values.reduce(0, +))))
            for (form, count) in cases.sorted(by: { $0.key < $1.key }) {
                rows.append(ExactRow(.forms, id, "cases", scope: domestic, detail: form, value: String(count)))
            }
            for sex in Sex.allCases { add(forms, survivors: sex, id) }
        }
        guard let id = forms.perpetratorsOf?.rawValue else { return }
        for sex in Sex.allCases {
            let perpetrators = forms.perpetrators[sex] ?? 0
            rows.append(ExactRow(.measures, id, "perpetrators", sex: sex.rawValue, scope: domestic, value: String(perpetrators)))
            for (measure, count) in forms.measures.filter({ $0.key.sex == sex }).sorted(by: { $0.key.kind < $1.key.kind }) {
                rows.append(
                    ExactRow(
                        .measures, id, "perpetrators", sex: sex.rawValue, scope: domestic, detail: measure.kind, value: String(count)))
            }
        }
    }

    private mutating func add(_ forms: ViolenceForms, survivors sex: Sex, _ id: String) {
        let domestic = Scope.domestic.rawValue
        rows.append(
            ExactRow(.victims, id, "survivors", sex: sex.rawValue, scope: domestic, value: String(forms.survivors[sex] ?? 0)))
        for age in ViolenceForms.AgeGroup.allCases {
            guard let count = forms.groups[ViolenceForms.Group(sex: sex, age: age)] else { continue }
            rows.append(ExactRow(.victims, id, "survivors", sex: sex.rawValue, age: age.rawValue, scope: domestic, value: String(count)))
        }
    }
}

extension ExactRow {
    /// The row from its cells; `nil` when they do not fit.
    init?(cells: [String]) {
        guard cells.count == ExactRow.columns.count, let table = Table(rawValue: cells[0]) else { return nil }
        self.init(
            table, cells[1], cells[2], place: cells[3], sex: cells[4], age: cells[5], scope: cells[6], detail: cells[7], value: cells[8])
    }
}

extension ReleaseRecord {
    /// Indicators whose parts do not add up, or of which more were reached than are counted.
    var unevenSums: [String] {
        var totals: [String: Int] = [:]
        var sums: [String: Int] = [:]
        var uneven: Set<String> = []
        var counted: [String: Int] = [:]
        for row in rows where row.measure == "denominator" || row.measure == "numerator" {
            guard let value = Int(row.value) else { continue }
            let key = "\(row.indicator)|\(row.scope)|\(row.measure)"
            switch row.table {
            case .goal: totals[key] = value
            case .place, .sex, .age: sums["\(key)|\(row.table.rawValue)", default: 0] += value
            default: break
            }
            let cell = ([row.table.rawValue, row.indicator] + [row.place, row.sex, row.age, row.scope, row.detail]).joined(separator: "|")
            if row.measure == "denominator" {
                counted[cell] = value
            } else if let all = counted[cell], value > all {
                uneven.insert(row.indicator)
            }
        }
        for (key, sum) in sums {
            let parts = key.split(separator: "|").map(String.init)
            if totals[parts[..<3].joined(separator: "|")] != sum { uneven.insert(parts[0]) }
        }
        return uneven.sorted()
    }
}
