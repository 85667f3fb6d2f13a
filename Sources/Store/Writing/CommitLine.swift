import CaseDomain
import Foundation
import GRDB
import Synchronization

/// The one writer.
///
/// Waiting transactions are grouped into one SQLite commit; each has its own sequence number; what follows from a commit (live figures)
/// is done in the order of sequences before anybody is answered.
final class CommitLine: Sendable {
    private struct Waiting: Sendable {
        let transaction: Transaction
        let applied: @Sendable (Committed) -> Void
        let answer: @Sendable (Result<Committed, StoreError>) -> Void
    }

    private struct Line {
        var waiting: [Waiting] = []
        var isDraining = false
    }

    private static let mostInOneCommit = 256
    private let pool: any DatabaseWriter
    private let outbox: TombstoneFolder
    private let chain: @Sendable ([UInt8]) -> [UInt8]
    private let queue = DispatchQueue(label: "nuong.commits", qos: .userInitiated)
    private let line = Mutex(Line())

    init(_ pool: any DatabaseWriter, outbox: TombstoneFolder, chain: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.pool = pool
        self.outbox = outbox
        self.chain = chain
    }

    /// Returns when everything that was begun is done, so that the file can be closed.
    func finish() {
        queue.sync {}
    }

    /// Commits; returns when the transaction is durable and applied.
    func commit(_ transaction: Transaction, applied: @escaping @Sendable (Committed) -> Void) async -> Result<Committed, StoreError> {
        await withCheckedContinuation { continuation in
            let starts = line.withLock { line in
                line.waiting.append(Waiting(transaction: transaction, applied: applied) { continuation.resume(returning: $0) })
                defer { line.isDraining = true }
                return !line.isDraining
            }
            if starts { queue.async { self.drain() } }
        }
    }

    private func drain() {
        var lastErasure: Instant?
        while true {
            let group = line.withLock { line -> [Waiting] in
                let group = Array(line.waiting.prefix(CommitLine.mostInOneCommit))
                line.waiting.removeFirst(group.count)
                if group.isEmpty { line.isDraining = false }
                return group
            }
            if group.isEmpty {
                // A small file is written anew at once, when everybody has been answered; a large one in the nightly upkeep.
                if let lastErasure { _ = try? Sweep.run(pool, at: lastErasure, most: Sweep.smallFile) }
                return
            }
            var results = write(group)
            for (waiting, result) in zip(group, results) {
                if case .success(let committed) = result { waiting.applied(committed) }
            }
            let erased = zip(group, results).compactMap { waiting, result in
                (try? result.get()).flatMap { _ in waiting.transaction.tombstone }
            }
            if let newest = erased.last {
                lastErasure = newest.erasedAt
                settle(erased, group, &results)
            }
            for (waiting, result) in zip(group, results) { waiting.answer(result) }
        }
    }

    /// What has to be done after an erasure was committed and before it is answered.
    private func settle(_ erased: [NewTombstone], _ group: [Waiting], _ results: inout [Result<Committed, StoreError>]) {
        // What cannot be done now, while somebody reads for long, is done with the next erasure, sweep or start.
        try? Sweep.emptyLog(pool)
        do {
            try Outbox.writeMissing(pool, to: outbox, comparing: Set(erased.map(\.number)))
        } catch {
            // It is erased; that a restored copy would not learn of it has to be said.
            for (index, waiting) in group.enumerated() where waiting.transaction.tombstone != nil {
                if case .success = results[index] { results[index] = .failure(.outboxNotWritten) }
            }
        }
    }

    /// Writes the file anew, if something was erased since the last time.
    func sweep(at: Instant) async -> Result<Bool, StoreError> {
        await withCheckedContinuation { continuation in
            queue.async { [pool] in
                continuation.resume(returning: Result { try Sweep.run(pool, at: at) }.mapError { StoreError($0) })
            }
        }
    }

    /// Writes a group in one SQLite commit.
    ///
    /// What cannot follow is refused before anything of it is written. If something fails all the same, the whole group is rolled back
    /// and its transactions are written one by one, so that one cannot take the others with it.
    private func write(_ group: [Waiting]) -> [Result<Committed, StoreError>] {
        do {
            if group.contains(where: { $0.transaction.tombstone?.isReplayed == false }) { try Outbox.refuseAhead(pool, of: outbox) }
            return try pool.write { db in
                var writer = try TransactionWriter(db, chain: chain)
                return try group.map { waiting in
                    let advanced: Int?
                    do {
                        advanced = try writer.admit(waiting.transaction)
                    } catch let error as StoreError {
                        return .failure(error)
                    }
                    return .success(try writer.write(waiting.transaction, advanced: advanced))
                }
            }
        } catch {
            guard group.count > 1 else { return [.failure(StoreError(error))] }
            return group.flatMap { write([$0]) }
        }
    }

    /// One long transaction, made piece by piece: all of it or nothing.
    func commitLarge(
        at: Instant, _ body: @escaping @Sendable (LargeTransaction) throws -> Void, applied: @escaping @Sendable (Committed) -> Void
    ) async -> Result<Committed, any Error> {
        await withCheckedContinuation { continuation in
            queue.async {
                let result: Result<Committed, any Error>
                do {
                    let committed = try self.pool.write { db in
                        var writer = try TransactionWriter(db, chain: self.chain)
                        try writer.begin(at: at, changesKnowledge: true)
                        let large = LargeTransaction(writer, at: at)
                        try body(large)
                        return large.committed
                    }
                    applied(committed)
                    result = .success(committed)
                } catch {
                    // What the body threw is its own; what the database threw becomes ours.
                    result = .failure(error is DatabaseError ? StoreError(error) : error)
                }
                continuation.resume(returning: result)
            }
        }
    }
}

/// A long transaction while it is made.
///
/// Lives only inside the closure of `commitLarge`, on the writer's queue.
package final class LargeTransaction {
    private var writer: TransactionWriter
    private let at: Instant

    init(_ writer: TransactionWriter, at: Instant) {
        self.writer = writer
        self.at = at
    }

    /// Writes what a transaction holds, except that its commit is the large one.
    @discardableResult
    package func write(_ part: Transaction) throws -> [Int] {
        try writer.writePart(part)
    }

    /// Whether a short code is taken.
    package func hasShortCode(_ digest: [UInt8]) throws -> Bool {
        try writer.hasShortCode(digest)
    }

    var committed: Committed { writer.committed }
}
