/// A limit of daily upkeep and checks, as `upkeep.yaml` names it, with the bounds that no file passes.
enum UpkeepLimit: String, PolicyLimit {
    case dailyHour = "daily_hour"
    case diskFreeMegabytes = "disk_free_megabytes"
    case logMegabytes = "log_megabytes"
    case clockBehindMinutes = "clock_behind_minutes"
    case clockAheadDays = "clock_ahead_days"
    case certificateDays = "certificate_days"

    static let file = "upkeep.yaml"

    var bounds: ClosedRange<Int> {
        switch self {
        case .dailyHour: 0...23
        // Less, and the file cannot be written anew after an erasure.
        case .diskFreeMegabytes: 256...1_048_576
        case .logMegabytes: 64...65_536
        case .clockBehindMinutes: 1...60
        // A service that stood still over a year is told about; one that was switched off for a holiday is not.
        case .clockAheadDays: 30...3_650
        case .certificateDays: 3...60
        }
    }
}

/// Limits of daily upkeep and of the checks on the health page.
package struct UpkeepRules: Hashable, Sendable {
    /// Hour of the day in Việt Nam.
    package let dailyHour: Int
    /// Less free space than this, in MB of 1,048,576 bytes, is told.
    package let diskFreeMegabytes: Int
    /// A larger log beside the database is told.
    package let logMegabytes: Int
    /// How far the clock may stand before the newest audit entry.
    package let clockBehindMinutes: Int
    /// How far the clock may stand after it.
    package let clockAheadDays: Int
    /// So long before its end a certificate has to be renewed.
    package let certificateDays: Int

    init?(_ limits: [UpkeepLimit: Int]) {
        guard let dailyHour = limits[.dailyHour], let diskFreeMegabytes = limits[.diskFreeMegabytes],
            let logMegabytes = limits[.logMegabytes], let clockBehindMinutes = limits[.clockBehindMinutes],
            let clockAheadDays = limits[.clockAheadDays], let certificateDays = limits[.certificateDays]
        else { return nil }
        self.dailyHour = dailyHour
        self.diskFreeMegabytes = diskFreeMegabytes
        self.logMegabytes = logMegabytes
        self.clockBehindMinutes = clockBehindMinutes
        self.clockAheadDays = clockAheadDays
        self.certificateDays = certificateDays
    }
}
