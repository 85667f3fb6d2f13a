import Foundation

/// Erasures that came after a backup, done again in what was restored from it.
enum TombstoneReplay {
    /// Replays the tombstones of an outbox folder.
    ///
    /// - Returns: How many there were.
    /// - Throws: `tombstonesNotReplayed`, while nothing here can replay one: without that the erased would come back.
    static func run(_ outbox: Outbox, on installation: OpenInstallation) async throws(CaseworkError) -> Int {
        do throws(BackupFault) {
            let count = try outbox.files(in: Outbox.tombstones).count
            guard count == 0 else { throw BackupFault.tombstonesNotReplayed(count) }
            return count
        } catch {
            throw .backup(error)
        }
    }
}
