/// What a release tells beside its counts: who was reached, and who came and went.
///
/// Who came and went is told where it may be and costs nobody the outcome of the year.
package struct OutcomeChoice: Hashable, Sendable {
    package let isOutcomeShown: Bool
    package let late: LateDraft?

    /// - Parameters:
    ///   - draft: The release's counts; its outcome and late changes are not looked at.
    ///   - late: Of a final: who came and went.
    package init(for draft: PublicationDraft, late: LateDraft?, rules: DisclosureRules) {
        let silent = draft.telling(nil)
        let isShown = silent.allowsOutcome(rules)
        guard let late, draft.telling(late).allowsLateChanges(rules) else {
            (isOutcomeShown, self.late) = (isShown, nil)
            return
        }
        let isShownWithThem = draft.telling(late).allowsOutcome(rules)
        isOutcomeShown = isShown || isShownWithThem
        self.late = isShown && !isShownWithThem ? nil : late
    }
}

extension PublicationDraft {
    fileprivate func telling(_ late: LateDraft?) -> PublicationDraft {
        PublicationDraft(
            indicator: indicator, period: period, task: task, plan: plan, outcome: nil, knownOutcomes: knownOutcomes, late: late)
    }
}
