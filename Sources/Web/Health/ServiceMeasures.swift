package import CaseDomain
import Synchronization

/// Counts of a running service, for whoever watches over it: how many requests of which class of answer, and how long they took.
package final class ServiceMeasures: Sendable {
    /// Upper ends of the classes of durations, in milliseconds.
    static let bounds = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000]

    struct Counts: Sendable {
        /// By hundreds: 1 to 5.
        var answers: [Int: Int] = [:]
        /// One more than there are bounds; not summed up.
        var durations = Array(repeating: 0, count: ServiceMeasures.bounds.count + 1)
        var milliseconds = 0
    }

    private let counts = Mutex(Counts())
    let since: Instant

    package init(since: Instant) {
        self.since = since
    }

    func note(status: Int, _ duration: Duration) {
        let parts = duration.components
        let milliseconds = Int(parts.seconds) * 1_000 + Int(parts.attoseconds / 1_000_000_000_000_000)
        counts.withLock { counts in
            counts.answers[status / 100, default: 0] += 1
            counts.milliseconds += milliseconds
            counts.durations[ServiceMeasures.bounds.firstIndex { milliseconds <= $0 } ?? ServiceMeasures.bounds.count] += 1
        }
    }

    var now: Counts { counts.withLock { $0 } }
}
