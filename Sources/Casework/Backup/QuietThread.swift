import Foundation

/// A thread for long work that nobody waits for: it runs when those who serve people do not.
enum QuietThread {
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                // On Linux this is the priority of the calling thread alone.
                _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 15)
                continuation.resume(returning: work())
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
    }
}
