package import CaseDomain
package import Policies
import Store

/// Whether the installation could come back if its disk broke now.
package enum BackupAge: Hashable, Sendable {
    /// There is a verified backup that is young enough.
    case fresh
    /// There is none.
    case never
    /// The newest was made at this moment.
    case old(Instant)
}

extension OpenInstallation {
    /// How old the newest verified backup is; one row of a table, for every page.
    ///
    /// One from the future says that the clock was wrong then or is now: it counts as old.
    package func backupAge(_ rules: BackupRules) throws(CaseworkError) -> BackupAge {
        let newest: BackupRow?
        do { newest = try store.newestBackup() } catch { throw .store(error) }
        guard let newest else { return .never }
        let age = now().seconds - newest.madeAt.seconds
        return (-3_600...Int64(rules.warningHours) * 3_600).contains(age) ? .fresh : .old(newest.madeAt)
    }
}
