import CaseDomain
import Policies
import Synchronization

/// Delays after failed attempts, counted in memory under keyed digests.
///
/// Attempts are counted by name and source, and by name alone for browsers that nobody has signed in from. A browser that has – it shows a
/// sealed mark – is counted by itself: so a stranger who knows a name slows down strangers, and never locks its owner out.
final class Throttle: Sendable {
    /// The first delay; each further failure doubles it.
    private static let firstDelay: Int64 = 30
    /// How many more failures from anywhere delay a name than from one source.
    static let anywhere = 4
    /// More names and sources than are counted at once; the oldest make room.
    private static let most = 50_000

    private struct Count {
        var failures = 0
        var began: Int64
        var until: Int64 = 0
    }

    private let rules: AccountRules
    private let counts = Mutex<[[UInt8]: Count]>([:])

    init(_ rules: AccountRules) {
        self.rules = rules
    }

    /// How many names and sources are counted now.
    var counted: Int { counts.withLock { $0.count } }

    /// The seconds that an attempt has to wait; 0 when it may go on.
    func delay(of keys: [[UInt8]], at now: Instant) -> Int {
        counts.withLock { counts in
            Int(keys.map { max(0, (counts[$0]?.until ?? 0) - now.seconds) }.max() ?? 0)
        }
    }

    /// Counts a failure.
    ///
    /// - Parameter keys: The first is counted strictly, any other `anywhere` times more loosely.
    func failed(_ keys: [[UInt8]], at now: Instant) {
        let window = Int64(rules.signInWindowMinutes) * 60
        counts.withLock { counts in
            for (index, key) in keys.enumerated() {
                var count = counts[key] ?? Count(began: now.seconds)
                if now.seconds - max(count.began, count.until) > window { count = Count(began: now.seconds) }
                count.failures += 1
                let over = count.failures - rules.signInFailures * (index == 0 ? 1 : Throttle.anywhere)
                if over >= 0 {
                    let delay = Throttle.firstDelay << Int64(min(over, 10))
                    count.until = now.seconds + min(delay, Int64(rules.longestDelayMinutes) * 60)
                }
                counts[key] = count
            }
            guard counts.count > Throttle.most else { return }
            for key in counts.sorted(by: { $0.value.began < $1.value.began }).prefix(Throttle.most / 10).map(\.key) {
                counts.removeValue(forKey: key)
            }
        }
    }

    /// Forgets failures after a success.
    func succeeded(_ keys: [[UInt8]]) {
        counts.withLock { counts in
            for key in keys.prefix(1) { counts.removeValue(forKey: key) }
        }
    }
}
