/// A limit of casework, as `casework.yaml` names it, with the bounds that no file passes.
enum CaseworkLimit: String, PolicyLimit {
    case soonDays = "soon_days"
    case suspectedDays = "suspected_days"
    case quietDays = "quiet_days"
    case shownCases = "shown_cases"
    case followUpDays = "follow_up_days"

    static let file = "casework.yaml"

    var bounds: ClosedRange<Int> {
        switch self {
        case .soonDays: 1...14
        case .suspectedDays: 7...90
        case .quietDays: 7...180
        // More, and the page of the day passes what an office page may weigh.
        case .shownCases: 5...50
        case .followUpDays: 1...90
        }
    }
}

/// After how many days a case stands out, and what forms begin with.
package struct CaseworkRules: Hashable, Sendable {
    /// What is due within so many days is shown beforehand.
    package let soonDays: Int
    /// A case that is only suspected for longer is asked about.
    package let suspectedDays: Int
    /// A case to which nobody has written for longer is quiet.
    package let quietDays: Int
    /// How many cases of each section of the day are shown.
    package let shownCases: Int
    /// So many days ahead the form of a follow-up begins.
    package let followUpDays: Int

    init?(_ limits: [CaseworkLimit: Int]) {
        guard let soonDays = limits[.soonDays], let suspectedDays = limits[.suspectedDays], let quietDays = limits[.quietDays],
            let shownCases = limits[.shownCases], let followUpDays = limits[.followUpDays]
        else { return nil }
        self.soonDays = soonDays
        self.suspectedDays = suspectedDays
        self.quietDays = quietDays
        self.shownCases = shownCases
        self.followUpDays = followUpDays
    }
}
