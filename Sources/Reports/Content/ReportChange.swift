import Disclosure
import Indicators

/// How a figure changed since the vintage before, and what each reason makes of it.
struct ReportChange: Hashable, Sendable {
    struct Part: Hashable, Sendable {
        /// Of `ChangeReason`; another program may know more of them.
        let reason: String
        /// By how many people or centres; less than none where they are fewer.
        let by: CountPair
    }

    let indicator: String
    let before: CountPair
    let after: CountPair
    /// In the order of `ChangeReason`.
    let parts: [Part]
}

extension ReportContent {
    /// What changed since the vintage before, by indicator; restricted only.
    var changes: [ReportChange] {
        let lines = lines(of: .changes)
        return Set(lines.map(\.indicator)).sorted().map { indicator in
            var pairs: [String: CountPair] = [:]
            for line in lines where line.indicator == indicator {
                guard case .count(let count) = line.value else { continue }
                let measure = line.detail == "denominator" ? \CountPair.denominator : \CountPair.numerator
                pairs[line.measure, default: CountPair()][keyPath: measure] += count
            }
            let (before, after) = (pairs.removeValue(forKey: "before"), pairs.removeValue(forKey: "after"))
            let known = ChangeReason.allCases.map(\.rawValue)
            let reasons = known.filter { pairs[$0] != nil } + pairs.keys.filter { !known.contains($0) }.sorted()
            return ReportChange(
                indicator: indicator, before: before ?? CountPair(), after: after ?? CountPair(),
                parts: reasons.compactMap { reason in pairs[reason].map { .init(reason: reason, by: $0) } })
        }
    }

    /// Whether the vintage before was public when this one was prepared; restricted only.
    var isBeforePublic: Bool {
        let said = lines(of: .changes).filter { $0.measure == "before_public" }
        return !said.isEmpty && said.allSatisfy { $0.value == .met(true) }
    }

    /// Who came in and went out after a year's people were fixed, where everybody may know it.
    ///
    /// The year's outcome is then over the people who are counted in the end.
    func tellableChanges(_ indicator: String) -> (entries: Int, withdrawals: Int)? {
        isRestricted ? nil : lateChanges(indicator)
    }

    /// The same, of a restricted return: `nil` unless the public tables have a line of it.
    func lateChangesTold(_ indicator: String) -> (entries: Int, withdrawals: Int)? {
        late(indicator, "told") == .met(true) ? lateChanges(indicator) : nil
    }

    private func lateChanges(_ indicator: String) -> (entries: Int, withdrawals: Int)? {
        guard case .count(let entries)? = late(indicator, "entries"), case .count(let withdrawals)? = late(indicator, "withdrawals")
        else { return nil }
        return (entries, withdrawals)
    }

    private func late(_ indicator: String, _ measure: String) -> ReportValue? {
        lines.first { $0.subject == .late && $0.indicator == indicator && $0.measure == measure }?.value
    }
}
