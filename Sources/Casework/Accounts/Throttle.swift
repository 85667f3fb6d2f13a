import CaseDomain
import Policies
import Synchronization

/// Delays after failed attempts, counted in memory under keyed digests.
///
/// An attempt is counted when it begins and taken back when it succeeds, so that a burst is no way around. Who knows a name slows down
/// strangers, and never locks its owner out: a browser from which somebody has signed in is counted by itself.
final class Throttle: Sendable {
    /// What an attempt is counted under.
    struct Key: Sendable {
        let digest: [UInt8]
        /// How many more failures than of a strict key delay it.
        let looseness: Int
        /// The longest delay in seconds; `nil`: that of the rules.
        let longest: Int64?

        /// Five failures delay, doubling.
        static func strict(_ digest: [UInt8]) -> Key { Key(digest: digest, looseness: 1, longest: nil) }
        /// Twenty delay: many people may stand behind one address.
        static func source(_ digest: [UInt8]) -> Key { Key(digest: digest, looseness: 4, longest: nil) }
        /// A hundred slow down, by a minute at most: whoever guesses from everywhere must not be able to shut the owner out.
        static func anywhere(_ digest: [UInt8]) -> Key { Key(digest: digest, looseness: 20, longest: 60) }
    }

    /// The first delay; each further failure doubles it.
    private static let firstDelay: Int64 = 30
    /// More are not counted at once.
    private static let most = 50_000

    private struct Count {
        var failures = 0
        var began: Int64
        var until: Int64 = 0
    }

    private let failures: Int
    private let window: Int64
    private let longest: Int64
    private let counts = Mutex<[[UInt8]: Count]>([:])

    /// - Parameter window: Seconds after which failures are forgotten.
    init(_ rules: AccountRules, window: Int64? = nil) {
        failures = rules.signInFailures
        self.window = window ?? Int64(rules.signInWindowMinutes) * 60
        longest = Int64(rules.longestDelayMinutes) * 60
    }

    /// How many names and sources are counted now.
    var counted: Int { counts.withLock { $0.count } }

    /// Begins an attempt: counts it as a failure, unless it has to wait.
    ///
    /// - Returns: The seconds that it has to wait; 0 when it may go on.
    func attempt(_ keys: [Key], at now: Instant) -> Int {
        counts.withLock { counts in
            let wait = keys.map { max(0, (counts[$0.digest]?.until ?? 0) - now.seconds) }.max() ?? 0
            guard wait == 0 else { return Int(wait) }
            for key in keys { fail(key, at: now.seconds, &counts) }
            makeRoom(&counts, at: now.seconds)
            return 0
        }
    }

    private func fail(_ key: Key, at now: Int64, _ counts: inout [[UInt8]: Count]) {
        var count = counts[key.digest] ?? Count(began: now)
        if now - max(count.began, count.until) > window { count = Count(began: now) }
        count.failures += 1
        let over = count.failures - failures * key.looseness
        if over >= 0 { count.until = now + min(Throttle.firstDelay << Int64(min(over, 10)), key.longest ?? longest) }
        counts[key.digest] = count
    }

    /// What is delayed is never forgotten to make room; when all is, what is new is not counted.
    private func makeRoom(_ counts: inout [[UInt8]: Count], at now: Int64) {
        guard counts.count > Throttle.most else { return }
        let old = counts.filter { $0.value.until <= now }.sorted { $0.value.began < $1.value.began }
        for key in old.prefix(Throttle.most / 10).map(\.key) { counts.removeValue(forKey: key) }
    }

    /// The attempt succeeded: the strict count begins anew, the others lose this one.
    func succeeded(_ keys: [Key]) {
        takeBack(keys)
        forget(keys)
    }

    /// Forgets what was counted strictly.
    func forget(_ keys: [Key]) {
        counts.withLock { counts in
            for key in keys where key.looseness == 1 { counts.removeValue(forKey: key.digest) }
        }
    }

    /// The attempt was not looked at.
    func takeBack(_ keys: [Key]) {
        counts.withLock { counts in
            for key in keys {
                guard var count = counts[key.digest] else { continue }
                count.failures = max(0, count.failures - 1)
                if count.failures < failures * key.looseness { count.until = 0 }
                counts[key.digest] = count
            }
        }
    }
}
