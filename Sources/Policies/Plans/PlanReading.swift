import CaseDomain
import Indicators

/// Reads `plans/*.yaml`: targets by year, direction, unit, owners.
struct PlanReading {
    private static let years = 1900...2199
    /// How a plan writes that nobody owns an indicator or a scope of it.
    private static let nobody = "not_assigned"
    let documents: PolicyDocuments
    let definitions: DefinitionSet
    let units: KnownCodes
    let departments: KnownCodes
    let calendars: KnownCodes

    func read() -> [Plan] {
        var plans: [Plan] = []
        for (name, root) in documents.roots(in: PolicyDocuments.plans) {
            let required = ["plan", "first_year", "public_calendar", "indicators"]
            let optional = PolicyMapping.labels + PolicyMapping.provenance + ["default_years"]
            guard let mapping = root.mapping(required: required, optional: optional) else { continue }
            let id = mapping["plan"]?.code()
            if let id, id != name { mapping["plan"]?.report(.unknownCode, id) }
            let label = mapping.label()
            let firstYear = mapping["first_year"]?.number(in: PlanReading.years)
            let defaultYears = mapping["default_years"].flatMap(readYears)
            if let defaultYears, plans.contains(where: { $0.defaultYears?.overlaps(defaultYears) ?? false }) {
                mapping["default_years"]?.report(.plansOverlap, "\(defaultYears.lowerBound)–\(defaultYears.upperBound)")
            }
            let calendar = calendars.check(mapping["public_calendar"], .unknownCalendar)
            let indicators = readIndicators(mapping["indicators"])
            guard let id, let label, let firstYear, let calendar else { continue }
            plans.append(
                Plan(
                    id: id, label: label, firstYear: firstYear, defaultYears: defaultYears, publicCalendar: calendar, indicators: indicators
                )
            )
        }
        return plans
    }

    private func readYears(_ node: PolicyNode) -> ClosedRange<Int>? {
        guard let items = node.list() else { return nil }
        guard items.count == 2 else {
            node.report(.wrongType, "[2021, 2025]")
            return nil
        }
        guard let from = items[0].number(in: PlanReading.years), let to = items[1].number(in: PlanReading.years) else { return nil }
        guard from <= to else {
            node.report(.validityReversed, "\(from) > \(to)")
            return nil
        }
        return from...to
    }

    private func readIndicators(_ node: PolicyNode?) -> [PlanIndicator] {
        var indicators: [PlanIndicator] = []
        var ids: Set<String> = []
        for item in node?.list() ?? [] {
            let required = ["id", "goal", "unit", "direction", "targets", "owners"]
            guard let mapping = item.mapping(required: required, optional: PolicyMapping.labels + PolicyMapping.provenance) else {
                continue
            }
            let id = definitions.known.check(mapping["id"], .unknownIndicator)
            if let id, !ids.insert(id).inserted { mapping["id"]?.report(.duplicateCode, id) }
            let goal = mapping["goal"]?.number(in: 1...9)
            let label = mapping.label()
            let unit = units.check(mapping["unit"])
            let direction = mapping["direction"]?.word(Direction.self)
            let milestones = readMilestones(mapping["targets"])
            let owners = readOwners(mapping["owners"], of: id)
            guard let id, let goal, let label, let unit, let direction else { continue }
            indicators.append(
                PlanIndicator(
                    id: IndicatorID(rawValue: id), goal: goal, label: label, unit: unit, direction: direction, milestones: milestones,
                    owners: owners
                )
            )
        }
        return indicators
    }

    private func readMilestones(_ node: PolicyNode?) -> [Milestone] {
        var milestones: [Milestone] = []
        for (key, value) in node?.pairs() ?? [] {
            guard let year = key.number(in: PlanReading.years), let text = value.text() else { continue }
            guard let target = TargetValue(text) else {
                value.report(.notANumber, text)
                continue
            }
            // `2030` and `"02030"` are different keys to YAML and the same year.
            if milestones.contains(where: { $0.year == year }) { key.report(.duplicateTarget, "\(year)") }
            milestones.append(Milestone(year: year, value: target))
        }
        return milestones
    }

    /// Either one owner of the whole indicator, or one line for each scope: otherwise a figure would have two owners, or none unsaid.
    private func readOwners(_ node: PolicyNode?, of id: String?) -> [Ownership] {
        var owners: [Ownership] = []
        let list = node?.list() ?? []
        for item in list {
            guard let mapping = item.mapping(required: ["department"], optional: ["scope"] + PolicyMapping.provenance) else { continue }
            let isNobody = mapping["department"]?.raw == PlanReading.nobody
            let department = isNobody ? nil : departments.check(mapping["department"], .unknownDepartment)
            let scope = mapping["scope"]?.word(Scope.self)
            guard isNobody || department != nil, mapping["scope"] == nil || scope != nil else { continue }
            owners.append(Ownership(scope: scope, department: department))
        }
        guard let node, owners.count == list.count else { return owners }
        let scopes = owners.map(\.scope)
        let isByScope = scopes.count == Scope.allCases.count && Set(scopes) == Set(Scope.allCases.map(Optional.some))
        if scopes != [nil], !isByScope || !hasScopes(id) { node.report(.ownersUnclear, id ?? "?") }
        return owners
    }

    private func hasScopes(_ id: String?) -> Bool {
        guard let id, let definition = definitions.indicator(IndicatorID(rawValue: id)) else { return true }
        guard case .people(let share) = definition.measure else { return false }
        return share.breakdowns.contains(.scope)
    }
}
