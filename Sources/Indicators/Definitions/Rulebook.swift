package import CaseDomain

/// Everything that turns facts into figures: definitions, calendars, plans, places, service kinds.
///
/// Read from `policies/`.
package struct Rulebook: Sendable {
    package let definitions: GoalDefinitions
    package let calendars: [ReportingCalendar]
    package let plans: [Plan]
    package let gazetteer: Gazetteer
    package let serviceKinds: Vocabulary<ServiceKind>

    package init(
        definitions: GoalDefinitions, calendars: [ReportingCalendar], plans: [Plan], gazetteer: Gazetteer,
        serviceKinds: Vocabulary<ServiceKind>
    ) {
        self.definitions = definitions
        self.calendars = calendars
        self.plans = plans
        self.gazetteer = gazetteer
        self.serviceKinds = serviceKinds
    }

    package func calendar(_ id: String) -> ReportingCalendar? {
        calendars.first { $0.id == id }
    }

    package func plan(_ id: String) -> Plan? {
        plans.first { $0.id == id }
    }

    /// The plan of a year when none is named.
    package func defaultPlan(of year: Int) -> Plan? {
        plans.first { $0.defaultYears?.contains(year) ?? false }
    }
}
