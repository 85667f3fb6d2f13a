package import Indicators

/// What is to be published of one indicator for one period, with its proof; nothing of it is public before the verifier said so.
package struct PublicationDraft: Sendable {
    package let indicator: IndicatorID
    package let period: Period
    package let task: ProtectionTask
    package let plan: ProtectionPlan
    /// Who was reached in the period, over the fixed people; `nil`: the release has no outcome table.
    package let outcome: OutcomeDraft?
    /// The periods whose outcome is public already.
    package let knownOutcomes: Set<QuarterSet>
    /// Who came and went since the year was fixed; `nil`: nothing is said of it.
    package let late: LateDraft?

    package init(
        indicator: IndicatorID, period: Period, task: ProtectionTask, plan: ProtectionPlan, outcome: OutcomeDraft?,
        knownOutcomes: Set<QuarterSet>, late: LateDraft? = nil
    ) {
        self.late = late
        self.indicator = indicator
        self.period = period
        self.task = task
        self.plan = plan
        self.outcome = outcome
        self.knownOutcomes = knownOutcomes
    }
}

/// How many of the period's fixed people were reached.
package struct OutcomeDraft: Hashable, Sendable {
    package let numerator: Int
    /// `nil` without a target, or without people.
    package let isMet: Bool?
    package let hasTarget: Bool
    package let isShown: Bool

    package init(numerator: Int, isMet: Bool?, hasTarget: Bool, isShown: Bool) {
        self.numerator = numerator
        self.isMet = isMet
        self.hasTarget = hasTarget
        self.isShown = isShown
    }
}

/// How many came into a year's people and how many went out since its quarters were fixed.
///
/// With it the outcome is over the final people.
package struct LateDraft: Hashable, Sendable {
    package let entries: Int
    package let withdrawals: Int

    package init(entries: Int, withdrawals: Int) {
        self.entries = entries
        self.withdrawals = withdrawals
    }

    /// Whether each is nobody or enough people to be told.
    package func isTellable(_ rules: DisclosureRules) -> Bool {
        [entries, withdrawals].allSatisfy { $0 == 0 || $0 >= rules.smallestCount }
    }
}

/// A share of centres in a period.
package struct CentreDraft: Hashable, Sendable {
    package let indicator: IndicatorID
    package let period: Period
    package let denominator: Int
    package let numerator: Int
    /// `nil` without a target, or without centres.
    package let isMet: Bool?

    package init(indicator: IndicatorID, period: Period, denominator: Int, numerator: Int, isMet: Bool?) {
        self.indicator = indicator
        self.period = period
        self.denominator = denominator
        self.numerator = numerator
        self.isMet = isMet
    }
}
