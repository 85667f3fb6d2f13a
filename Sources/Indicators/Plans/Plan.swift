package import CaseDomain

/// On which side of its target a value has to lie.
package enum Direction: String, Codeword {
    case below = "<"
    case atMost = "<="
    case equal = "="
    case atLeast = ">="
    case above = ">"
}

/// A target as it is written in the plan, and in hundredths for comparing in whole numbers.
package struct TargetValue: Hashable, Sendable {
    package let text: String
    package let hundredths: Int

    /// A decimal number with at most two places, such as `90`, `1.4` or `50.15`.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty, first.utf8.count <= 7, parts.count <= 2, let whole = UInt32(first) else {
            return nil
        }
        var fraction = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].utf8.count), let digits = UInt32(parts[1]) else { return nil }
            fraction = Int(digits) * (parts[1].utf8.count == 1 ? 10 : 1)
        }
        self.text = text
        hundredths = Int(whole) * 100 + fraction
    }
}

/// Who owns an indicator, or a scope of it; nobody is said as nobody.
package struct Ownership: Hashable, Sendable {
    /// `nil`: the whole indicator.
    package let scope: Scope?
    /// Code of a department; `nil`: not assigned.
    package let department: String?

    package init(scope: Scope?, department: String?) {
        self.scope = scope
        self.department = department
    }
}

/// An indicator as a plan sets it: direction, milestones, owners.
///
/// Its key is (plan, goal, number).
package struct PlanIndicator: Hashable, Sendable {
    package let id: IndicatorID
    package let goal: Int
    package let label: Label
    package let unit: String
    package let direction: Direction
    /// By year, ascending.
    package let milestones: [Milestone]
    package let owners: [Ownership]

    package init(id: IndicatorID, goal: Int, label: Label, unit: String, direction: Direction, milestones: [Milestone], owners: [Ownership])
    {
        self.id = id
        self.goal = goal
        self.label = label
        self.unit = unit
        self.direction = direction
        self.milestones = milestones.sorted { $0.year < $1.year }
        self.owners = owners
    }
}

/// The target of a year.
package struct Milestone: Hashable, Sendable {
    package let year: Int
    package let value: TargetValue

    package init(year: Int, value: TargetValue) {
        self.year = year
        self.value = value
    }
}

/// A plan with its years, its public calendar and its indicators.
package struct Plan: Hashable, Sendable {
    package let id: String
    package let label: Label
    package let firstYear: Int
    /// The years for which this plan is taken when none is named.
    package let defaultYears: ClosedRange<Int>?
    package let publicCalendar: String
    package let indicators: [PlanIndicator]

    package init(
        id: String, label: Label, firstYear: Int, defaultYears: ClosedRange<Int>?, publicCalendar: String, indicators: [PlanIndicator]
    ) {
        self.id = id
        self.label = label
        self.firstYear = firstYear
        self.defaultYears = defaultYears
        self.publicCalendar = publicCalendar
        self.indicators = indicators
    }

    package func indicator(_ id: IndicatorID) -> PlanIndicator? {
        indicators.first { $0.id == id }
    }

    /// The nearest milestone not before the year; none before the plan's first year or after its last milestone.
    package func target(of id: IndicatorID, in year: Int) -> TargetValue? {
        guard year >= firstYear else { return nil }
        return indicator(id)?.milestones.first { $0.year >= year }?.value
    }
}

extension Direction {
    /// Whether a share meets a target, in whole numbers before any rounding; `nil` when nobody is in the denominator.
    package func isMet(numerator: Int, denominator: Int, target: TargetValue) -> Bool? {
        guard denominator > 0 else { return nil }
        return compare(numerator * 10_000, target.hundredths * denominator)
    }

    package func compare(_ value: Int, _ target: Int) -> Bool {
        switch self {
        case .below: value < target
        case .atMost: value <= target
        case .equal: value == target
        case .atLeast: value >= target
        case .above: value > target
        }
    }
}
