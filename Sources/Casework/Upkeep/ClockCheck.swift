package import CaseDomain
package import Policies
import Store

/// Whether the clock fits the newest entries of the audit chain.
///
/// What comes before what is a matter of sequences, never of times, so that a clock that jumps makes no figure and no history wrong. But
/// second factors, waiting times and the ends of sessions and codes go by it.
package struct ClockCheck: HealthCheck {
    private let installation: OpenInstallation
    private let rules: UpkeepRules
    /// Before this was written no clock stood rightly.
    private static let firstYear = 2026
    private static let lastYear = 2126

    package init(_ installation: OpenInstallation, _ rules: UpkeepRules) {
        self.installation = installation
        self.rules = rules
    }

    package func find(at now: Instant) -> CheckFinding {
        guard let newest = try? installation.store.latestAuditTime() else { return CheckFinding(.clock, .unreadable) }
        let year = now.dayInVietNam.year
        let behind = newest.seconds - now.seconds
        if behind > Int64(rules.clockBehindMinutes) * 60 || year < ClockCheck.firstYear {
            return CheckFinding(.clock, .clockBehind, figure: max(1, Int(behind / 60)))
        }
        if -behind > Int64(rules.clockAheadDays) * 86_400 || year > ClockCheck.lastYear {
            return CheckFinding(.clock, .clockAhead, figure: Int(-behind / 86_400))
        }
        return CheckFinding(.clock)
    }
}
