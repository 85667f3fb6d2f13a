package import CaseDomain

/// Which figures are asked for.
package struct FiguresQuery: Hashable, Sendable {
    package var calendar: String
    package var period: Period
    package var breakdown: Breakdown
    /// `nil`: the default plan of the period's year.
    package var plan: String?

    package init(calendar: String, period: Period, breakdown: Breakdown = .none, plan: String? = nil) {
        self.calendar = calendar
        self.period = period
        self.breakdown = breakdown
        self.plan = plan
    }
}

/// Why a question has no answer.
package enum FiguresError: Error, Hashable, Sendable {
    case unknownCalendar
    case unknownPlan
    case periodOutsideCalendar
}

extension FactLedger {
    /// The figures of a period.
    package func figures(_ query: FiguresQuery) throws(FiguresError) -> FigureTable {
        guard let calendar = rulebook.calendars.firstIndex(where: { $0.id == query.calendar }) else { throw .unknownCalendar }
        guard let days = rulebook.calendars[calendar].days(of: query.period) else { throw .periodOutsideCalendar }
        let plan: Plan?
        if let id = query.plan {
            guard let named = rulebook.plan(id) else { throw .unknownPlan }
            plan = named
        } else {
            plan = rulebook.defaultPlan(of: query.period.year)
        }
        var share = 0
        var figures: [Figure] = []
        for indicator in rulebook.definitions.indicators {
            switch indicator.measure {
            case .external:
                if query.breakdown == .none, query.period.part == .year {
                    figures.append(external(indicator.id, in: query.period.year, plan))
                }
            case .centres(let centres):
                guard query.breakdown == .none else { continue }
                figures.append(centreShare(centres, of: indicator.id, on: days.upperBound, query.period.year, plan))
            case .people(let definition):
                let sum = tally.sum(share: share, calendar: calendar, year: query.period.year, quarters: query.period.part.quarters)
                let cells = PeopleCells(share: compiled.shares[share], layout: tally.layouts[share], sum: sum)
                var total = cells.total
                total.target = outcome(of: total, plan, query.period.year)
                figures.append(total)
                if definition.breakdowns.contains(query.breakdown) {
                    figures += cells.cells(by: query.breakdown, gazetteer: rulebook.gazetteer, on: days.upperBound)
                }
                share += 1
            }
        }
        return FigureTable(
            plan: plan?.id, definitions: rulebook.definitions.reference, calendar: query.calendar, period: query.period,
            from: days.lowerBound,
            to: days.upperBound, breakdown: query.breakdown, figures: figures
        )
    }

    /// The figures that are about no person: centres on a day, and of a year the external values.
    package func otherFigures(_ plan: Plan?, _ period: Period, on day: Day) -> [Figure] {
        rulebook.definitions.indicators.compactMap { indicator in
            switch indicator.measure {
            case .people: nil
            case .external: period.part == .year ? external(indicator.id, in: period.year, plan) : nil
            case .centres(let share): self.centreShare(share, of: indicator.id, on: day, period.year, plan)
            }
        }
    }

    private func centreShare(_ share: CentreShare, of id: IndicatorID, on day: Day, _ year: Int, _ plan: Plan?) -> Figure {
        let count = centres.count(share, on: day)
        var figure = Figure(indicator: id, cell: "all", denominator: count.denominator, numerator: count.numerator)
        figure.target = outcome(of: figure, plan, year)
        return figure
    }

    private func external(_ id: IndicatorID, in year: Int, _ plan: Plan?) -> Figure {
        var figure = Figure(indicator: id, cell: "all")
        let value = centres.external(id, in: year)
        figure.value = value?.text
        let target = plan?.target(of: id, in: year)
        let direction = target.flatMap { _ in plan?.indicator(id)?.direction }
        var isMet: Bool?
        if let value, let target, let direction { isMet = direction.compare(value.hundredths, target.hundredths) }
        figure.target = TargetOutcome(target: target, direction: direction, isMet: isMet)
        return figure
    }

    private func outcome(of figure: Figure, _ plan: Plan?, _ year: Int) -> TargetOutcome {
        guard let plan, let indicator = plan.indicator(figure.indicator), let target = plan.target(of: figure.indicator, in: year) else {
            return TargetOutcome(target: nil, direction: nil, isMet: nil)
        }
        let isMet = indicator.direction.isMet(numerator: figure.numerator ?? 0, denominator: figure.denominator ?? 0, target: target)
        return TargetOutcome(target: target, direction: indicator.direction, isMet: isMet)
    }
}

/// The cells of one people share, read from a sum of its counters.
private struct PeopleCells {
    let share: CompiledShare
    let layout: TallyLayout
    let sum: [Int]

    var total: Figure {
        var figure = cell("all", TallyLayout.denominator)
        figure.beside = share.share.beside.enumerated().map { BesideFigure(name: $1.name, count: sum[TallyLayout.besideStart + $0]) }
        return figure
    }

    private func cell(_ name: String, _ offset: Int) -> Figure {
        Figure(indicator: share.id, cell: name, denominator: sum[offset], numerator: sum[offset + 1])
    }

    func cells(by breakdown: Breakdown, gazetteer: Gazetteer, on day: Day) -> [Figure] {
        switch breakdown {
        case .none: []
        case .sex: words(Sex.self, from: TallyLayout.sexStart)
        case .age: words(AgeBand.self, from: TallyLayout.ageStart)
        case .scope: words(Scope.self, from: TallyLayout.scopeStart)
        case .service: services
        case .place: places(gazetteer, on: day)
        }
    }

    private func words<Word: Codeword>(_ type: Word.Type, from start: Int) -> [Figure] {
        Word.allCases.map { cell($0.rawValue, start + 2 * Int($0.number - 1)) }
    }

    private var services: [Figure] {
        share.serviceCodes.enumerated().compactMap { index, code in
            let count = sum[layout.serviceStart + index]
            return count > 0 ? Figure(indicator: share.id, cell: code, numerator: count) : nil
        }
    }

    /// Communes with somebody in the denominator, in the geography of the day, by code; then `outside`; then `unknown`.
    private func places(_ gazetteer: Gazetteer, on day: Day) -> [Figure] {
        var counts: [PlaceCode: (Int, Int)] = [:]
        var unknown = (sum[layout.placeStart + 2 * layout.unknownPlace], sum[layout.placeStart + 2 * layout.unknownPlace + 1])
        for index in 0..<layout.communeCount {
            let offset = layout.placeStart + 2 * index
            guard sum[offset] > 0 else { continue }
            guard let rolled = gazetteer.rolled(index, to: day) else {
                unknown = (unknown.0 + sum[offset], unknown.1 + sum[offset + 1])
                continue
            }
            let known = counts[gazetteer.communes[rolled].code] ?? (0, 0)
            counts[gazetteer.communes[rolled].code] = (known.0 + sum[offset], known.1 + sum[offset + 1])
        }
        let outside = layout.placeStart + 2 * layout.outside
        counts[.outside] = sum[outside] > 0 ? (sum[outside], sum[outside + 1]) : nil
        var figures = counts.sorted { $0.key < $1.key }.map {
            Figure(indicator: share.id, cell: $0.key.description, denominator: $0.value.0, numerator: $0.value.1)
        }
        if unknown.0 > 0 { figures.append(Figure(indicator: share.id, cell: "unknown", denominator: unknown.0, numerator: unknown.1)) }
        return figures
    }
}

extension FactLedger {
    /// How many people each quarter of a period has and how many each of the eight quarters before it, the newest last; by indicator.
    package func quartersWithThoseBefore(
        _ period: Period, calendar: String
    ) -> [IndicatorID: [(count: Int, before: [Int])]] {
        let parts: [PeriodPart] = [.q1, .q2, .q3, .q4]
        let quarters = period.part.quarters.map { period.year * 4 + $0 }
        guard let first = quarters.min(), let last = quarters.max() else { return [:] }
        let indicators = rulebook.definitions.indicators.filter { if case .people = $0.measure { true } else { false } }.map(\.id)
        var counts: [IndicatorID: [Int]] = [:]
        for quarter in (first - 8)...last {
            // A calendar that does not reach so far back has nobody there.
            let table = try? figures(FiguresQuery(calendar: calendar, period: Period(year: quarter / 4, part: parts[quarter % 4])))
            for indicator in indicators {
                counts[indicator, default: []].append(table?.figures.first { $0.indicator == indicator }?.denominator ?? 0)
            }
        }
        return counts.mapValues { counts in
            (8..<counts.count).map { (count: counts[$0], before: Array(counts[($0 - 8)..<$0])) }
        }
    }
}
