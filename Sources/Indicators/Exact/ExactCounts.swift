package import CaseDomain

/// Why somebody who is counted was not reached.
package enum UnreachedReason: String, CaseIterable, Sendable {
    /// Of the services that the indicator looks at, the first of these that stands in the record.
    case declined, unavailable
    case onlyReferred = "only_referred"
    case nothingRecorded = "nothing_recorded"

    init(states: UInt8) {
        func has(_ state: ServiceState) -> Bool { states >> state.number & 1 == 1 }
        self = has(.declined) ? .declined : has(.unavailable) ? .unavailable : has(.referred) ? .onlyReferred : .nothingRecorded
    }
}

/// How many are counted and how many of them were reached.
package struct CountPair: Hashable, Sendable {
    package var denominator = 0
    package var numerator = 0

    package init(_ denominator: Int = 0, _ numerator: Int = 0) {
        self.denominator = denominator
        self.numerator = numerator
    }

    mutating func add(isReached: Bool) {
        denominator += 1
        if isReached { numerator += 1 }
    }
}

/// Everything exact that is said of one indicator's people in some days, or of one scope of them.
package struct ExactPeople: Hashable, Sendable {
    package let indicator: IndicatorID
    /// `nil`: all scopes.
    package let scope: Scope?
    package fileprivate(set) var total = CountPair()
    package fileprivate(set) var beside: [String: Int] = [:]
    /// By the commune of the last day; `nil` where the place cannot be led to it.
    package fileprivate(set) var places: [PlaceCode?: CountPair] = [:]
    package fileprivate(set) var sexes: [Sex: CountPair] = [:]
    package fileprivate(set) var ages: [AgeBand: CountPair] = [:]
    package fileprivate(set) var services: [String: Int] = [:]
    package fileprivate(set) var unreached: [UnreachedReason: Int] = [:]
    /// Days from detection to the first service of those who were reached; a service before detection counts as none.
    package fileprivate(set) var delays: [Int] = []

    /// The smallest number of days within which a share of those reached had been reached; `nil` when nobody was.
    package func delay(within hundredths: Int) -> Int? {
        let ordered = delays.sorted()
        return ordered.isEmpty ? nil : ordered[max(0, (ordered.count * hundredths + 99) / 100 - 1)]
    }
}

/// The form on domestic violence: cases by main form, users of violence by sex and what was done, survivors by sex and that form's ages.
package struct ViolenceForms: Hashable, Sendable {
    /// The age groups of the form: women in three, men in two; who is in none stands in no row, so that rows do not add up to the total.
    package enum AgeGroup: String, CaseIterable, Sendable {
        case under16 = "under_16"
        case from16To59 = "16_59"
        case from60 = "60_over"

        init?(_ age: AgeBand, _ sex: Sex) {
            switch age {
            case .under16: self = .under16
            case .from16To17, .from18To59: if sex == .female { self = .from16To59 } else { return nil }
            case .from60: self = .from60
            case .unknown: return nil
            }
        }
    }

    package struct Group: Hashable, Sendable {
        package let sex: Sex
        package let age: AgeGroup

        package init(sex: Sex, age: AgeGroup) {
            self.sex = sex
            self.age = age
        }
    }

    package struct Measure: Hashable, Sendable {
        package let sex: Sex
        /// Code of a service kind.
        package let kind: String
    }

    /// The indicators whose people the form counts; `nil` where no definition counts such people.
    package let survivorsOf: IndicatorID?
    package let perpetratorsOf: IndicatorID?
    package fileprivate(set) var cases: [MainForm: Int] = [:]
    package fileprivate(set) var perpetrators: [Sex: Int] = [:]
    /// Kinds overlap.
    package fileprivate(set) var measures: [Measure: Int] = [:]
    package fileprivate(set) var survivors: [Sex: Int] = [:]
    package fileprivate(set) var groups: [Group: Int] = [:]

    fileprivate init(_ shares: [CompiledShare]) {
        func first(_ role: Role) -> IndicatorID? {
            shares.first { $0.share.role == role && $0.share.kinds.contains(.domesticViolence) }?.id
        }
        (survivorsOf, perpetratorsOf) = (first(.victim), first(.perpetrator))
    }
}

/// All exact figures of days within one reporting year.
package struct ExactCounts: Hashable, Sendable {
    package let people: [ExactPeople]
    package let forms: ViolenceForms
}

extension FactLedger {
    /// The exact figures of days that lie within a reporting year of a calendar.
    ///
    /// For the days of a period the totals are those of `figures(_:)`: both rest on the same person-years.
    package func exactCounts(calendar id: String, year: Int, days: ClosedRange<Day>) throws(FiguresError) -> ExactCounts {
        guard let calendar = rulebook.calendars.firstIndex(where: { $0.id == id }) else { throw .unknownCalendar }
        var shares = compiled.shares.map { ExactShare($0) }
        var forms = ViolenceForms(compiled.shares)
        let range = days.lowerBound.number...days.upperBound.number
        forEachPerson { _, found, _ in
            for year in found {
                shares[year.share].add(year, rulebook, on: days.upperBound)
                forms.add(year, compiled.shares[year.share].id, rulebook.serviceKinds)
            }
        } suspected: { suspected in
            guard suspected.calendar == calendar, suspected.quarter / 4 == year - 1_900, range.contains(suspected.day) else { return }
            shares[suspected.share].addSuspected()
        } where: {
            $0.calendar == calendar && $0.quarter / 4 == year - 1_900 && range.contains($0.day)
        }
        forEachCase { facts in
            guard facts.state == compiled.confirmed, facts.kind == compiled.domestic, range.contains(facts.detectedOn) else { return }
            forms.add(MainForm(number: facts.mainForm))
        }
        return ExactCounts(people: shares.flatMap(\.people), forms: forms)
    }
}

extension ViolenceForms {
    fileprivate mutating func add(_ form: MainForm) { cases[form, default: 0] += 1 }

    fileprivate mutating func add(_ year: PersonYear, _ indicator: IndicatorID, _ kinds: Vocabulary<ServiceKind>) {
        guard year.scope == .domestic, let sex = Sex(number: year.sex) else { return }
        if indicator == survivorsOf {
            survivors[sex, default: 0] += 1
            if let age = AgeGroup(year.age, sex) { groups[Group(sex: sex, age: age), default: 0] += 1 }
        } else if indicator == perpetratorsOf {
            perpetrators[sex, default: 0] += 1
            for kind in kinds.terms where year.everyKind & PersonYear.bit(ofKind: kind.number) != 0 {
                measures[Measure(sex: sex, kind: kind.code), default: 0] += 1
            }
        }
    }
}

/// One share while it is counted: all its people, then those of each scope.
private struct ExactShare {
    private let compiled: CompiledShare
    private(set) var people: [ExactPeople]

    init(_ compiled: CompiledShare) {
        self.compiled = compiled
        let scopes: [Scope?] = compiled.share.breakdowns.contains(.scope) ? [nil] + Scope.allCases : [nil]
        people = scopes.map { ExactPeople(indicator: compiled.id, scope: $0) }
        // Everything that can be said is said, also when it is nobody.
        for index in people.indices {
            for count in compiled.share.beside where index == 0 || ExactShare.isOfPeople(count) { people[index].beside[count.name] = 0 }
        }
    }

    private static func isOfPeople(_ count: BesideCount) -> Bool {
        if case .when = count.rule { true } else { false }
    }

    mutating func addSuspected() {
        // What nobody has confirmed has no scope yet.
        for count in compiled.share.beside where !ExactShare.isOfPeople(count) { people[0].beside[count.name, default: 0] += 1 }
    }

    mutating func add(_ year: PersonYear, _ rulebook: Rulebook, on day: Day) {
        for index in people.indices where people[index].scope == nil || people[index].scope == year.scope {
            people[index].add(year, compiled, rulebook, on: day)
        }
    }
}

extension ExactPeople {
    fileprivate mutating func add(_ year: PersonYear, _ compiled: CompiledShare, _ rulebook: Rulebook, on day: Day) {
        for (bit, count) in compiled.share.beside.filter({ if case .when = $0.rule { true } else { false } }).enumerated()
        where year.outcome >> UInt32(OutcomeTable.firstBesideBit + bit) & 1 == 1 {
            beside[count.name, default: 0] += 1
        }
        guard year.outcome & OutcomeTable.denominatorBit != 0, let sex = Sex(number: year.sex) else { return }
        let isReached = year.outcome & OutcomeTable.numeratorBit != 0
        total.add(isReached: isReached)
        places[ExactPeople.place(of: year, rulebook.gazetteer, on: day), default: CountPair()].add(isReached: isReached)
        sexes[sex, default: CountPair()].add(isReached: isReached)
        ages[year.age, default: CountPair()].add(isReached: isReached)
        for (bit, code) in compiled.serviceCodes.enumerated() where year.reachedKinds >> UInt64(bit) & 1 == 1 {
            services[code, default: 0] += 1
        }
        if isReached {
            delays.append(year.firstReached == .max ? 0 : max(0, Int(year.firstReached - year.day)))
        } else {
            unreached[UnreachedReason(states: year.states), default: 0] += 1
        }
    }

    private static func place(of year: PersonYear, _ gazetteer: Gazetteer, on day: Day) -> PlaceCode? {
        let place = PlaceCode(number: year.place)
        guard place != .outside else { return place }
        return gazetteer.index(of: place, on: Day(number: year.day)).flatMap { gazetteer.rolled($0, to: day) }
            .map { gazetteer.communes[$0].code }
    }
}
