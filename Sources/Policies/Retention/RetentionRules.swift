package import CaseDomain

/// How long who somebody is, and the case, are kept, by the kind of case.
package struct RetentionRules: Hashable, Sendable {
    /// Months from the day on which the time begins.
    package struct Months: Hashable, Sendable {
        package let identity: Int
        package let caseFile: Int
    }

    // A year at least: somebody who comes back within it is known. No longer than two decades: nobody should be kept for good by a file.
    static let identityBounds = 12...240
    // Long enough for what a court may ask, and not for ever.
    static let caseBounds = 24...600
    static let warningBounds = 30...180

    private let months: [CaseKind: Months]
    /// How many days before the end it is said.
    package let warningDays: Int

    init?(_ months: [CaseKind: Months], warningDays: Int) {
        guard CaseKind.allCases.allSatisfy({ months[$0] != nil }) else { return nil }
        self.months = months
        self.warningDays = warningDays
    }

    /// Until when who somebody is in a case is kept.
    package func identityEnd(_ kind: CaseKind, from day: Day) -> Day { day.adding(months: months[kind]?.identity ?? 0) }

    /// Until when a case is kept.
    package func caseEnd(_ kind: CaseKind, from day: Day) -> Day { day.adding(months: months[kind]?.caseFile ?? 0) }
}
