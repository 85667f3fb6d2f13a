/// A limit of what is asked about before a release is approved, as `releases.yaml` names it, with the bounds that no file passes.
enum ReleaseLimit: String, PolicyLimit {
    case jumpPercent = "jump_percent"
    case jumpPeople = "jump_people"

    static let file = "releases.yaml"

    var bounds: ClosedRange<Int> {
        switch self {
        case .jumpPercent: 10...500
        case .jumpPeople: 1...1_000
        }
    }
}

/// What is asked about before a release of figures is approved.
package struct ReleaseCheckRules: Hashable, Sendable {
    /// A quarter so many percent above the highest of the eight before, or below the lowest, is a jump.
    package let jumpPercent: Int
    /// With so many people of difference at least.
    package let jumpPeople: Int

    init?(_ limits: [ReleaseLimit: Int]) {
        guard let jumpPercent = limits[.jumpPercent], let jumpPeople = limits[.jumpPeople] else { return nil }
        self.jumpPercent = jumpPercent
        self.jumpPeople = jumpPeople
    }

    /// Whether a quarter is far from those before it, the newest last; what was empty before anybody was counted is no measure.
    package func isJump(_ count: Int, after before: [Int]) -> Bool {
        let before = before.drop { $0 == 0 }
        guard let highest = before.max(), let lowest = before.min(), highest > 0 else { return false }
        let isAbove = count * 100 > highest * (100 + jumpPercent) && count - highest >= jumpPeople
        let isBelow = count * (100 + jumpPercent) < lowest * 100 && lowest - count >= jumpPeople
        return isAbove || isBelow
    }
}
