import Synchronization

/// The figures as they are now: read at once, changed by each commit.
package final class LiveFigures: Sendable {
    private let ledger: Mutex<FactLedger>

    package init(_ ledger: sending FactLedger) {
        self.ledger = Mutex(ledger)
    }

    /// Called by the writer for each commit, in the order of their sequence.
    package func apply(_ changes: [FactChange], cutoff: Int) {
        ledger.withLock { $0.apply(changes, cutoff: cutoff) }
    }

    package func read<Result: Sendable>(_ body: (borrowing FactLedger) -> Result) -> Result {
        ledger.withLock { body($0) }
    }
}
