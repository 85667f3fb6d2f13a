import CaseDomain
import Indicators
import Policies
import Support
import Testing

/// The ledger alone, without a store: thousands of random changes against a ledger made afresh.
@Suite struct LedgerTests {
    private func facts(_ chance: SeededChance, _ gazetteer: Gazetteer, number: Int) -> CaseFacts {
        let kind = chance.pick(CaseKind.allCases)
        let day = Day(number: Int32(20_060 + chance.below(700)))
        let people = (0..<1 + chance.below(3)).map { row in
            PersonFact(
                person: LinkageTag(high: 1, low: UInt64(chance.below(4) == 0 ? chance.below(12) : 100 + number * 10 + row)),
                number: chance.below(3) == 0 ? LinkageTag(high: 2, low: UInt64(chance.below(10))) : .none,
                links: chance.below(6) == 0 ? [LinkageTag(high: 3, low: UInt64(chance.below(8)))] : [],
                role: chance.pick(Role.allCases.filter { $0.canStand(in: kind) }), sex: chance.pick(Sex.allCases),
                birthYear: chance.below(2) == 0 ? nil : 1_980 + chance.below(2)
            )
        }
        return CaseFacts(
            order: OrderKey(register: chance.pick(["", "main", "sổ"]), code: "\(chance.below(500))"), kind: kind,
            state: chance.pick([.confirmed, .confirmed, .confirmed, .suspected, .error]), detectedOn: day,
            place: chance.below(9) == 0 ? .outside : chance.pick(gazetteer.communes.filter { $0.exists(on: day) }).code, people: people,
            statuses: (0..<chance.below(4)).map { _ in
                StatusFact(
                    person: chance.below(people.count), subject: chance.pick([.liability, .identification, .need]),
                    value: UInt8(1 + chance.below(3)),
                    on: day.adding(days: chance.below(5)), order: UInt32(chance.below(1_000))
                )
            },
            services: (0..<chance.below(5)).map { _ in
                ServiceFact(
                    person: chance.below(people.count), kind: Code(number: UInt16(1 + chance.below(28))),
                    state: chance.pick(ServiceState.allCases),
                    on: day.adding(days: chance.below(500) - 60)
                )
            }
        )
    }

    private func tables(_ ledger: FactLedger) throws -> [FigureTable] {
        try [2025, 2026].flatMap { year in
            try ["calendar", "administrative"].flatMap { calendar in
                try Breakdown.allCases.flatMap { breakdown in
                    try [PeriodPart.q1, .q2, .q3, .q4, .year].map {
                        try ledger.figures(FiguresQuery(calendar: calendar, period: Period(year: year, part: $0), breakdown: breakdown))
                    }
                }
            }
        }
    }

    @Test(arguments: 0..<4)
    func changesOneByOneGiveWhatAFreshCountGives(seed: Int) throws {
        let rulebook = try ShippedPolicies.set.get().rulebook
        let chance = SeededChance(seed: UInt64(seed) + 400)
        var ledger = FactLedger(rulebook: rulebook)
        var current: [Int: [UInt8]] = [:]
        for step in 1...240 {
            let number = 1 + chance.below(60)
            let packed = chance.below(12) == 0 ? nil : facts(chance, rulebook.gazetteer, number: number).packed()
            current[number] = packed
            ledger.apply([.facts(number: number, packed: packed)], cutoff: step)
            guard step % 40 == 0 else { continue }
            var shelf = FactsShelf()
            for (number, bytes) in current { #expect(bytes.withUnsafeBytes { shelf.put(number, $0) }) }
            let fresh = FactLedger(rulebook: rulebook, facts: shelf, cutoff: step, workers: 1 + step % 3)
            #expect(try tables(ledger) == tables(fresh), "seed \(seed), step \(step)")
            try peopleAreThoseOfTheFigures(ledger)
            try exactCountsAreTheFigures(ledger, rulebook)
        }
    }

    /// Counting person by person over the days of a period gives every cell that the counters give.
    private func exactCountsAreTheFigures(_ ledger: FactLedger, _ rulebook: Rulebook) throws {
        for calendar in rulebook.calendars {
            for part in [PeriodPart.q3, .h1, .year] {
                let period = Period(year: 2025, part: part)
                let exact = try ledger.exactCounts(calendar: calendar.id, year: 2025, days: try #require(calendar.days(of: period)))
                for breakdown in Breakdown.allCases {
                    let table = try ledger.figures(FiguresQuery(calendar: calendar.id, period: period, breakdown: breakdown))
                    for people in exact.people where people.scope == nil {
                        let cells = table.figures.filter { $0.indicator == people.indicator && ($0.cell != "all" || breakdown == .none) }
                        for figure in cells {
                            let pair: CountPair? =
                                switch breakdown {
                                case .none: people.total
                                case .place: people.places[figure.cell == "unknown" ? nil : PlaceCode(figure.cell)]
                                case .sex: Sex(rawValue: figure.cell).flatMap { people.sexes[$0] }
                                case .age: AgeBand(rawValue: figure.cell).flatMap { people.ages[$0] }
                                case .scope:
                                    exact.people.first { $0.indicator == people.indicator && $0.scope?.rawValue == figure.cell }?.total
                                case .service: nil
                                }
                            if breakdown == .service {
                                #expect(people.services[figure.cell] == figure.numerator)
                            } else {
                                #expect((pair ?? CountPair()).denominator == figure.denominator, "\(figure)")
                                #expect((pair ?? CountPair()).numerator == figure.numerator, "\(figure)")
                            }
                            for beside in figure.beside { #expect(people.beside[beside.name] == beside.count, "\(figure)") }
                        }
                        #expect(people.unreached.values.reduce(0, +) == people.total.denominator - people.total.numerator)
                        #expect(people.delays.count == people.total.numerator)
                    }
                }
            }
        }
    }

    /// Person by person the same as the counters say.
    private func peopleAreThoseOfTheFigures(_ ledger: FactLedger) throws {
        for calendar in ["calendar", "administrative"] {
            for indicator in ["3.2a", "3.2b", "3.3"].map(IndicatorID.init) {
                let people = try ledger.countedPeople(of: indicator, calendar: calendar, year: 2025)
                for part in [PeriodPart.q2, .nineMonths, .year] {
                    let own = people.filter { part.quarters.contains($0.quarter) }
                    func figures(_ breakdown: Breakdown) throws -> [Figure] {
                        let query = FiguresQuery(calendar: calendar, period: Period(year: 2025, part: part), breakdown: breakdown)
                        return try ledger.figures(query).figures.filter { $0.indicator == indicator && $0.cell != "all" }
                    }
                    let total = try ledger.figures(FiguresQuery(calendar: calendar, period: Period(year: 2025, part: part))).figures
                    let all = try #require(total.first { $0.indicator == indicator })
                    #expect(all.denominator == own.count && all.numerator == own.count(where: \.isReached))
                    for figure in try figures(.sex) { #expect(figure.denominator == own.count { $0.sex.rawValue == figure.cell }) }
                    for figure in try figures(.age) { #expect(figure.denominator == own.count { $0.age.rawValue == figure.cell }) }
                }
                #expect(people.allSatisfy { !$0.records.isEmpty })
            }
        }
        #expect(try ledger.countedPeople(of: IndicatorID(rawValue: "3.4"), calendar: "calendar", year: 2025).isEmpty)
        #expect(throws: FiguresError.unknownCalendar) {
            try ledger.countedPeople(of: IndicatorID(rawValue: "3.2a"), calendar: "x", year: 2025)
        }
    }

    @Test func factsThatAreNoneLeaveTheFiguresAndAreNamed() throws {
        let rulebook = try ShippedPolicies.set.get().rulebook
        var ledger = FactLedger(rulebook: rulebook)
        ledger.apply([.facts(number: 7, packed: [1, 2, 3])], cutoff: 1)
        #expect(ledger.unreadable == [7])
        ledger.apply([.facts(number: 7, packed: facts(SeededChance(seed: 1), rulebook.gazetteer, number: 7).packed())], cutoff: 2)
        #expect(ledger.unreadable.isEmpty)
    }
}
