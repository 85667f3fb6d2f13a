package import CaseDomain

extension Term {
    /// Whether it may be chosen on a day.
    package func exists(on day: Day) -> Bool {
        (validFrom.map { $0 <= day } ?? true) && (validTo.map { day <= $0 } ?? true)
    }
}
