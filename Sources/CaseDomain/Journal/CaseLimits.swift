/// To whom a case is limited, by numbers of members in the centre's signed chain.
package struct CaseLimits: Hashable, Sendable {
    /// Whether the case opens only to those who are assigned to it, and to managers.
    package let isRestricted: Bool
    package let assigned: [Int]
    /// Members to whom the case does not open, whatever else is said: a relative works there.
    package let barred: [Int]

    /// What a sheet has room for.
    package static let most = 8

    package init(isRestricted: Bool = false, assigned: [Int] = [], barred: [Int] = []) {
        self.isRestricted = isRestricted
        self.assigned = assigned
        self.barred = barred
    }
}
