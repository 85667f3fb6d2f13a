package import CaseDomain
import Synchronization

/// A clock that stands still until a test moves it on.
package final class TestClock: Sendable {
    private let moment: Mutex<Instant>

    package init(_ moment: Instant) {
        self.moment = Mutex(moment)
    }

    package var now: Instant { moment.withLock { $0 } }

    package func advance(seconds: Int64) {
        moment.withLock { $0 = Instant(seconds: $0.seconds + seconds) }
    }

    package func advance(minutes: Int64) {
        advance(seconds: minutes * 60)
    }

    package func advance(hours: Int64) {
        advance(seconds: hours * 3_600)
    }
}
