import CaseDomain
import Indicators

/// What the rest of the files needs to know of the definitions.
struct DefinitionSet {
    var definitions: GoalDefinitions?
    /// Every id that stands in the file, also of a definition that is faulty otherwise.
    var known = KnownCodes.unreadable
    /// Texts of the counts beside, by indicator and name.
    var besideLabels: [IndicatorID: [String: Label]] = [:]

    func indicator(_ id: IndicatorID) -> IndicatorDefinition? {
        definitions?.indicators.first { $0.id == id }
    }
}

/// Reads `indicators/goal-3.yaml`.
struct DefinitionReading {
    static let path = "indicators/goal-3.yaml"
    private static let name = "goal-3"
    /// Profiles of person-years have room for so many marks, outcomes for so many counts beside.
    private static let markLimit = 8
    private static let besideLimit = 24
    let documents: PolicyDocuments
    let marks: KnownCodes

    func read() -> DefinitionSet {
        var set = DefinitionSet()
        guard let root = documents.root(DefinitionReading.path) else { return set }
        let required = ["name", "version", "defaults", "indicators"]
        guard let mapping = root.mapping(required: required, optional: PolicyMapping.provenance) else { return set }
        let name = mapping["name"]?.choice([DefinitionReading.name: DefinitionReading.name])
        let version = mapping["version"]?.number(in: 1...9_999)
        let defaults = mapping["defaults"]?.mapping(required: ["linkage", "lookback_days", "consent_refusal"])
        let linkage = defaults?["linkage"]?.word(LinkageRule.self)
        let lookback = defaults?["lookback_days"]?.number(in: 0...365)
        let refusal = defaults?["consent_refusal"]?.word(ConsentRefusal.self)
        guard let list = mapping["indicators"]?.list() else { return set }
        var indicators: [IndicatorDefinition] = []
        var ids: Set<String> = []
        for node in list {
            guard let measure = readMeasureName(node) else {
                ids.formUnion(node.value(of: "id")?.raw.map { [$0] } ?? [])
                continue
            }
            let (required, optional) = (["id", "measure"] + measure.required, PolicyMapping.labels + PolicyMapping.provenance)
            guard let mapping = node.mapping(required: required, optional: optional) else { continue }
            let (id, label) = (mapping["id"]?.code(), mapping.label())
            if let id, !ids.insert(id).inserted { mapping["id"]?.report(.duplicateCode, id) }
            let counted = readMeasure(measure, mapping, labels: &set.besideLabels[IndicatorID(rawValue: id ?? ""), default: [:]])
            if let id, let label, let counted {
                indicators.append(IndicatorDefinition(id: IndicatorID(rawValue: id), label: label, measure: counted))
            }
        }
        set.known = KnownCodes(ids)
        checkMarks(of: indicators, at: mapping)
        guard let name, let version, let linkage, let lookback, let refusal, indicators.count == list.count else { return set }
        set.definitions = GoalDefinitions(
            name: name, version: version, lookbackDays: lookback, linkage: linkage, consentRefusal: refusal, indicators: indicators
        )
        return set
    }

    private enum Measure {
        case people, centres, external

        var required: [String] {
            switch self {
            case .people: ["role", "kinds", "denominator", "numerator", "service_mark", "breakdowns", "beside"]
            case .centres: ["centre_kind", "public"]
            case .external: []
            }
        }
    }

    /// Which keys a definition has depends on what it measures, so that is read first.
    private func readMeasureName(_ node: PolicyNode) -> Measure? {
        guard node.pairs() != nil else { return nil }
        guard let measure = node.value(of: "measure") else {
            node.report(.missingKey, "measure")
            return nil
        }
        return measure.choice(["people": .people, "centres": .centres, "external": .external])
    }

    private func readMeasure(_ measure: Measure, _ mapping: PolicyMapping, labels: inout [String: Label]) -> IndicatorMeasure? {
        switch measure {
        case .external: return .external
        case .centres:
            let kind = mapping["centre_kind"]?.word(CentreKind.self)
            let isPublic = mapping["public"]?.choice(["yes": true, "no": false])
            guard let kind, let isPublic else { return nil }
            return .centres(CentreShare(kind: kind, isPublic: isPublic))
        case .people: return readShare(mapping, labels: &labels).map(IndicatorMeasure.people)
        }
    }

    private func readShare(_ mapping: PolicyMapping, labels: inout [String: Label]) -> PeopleShare? {
        let role = mapping["role"]?.word(Role.self)
        let kinds = Set((mapping["kinds"]?.list() ?? []).compactMap { $0.word(CaseKind.self) })
        let breakdowns = Set((mapping["breakdowns"]?.list() ?? []).compactMap { $0.word(Breakdown.self) })
        let mark = marks.check(mapping["service_mark"], .unknownMark)
        let denominator = mapping["denominator"].flatMap { ConditionReading(marks: marks, site: .denominator).read($0) }
        let numerator = mapping["numerator"].flatMap { ConditionReading(marks: marks, site: .numerator).read($0) }
        let beside = readBeside(mapping["beside"], labels: &labels)
        if kinds.isEmpty { mapping["kinds"]?.report(.emptyValue, "kinds") }
        guard let role, let mark, let denominator, let numerator else { return nil }
        let strange = kinds.filter { !role.canStand(in: $0) }.map(\.rawValue).sorted()
        if !strange.isEmpty { mapping["role"]?.report(.roleNotInKind, "\(role.rawValue) – \(strange.joined(separator: ", "))") }
        return PeopleShare(
            role: role, kinds: kinds, serviceMark: mark, denominator: denominator, numerator: numerator, beside: beside,
            breakdowns: breakdowns
        )
    }

    private func readBeside(_ node: PolicyNode?, labels: inout [String: Label]) -> [BesideCount] {
        let list = node?.list() ?? []
        if list.count > DefinitionReading.besideLimit { node?.report(.outOfRange, "\(list.count) (0–\(DefinitionReading.besideLimit))") }
        var counts: [BesideCount] = []
        for item in list {
            guard let mapping = item.mapping(required: ["name", "when"], optional: PolicyMapping.labels) else { continue }
            let name = mapping["name"]?.code()
            let label = mapping.label()
            let rule: BesideRule? =
                mapping["when"]?.raw == "suspected"
                ? .suspected : mapping["when"].flatMap { ConditionReading(marks: marks, site: .beside).read($0) }.map(BesideRule.when)
            guard let name else { continue }
            let known = labels.updateValue(label ?? Label(vietnamese: name, english: name), forKey: name)
            if known != nil { mapping["name"]?.report(.duplicateCode, name) }
            guard let rule else { continue }
            counts.append(BesideCount(name: name, rule: rule))
        }
        return counts
    }

    private func checkMarks(of indicators: [IndicatorDefinition], at mapping: PolicyMapping) {
        var used: Set<String> = []
        for case .people(let share) in indicators.map(\.measure) {
            used.insert(share.serviceMark)
            used.formUnion(share.denominator.marks)
            used.formUnion(share.numerator.marks)
            for case .when(let condition) in share.beside.map(\.rule) { used.formUnion(condition.marks) }
        }
        if used.count > DefinitionReading.markLimit {
            mapping["indicators"]?.report(.tooManyMarks, "\(used.count) (0–\(DefinitionReading.markLimit))")
        }
    }
}
