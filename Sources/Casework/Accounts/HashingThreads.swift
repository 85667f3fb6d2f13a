import Foundation
import Synchronization

/// Threads that do nothing but hash passphrases: one run takes much memory and a good part of a second.
///
/// So a hundred sign-ins at once take the memory of as many runs as there are threads, and pages are served meanwhile. They run at low
/// priority, and what does not fit into the line is told so at once.
final class HashingThreads: Sendable {
    /// More than wait in line are told to come back.
    static let longestLine = 40
    /// Strangers leave room for those whose browser or session is known.
    static let longestLineOfStrangers = 24

    private struct Line {
        var jobs: [@Sendable () -> Void] = []
        var taken = 0
        var isOpen = true
    }

    /// What the threads share; it outlives its owner until the last of them has gone.
    private final class Shared: Sendable {
        let line = Mutex(Line())
        let ready = DispatchSemaphore(value: 0)

        func work() {
            // On Linux this is the priority of the calling thread alone.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            while true {
                ready.wait()
                let (job, isOpen) = line.withLock { line in (line.jobs.isEmpty ? nil : line.jobs.removeFirst(), line.isOpen) }
                if let job { job() } else if !isOpen { return }
            }
        }
    }

    private let shared = Shared()
    private let count: Int

    init(count: Int) {
        self.count = max(1, count)
        for _ in 0..<self.count {
            let shared = shared
            let thread = Thread { shared.work() }
            thread.stackSize = 1 << 20
            thread.start()
        }
    }

    deinit {
        shared.line.withLock { $0.isOpen = false }
        for _ in 0..<count { shared.ready.signal() }
    }

    /// How many runs were taken since the start.
    var taken: Int { shared.line.withLock { $0.taken } }

    /// How many runs wait in line.
    var waiting: Int { shared.line.withLock { $0.jobs.count } }

    /// Runs work in its turn; `nil` when the line is full.
    ///
    /// - Parameter isStranger: Whether nobody is known to have signed in from where this comes from.
    func run<Value: Sendable>(isStranger: Bool = false, _ work: @escaping @Sendable () -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            let isTaken = shared.line.withLock { line in
                guard line.jobs.count < (isStranger ? HashingThreads.longestLineOfStrangers : HashingThreads.longestLine) else {
                    return false
                }
                line.taken += 1
                line.jobs.append { continuation.resume(returning: work()) }
                return true
            }
            if isTaken { shared.ready.signal() } else { continuation.resume(returning: nil) }
        }
    }
}
