/// A limit of volunteers' telephones, as `phone-limits.yaml` names it, with the bounds that no file passes.
enum PhoneLimit: String, PolicyLimit {
    case logsPerDay = "logs_per_day"
    case heldPerDay = "held_per_day"
    case unreadHours = "unread_hours"
    case shownDays = "shown_days"

    static let file = "phone-limits.yaml"

    var bounds: ClosedRange<Int> {
        switch self {
        case .logsPerDay: 10...100_000
        case .heldPerDay: 10...1_000_000
        // Whoever is in danger cannot wait for days until somebody reads it.
        case .unreadHours: 1...72
        case .shownDays: 1...90
        }
    }
}

/// Limits of volunteers' telephones.
package struct PhoneRules: Hashable, Sendable {
    /// So many logs of one telephone go the ordinary way in a day; more are kept apart for a manager.
    package let logsPerDay: Int
    /// So many of one telephone are kept in a day at all.
    package let heldPerDay: Int
    /// A log that nobody read for longer is red.
    package let unreadHours: Int
    /// For so many days a volunteer sees what became of a log.
    package let shownDays: Int

    init?(_ limits: [PhoneLimit: Int]) {
        guard let logsPerDay = limits[.logsPerDay], let heldPerDay = limits[.heldPerDay], let unreadHours = limits[.unreadHours],
            let shownDays = limits[.shownDays]
        else { return nil }
        self.logsPerDay = logsPerDay
        self.heldPerDay = heldPerDay
        self.unreadHours = unreadHours
        self.shownDays = shownDays
    }
}

extension LimitReading<PhoneLimit> {
    /// The limits; it is a fault when fewer are kept than go the ordinary way.
    func phoneRules() -> PhoneRules? {
        guard let (values, entries) = read(), let rules = PhoneRules(values) else { return nil }
        if rules.heldPerDay < rules.logsPerDay {
            entries[PhoneLimit.heldPerDay.rawValue]?.value(of: "value")?.report(.outOfRange, "\(rules.heldPerDay) < \(rules.logsPerDay)")
        }
        return rules
    }
}
