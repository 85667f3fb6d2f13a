/// A limit of backups, as `backup.yaml` names it, with the bounds that no file passes.
enum BackupLimit: String, PolicyLimit {
    case daysKept = "days_kept"
    case warningHours = "warning_hours"

    static let file = "backup.yaml"

    var bounds: ClosedRange<Int> {
        switch self {
        // Shorter, and a fault that nobody sees for a week takes the last good backup with it; longer, and an erased case outlives what
        // its people were told.
        case .daysKept: 7...90
        // Sooner, and a daily backup warns every day; later, and more work is lost than can be asked for again.
        case .warningHours: 26...168
        }
    }
}

/// How long backups are kept, and from when on their absence is said.
package struct BackupRules: Hashable, Sendable {
    /// A backup that is older is removed once a newer one is verified.
    package let daysKept: Int
    /// Managers and administrators are warned when the newest verified backup is older.
    package let warningHours: Int

    init?(_ limits: [BackupLimit: Int]) {
        guard let daysKept = limits[.daysKept], let warningHours = limits[.warningHours] else { return nil }
        self.daysKept = daysKept
        self.warningHours = warningHours
    }
}
