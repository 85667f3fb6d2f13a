import CaseDomain
import Casework
import Indicators

/// The addresses of the register of organisations, of a centre's activities and of reporting periods.
///
/// Organisations are named by their random identifier, never by name: a trusted address may be somebody's home.
enum CentreAddress {
    static let centres = "/centres"
    static let new = "/centres/new"
    static let pattern = "/centres/{centre}"
    static func of(_ centre: Identifier<Centre>) -> String { "\(centres)/\(centre)" }

    /// The trusted addresses of a commune, to be printed.
    static let print = "/centres/print"
    static let place = "place"

    static let activities = "/centres/activities"
    static let newActivity = "/centres/activities/new"
    static let activityPattern = "/centres/activities/{activity}"
    static let strikePattern = "\(activityPattern)/strike"
    static func of(_ activity: ActivityPlace) -> String { "\(activities)/\(activity)" }
    static func strike(_ activity: ActivityPlace) -> String { "\(of(activity))/strike" }

    static let periods = "/centres/periods"
    static let periodPattern = "/centres/periods/{period}"
    static let withdrawPattern = "\(periodPattern)/withdraw"
    static let calendar = "calendar"
    static func of(_ period: Period, _ calendar: String) -> String { "\(periods)/\(period)?\(self.calendar)=\(calendar)" }
    static func withdraw(_ period: Period, _ calendar: String) -> String { "\(periods)/\(period)/withdraw?\(self.calendar)=\(calendar)" }

    static let coverage = "/centres/coverage"
}
