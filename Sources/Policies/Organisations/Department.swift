package import CaseDomain

/// An organisation of the province that owns indicators, for as long as it exists.
package struct Department: Hashable, Sendable {
    package let code: String
    package let label: Label
    package let validFrom: Day?
    /// The last day on which it exists.
    package let validTo: Day?
    /// The department that took its place.
    package let successor: String?

    package func exists(on day: Day) -> Bool {
        (validFrom.map { $0 <= day } ?? true) && (validTo.map { day <= $0 } ?? true)
    }
}

/// A telephone number for the help page.
package struct Hotline: Hashable, Sendable {
    package let code: String
    /// As people dial and read it.
    package let telephone: String
    package let label: Label
    /// For a button on a telephone; the label itself where the file names none.
    package let short: Label
    package let validFrom: Day?
    package let validTo: Day?

    package func exists(on day: Day) -> Bool {
        (validFrom.map { $0 <= day } ?? true) && (validTo.map { day <= $0 } ?? true)
    }
}
