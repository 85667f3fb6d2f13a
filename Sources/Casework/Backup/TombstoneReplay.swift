import Foundation

/// Erasures that came after a backup, done again in what was restored from it.
enum TombstoneReplay {
    /// Replays the tombstones of an outbox folder, and writes the file anew so that no copy of what went stays in it.
    ///
    /// - Returns: How many erasures were done again.
    static func run(_ outbox: Outbox, on installation: OpenInstallation) async throws(CaseworkError) -> Int {
        do throws(BackupFault) {
            guard !(try outbox.files(in: Outbox.tombstones).isEmpty) else { return 0 }
        } catch {
            throw .backup(error)
        }
        let replayed = try await installation.replayErasures(from: outbox.path + "/" + Outbox.tombstones, by: .local)
        _ = try await installation.sweepErasures()
        return replayed.replayed
    }
}
