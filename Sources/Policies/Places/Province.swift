package import CaseDomain

/// The province that the service is for.
package struct Province: Hashable, Sendable {
    package let code: String
    package let label: Label
    /// What is written for detection beyond the province.
    package let outside: Label
    package let districts: [District]
}

/// A district of before July 2025: figures never roll back to it, it helps to tell former communes apart.
package struct District: Hashable, Sendable {
    package let code: String
    package let name: String
    package let validToExclusive: Day?
    /// Former communes that lay in it.
    package let communes: [PlaceCode]
}
