import CaseDomain
import Policies
import Synchronization

/// How many logs each telephone sent today, in memory: a restart begins anew.
final class LogCounts: Sendable {
    enum Measure {
        case ordinary
        /// More than a telephone sends: kept apart, for a manager to look at.
        case unusual
        /// More than is kept: the telephone waits so many seconds.
        case full(seconds: Int)
    }

    private struct Counts {
        var day = Day(number: .min)
        var sent: [Identifier<Device>: Int] = [:]
    }

    private static let retry = 3_600
    private let counts = Mutex(Counts())

    /// Counts one more.
    func count(_ device: Identifier<Device>, on now: Instant, _ rules: PhoneRules) -> Measure {
        counts.withLock { counts in
            let today = now.dayInVietNam
            if counts.day != today { counts = Counts(day: today) }
            let sent = counts.sent[device, default: 0] + 1
            guard sent <= rules.heldPerDay else { return .full(seconds: LogCounts.retry) }
            counts.sent[device] = sent
            return sent <= rules.logsPerDay ? .ordinary : .unusual
        }
    }
}
