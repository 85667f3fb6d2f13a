import CaseDomain
import Indicators

/// A case with the place in the file where its name stands.
struct PlacedCase {
    let value: DefinitionCase
    let node: PolicyNode
}

/// Reads `indicators/goal-3.cases.yaml`.
struct DefinitionCaseReading {
    static let path = "indicators/goal-3.cases.yaml"
    private static let outcomes = ["counts-", "reached-", "excluded-"]
    let documents: PolicyDocuments
    let definitions: DefinitionSet
    let calendars: KnownCodes
    let serviceKinds: Vocabulary<ServiceKind>
    let knownServices: KnownCodes
    let gazetteer: Gazetteer?

    func read() -> [PlacedCase] {
        guard let root = documents.root(DefinitionCaseReading.path),
            let mapping = root.mapping(required: ["definitions", "defaults", "cases"], optional: ["source"])
        else { return [] }
        let name = "goal-3"
        _ = mapping["definitions"]?.choice([name: name])
        guard let node = mapping["defaults"], let defaults = readDefaults(node) else { return [] }
        var cases: [PlacedCase] = []
        var names: Set<String> = []
        for node in mapping["cases"]?.list() ?? [] {
            let optional = ["calendar", "by", "cell", "with", "records", "centres", "activities"]
            guard let mapping = node.mapping(required: ["name", "indicator", "period", "expected"], optional: optional) else { continue }
            guard let name = mapping["name"], let code = name.text(limit: 120) else { continue }
            if !DefinitionCaseReading.outcomes.contains(where: code.hasPrefix) { name.report(.caseName, code) }
            if !names.insert(code).inserted { name.report(.duplicateCode, code) }
            if let value = readCase(mapping, name: code, defaults: defaults) { cases.append(PlacedCase(value: value, node: name)) }
        }
        return cases
    }

    private func readDefaults(_ node: PolicyNode) -> RecordDefaults? {
        guard let mapping = node.mapping(required: ["calendar", "state", "place", "sex", "register"]) else { return nil }
        let (calendar, state) = (calendars.check(mapping["calendar"], .unknownCalendar), mapping["state"]?.word(CaseState.self))
        let (place, sex) = (mapping["place"].flatMap(RecordReading.readPlace), mapping["sex"]?.word(Sex.self))
        guard let calendar, let state, let place, let sex, let register = mapping["register"]?.code() else { return nil }
        return RecordDefaults(calendar: calendar, state: state, place: place, sex: sex, register: register)
    }

    private func readCase(_ mapping: PolicyMapping, name: String, defaults: RecordDefaults) -> DefinitionCase? {
        let indicator = definitions.known.check(mapping["indicator"], .unknownIndicator).map(IndicatorID.init(rawValue:))
        let calendar = mapping["calendar"] == nil ? defaults.calendar : calendars.check(mapping["calendar"], .unknownCalendar)
        let period = mapping["period"].flatMap(readPeriod)
        let breakdown = mapping["by"] == nil ? Breakdown.none : mapping["by"]?.word(Breakdown.self)
        let cell = mapping["cell"] == nil ? "all" : mapping["cell"]?.code()
        if let indicator, let breakdown, breakdown != .none, let definition = definitions.indicator(indicator) {
            let allowed: Set<Breakdown> = if case .people(let share) = definition.measure { share.breakdowns } else { [] }
            if !allowed.contains(breakdown) { mapping["by"]?.report(.unknownCode, breakdown.rawValue) }
        }
        let reading = RecordReading(defaults: defaults, serviceKinds: serviceKinds, knownServices: knownServices, gazetteer: gazetteer)
        let records = reading.read(mapping["records"])
        let centres = readCentres(mapping["centres"])
        let activities = readActivities(mapping["activities"], centres: KnownCodes(Set(centres.map(\.code))))
        let expected = mapping["expected"].flatMap { readExpected($0, of: indicator, breakdown: breakdown) }
        let variant = readVariant(mapping["with"])
        guard let indicator, let calendar, let period, let breakdown, let cell, let expected else { return nil }
        return DefinitionCase(
            name: name, indicator: indicator, calendar: calendar, period: period, breakdown: breakdown, cell: cell, variant: variant,
            records: records, centres: centres, activities: activities, expected: expected
        )
    }

    private func readPeriod(_ node: PolicyNode) -> Period? {
        guard let text = node.text() else { return nil }
        guard let period = Period(text) else {
            node.report(.unknownCode, text)
            return nil
        }
        return period
    }

    private func readVariant(_ node: PolicyNode?) -> DefinitionCase.Variant {
        let mapping = node?.mapping(required: [], optional: ["linkage", "lookback_days", "consent_refusal"])
        return DefinitionCase.Variant(
            linkage: mapping?["linkage"]?.word(LinkageRule.self), lookbackDays: mapping?["lookback_days"]?.number(in: 0...365),
            consentRefusal: mapping?["consent_refusal"]?.word(ConsentRefusal.self)
        )
    }

    private func readCentres(_ node: PolicyNode?) -> [DefinitionCase.Centre] {
        (node?.list() ?? []).compactMap { item in
            guard let mapping = item.mapping(required: ["code", "kind", "public", "valid_from"], optional: ["valid_to"]) else { return nil }
            let (code, kind) = (mapping["code"]?.code(), mapping["kind"]?.word(CentreKind.self))
            let isPublic = mapping["public"]?.choice(["yes": true, "no": false])
            let validity = mapping.validity()
            guard let code, let kind, let isPublic, let from = validity.from else { return nil }
            return DefinitionCase.Centre(code: code, kind: kind, isPublic: isPublic, validFrom: from, validTo: validity.to)
        }
    }

    private func readActivities(_ node: PolicyNode?, centres: KnownCodes) -> [DefinitionCase.Activity] {
        (node?.list() ?? []).compactMap { item in
            guard let mapping = item.mapping(required: ["centre", "kind", "on"]) else { return nil }
            let (centre, kind) = (centres.check(mapping["centre"]), mapping["kind"]?.word(ActivityKind.self))
            guard let centre, let kind, let day = mapping["on"]?.day() else { return nil }
            return DefinitionCase.Activity(centre: centre, kind: kind, on: day)
        }
    }

    private func readExpected(_ node: PolicyNode, of id: IndicatorID?, breakdown: Breakdown?) -> DefinitionCase.Expected? {
        // By service there is no denominator: kinds overlap.
        let required = breakdown == .service ? ["numerator"] : ["denominator", "numerator"]
        guard let mapping = node.mapping(required: required, optional: ["beside", "percent", "target", "met"]) else { return nil }
        let counts = 0...1_000_000
        let (denominator, numerator) = (mapping["denominator"]?.number(in: counts), mapping["numerator"]?.number(in: counts))
        var beside: [BesideFigure] = []
        let names = KnownCodes(id.flatMap { definitions.besideLabels[$0] }.map { Set($0.keys) })
        for (key, value) in mapping["beside"]?.pairs() ?? [] {
            guard let name = names.check(key), let count = value.number(in: counts) else { continue }
            beside.append(BesideFigure(name: name, count: count))
        }
        let isMet = mapping["met"]?.choice(["yes": DefinitionCase.Claim.value(true), "no": .value(false), "none": .none])
        guard let numerator else { return nil }
        return DefinitionCase.Expected(
            denominator: denominator, numerator: numerator, beside: beside, percent: readClaim(mapping["percent"]),
            target: readClaim(mapping["target"]), isMet: isMet ?? .open
        )
    }

    private func readClaim(_ node: PolicyNode?) -> DefinitionCase.Claim<String> {
        guard let text = node?.text() else { return .open }
        return text == "none" ? .none : .value(text)
    }
}
