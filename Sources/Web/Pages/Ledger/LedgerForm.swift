import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// A figure of others as it is typed; of a text that is put into numbers what it is about stands fast.
struct LedgerForm: Asked {
    /// A dimension that is a total, in the words of public files.
    static let all = "all"

    /// No more people than that are in any table.
    private static let mostCount = 1_000_000
    private static let parts: [PeriodPart] = [.year, .q1, .q2, .q3, .q4, .h1, .h2, .nineMonths]

    private var indicator: String?
    private var year: String?
    private var part: String?
    private var place: String?
    private var sex: String?
    private var age: String?
    private var value: Int?
    private var from: Int?
    private var to: Int?
    private var source: String
    private let models: LedgerSheet.Foreign?
    /// Whoever works for a department registers figures of the indicators that it owns.
    private let department: String?
    private let rulebook: Rulebook

    private let indicators: [Choice]
    private let years: [Choice]
    private let partChoices: [Choice]
    private let places: [Choice]
    private let sexes: [Choice]
    private let ages: [Choice]

    init(_ asked: PageRequest, models: LedgerSheet.Foreign?) {
        let (policies, voice, words) = (asked.site.policies, asked.voice, asked.words)
        let today = asked.site.now().dayInVietNam
        self.models = models
        department = asked.visit?.actor.department
        rulebook = policies.rulebook
        let known = models?.figure
        indicator = known?.indicator
        year = known.map { String($0.year) } ?? String(today.year)
        part = known?.part ?? PeriodPart.year.rawValue
        place = known?.place ?? LedgerForm.all
        sex = known?.sex ?? LedgerForm.all
        age = known?.age ?? LedgerForm.all
        source = known?.source ?? ""
        let counted = policies.rulebook.definitions.indicators.filter { if case .people = $0.measure { true } else { false } }
        indicators = counted.map { Choice(value: $0.id.rawValue, text: words.indicator($0.id, in: today.year)) }
        // Figures belong to years that have a plan.
        let first = policies.rulebook.plans.compactMap { $0.defaultYears?.lowerBound }.min() ?? today.year
        years = (min(first, today.year)...today.year).reversed().filter { policies.rulebook.defaultPlan(of: $0) != nil }
            .map { Choice(value: String($0), text: String($0)) }
        partChoices = LedgerForm.parts.map {
            Choice(value: $0.rawValue, text: policies.label(of: $0).map(voice.label) ?? $0.rawValue)
        }
        // Communes as they are today; codes of earlier ones are taken on the command line.
        places =
            [Choice(value: LedgerForm.all, text: voice.say("page.release.province"))] + asked.communes(on: today)
            + [Choice(value: PlaceCode.outside.description, text: voice.say("case.place.outside"))]
        sexes = [LedgerForm.all, "female", "others"].map { Choice(value: $0, text: voice.say(Phrase("page.ledger.sex.\($0)"))) }
        ages =
            [Choice(value: LedgerForm.all, text: voice.say("page.ledger.every_age"))]
            + AgeBand.allCases.map { Choice(value: $0.rawValue, text: words.word($0)) }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        if models == nil {
            questions.choice("indicator", &indicator, of: indicators)
            questions.choose("year", &year, of: years, isRequired: true, hasEmpty: false, nil)
            questions.choose("part", &part, of: partChoices, isRequired: true, hasEmpty: false, nil)
            questions.choose("place", &place, of: places, isRequired: true, hasEmpty: false, "page.ledger.help.place")
        }
        questions.choose("sex", &sex, of: sexes, isRequired: true, hasEmpty: false, nil)
        questions.choose("age", &age, of: ages, isRequired: true, hasEmpty: false, nil)
        questions.count("value", &value, most: LedgerForm.mostCount, help: "page.ledger.help.value")
        questions.count("from", &from, most: LedgerForm.mostCount, help: "page.ledger.help.from")
        questions.count("to", &to, most: LedgerForm.mostCount, help: models == nil ? "page.ledger.help.to" : nil)
        questions.area(
            "source", &source, limit: ForeignFigure.mostInSource, rows: 3, isRequired: true, help: "page.ledger.help.source")
    }

    /// What the numbers say together.
    func check(_ questions: inout CaseQuestions) {
        guard questions.faults.isEmpty else { return }
        let voice = questions.voice
        if !isOwn { questions.refuse(models == nil ? "indicator" : "value", saying: voice.say("page.ledger.fault.not_yours")) }
        if value != nil, from != nil || to != nil { questions.refuse("value", saying: voice.say("page.ledger.fault.value_or_bounds")) }
        if let from, let to, to < from { questions.refuse("to", saying: voice.say("page.ledger.fault.upside_down")) }
        if models != nil, value == nil, to == nil, (from ?? 0) == 0 {
            questions.refuse("value", saying: voice.say("page.ledger.fault.no_numbers"))
        }
    }

    private var isOwn: Bool {
        guard let department, let year = year.flatMap({ Int($0) }), let indicator else { return true }
        let owners = rulebook.defaultPlan(of: year)?.indicator(IndicatorID(rawValue: indicator))?.owners ?? []
        return owners.contains { $0.department == department }
    }

    func figure(by name: String) -> ForeignFigure? {
        guard let indicator, let year = year.flatMap({ Int($0) }), let part, let place, let sex, let age else { return nil }
        return ForeignFigure(
            indicator: indicator, year: year, part: part, place: place, sex: sex, age: age, lower: value ?? from, upper: value ?? to,
            source: source, enteredBy: name, models: models?.number)
    }

    /// The field beside which a refusal stands.
    func field(of refusal: ReleaseRefusal) -> String {
        if refusal.code == "contradiction" { return value == nil ? (from == nil ? "to" : "from") : "value" }
        return models == nil ? "indicator" : "value"
    }
}
