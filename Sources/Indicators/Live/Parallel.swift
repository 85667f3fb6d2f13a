import Foundation
import Synchronization

/// Splits pure work over threads.
package enum Parallel {
    /// The results of `body(0)` … `body(count - 1)`, run at once.
    package static func map<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
        guard count > 1 else { return count == 1 ? [body(0)] : [] }
        let results = Mutex<[Int: Result]>([:])
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result = body(index)
            results.withLock { $0[index] = result }
        }
        return results.withLock { all in (0..<count).compactMap { all[$0] } }
    }
}
