package import CaseDomain

/// What is looked at: at start, daily, and whenever somebody opens the health page.
package enum CheckSubject: String, CaseIterable, Hashable, Sendable {
    case clock, disk, permissions, memory
    /// The log that SQLite keeps beside the database.
    case log
    case policies
    /// Whether the daily upkeep was done.
    case daily
    /// Whether the file was written anew after the newest erasure.
    case erasures
    /// Whether there is a verified backup that is young enough.
    case backup
    /// The TLS certificate.
    case certificate
}

/// What a check finds wrong.
package enum CheckFault: String, CaseIterable, Hashable, Sendable {
    case clockBehind = "clock_behind"
    case clockAhead = "clock_ahead"
    case diskLow = "disk_low"
    case diskUnknown = "disk_unknown"
    case keyOpen = "key_open"
    case folderOpen = "folder_open"
    case databaseOpen = "database_open"
    case memoryUnlocked = "memory_unlocked"
    case logLarge = "log_large"
    case policiesChanged = "policies_changed"
    case dailyMissed = "daily_missed"
    case sweepWaits = "sweep_waits"
    case backupOld = "backup_old"
    case backupNone = "backup_none"
    case certificateSoon = "certificate_soon"
    case certificateExpired = "certificate_expired"
    /// Newer files are there and cannot be served.
    case certificateBroken = "certificate_broken"
    /// The check itself could not be done.
    case unreadable
}

/// What a check found; nothing about a person.
package struct CheckFinding: Hashable, Sendable {
    package let subject: CheckSubject
    /// `nil`: all is well.
    package let fault: CheckFault?
    /// The number in the sentence, such as free megabytes, or days.
    package let figure: Int?

    package init(_ subject: CheckSubject, _ fault: CheckFault? = nil, figure: Int? = nil) {
        self.subject = subject
        self.fault = fault
        self.figure = figure
    }
}

/// Something that has to be as it should; quick, and changes nothing.
///
/// A new one is written beside the others and put into the list in the composition root.
package protocol HealthCheck: Sendable {
    func find(at now: Instant) -> CheckFinding
}
