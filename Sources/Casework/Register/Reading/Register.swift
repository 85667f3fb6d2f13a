package import CaseDomain

/// A register that was read without a fault: its rows with typed values, the lists of a case side by side.
///
/// Rows of a case stand together, in the order of their file; references are places in the lists, so that a hundred thousand cases
/// stay small.
package struct Register: Sendable {
    /// In the order of the file.
    package internal(set) var cases: [CaseRow] = []
    package internal(set) var people: [PersonRow] = []
    /// `nil` when there is no such file: the lists of the cases stay as they are.
    package internal(set) var statuses: [StatusRow]?
    /// `nil` when there is no such file.
    package internal(set) var services: [ServiceRow]?
    /// Empty when there is no such file.
    package internal(set) var centres: [CentreRow] = []
    /// `nil` when there is no such file.
    package internal(set) var activities: [ActivityRow]?
    /// Empty when there is no such file.
    package internal(set) var externals: [ExternalRow] = []
    /// In the order of files, lines and cells; the first 10,000.
    package internal(set) var warnings: [RegisterWarning] = []
    /// How many warnings are not listed.
    package internal(set) var moreWarnings = 0
}

/// A row of `cases.csv`.
package struct CaseRow: Sendable {
    package let line: Int
    package let code: String
    package let kind: CaseKind
    package let state: CaseState
    package let detection: Detection
    /// Code of a centre; empty when not said.
    package let centre: String
    package let incidentOn: Day?
    package let forms: [Code<ViolenceForm>]
    package let narrative: String
    /// The case's part of `Register.people`.
    package internal(set) var people = 0..<0
    /// The case's part of `Register.statuses`.
    package internal(set) var statuses = 0..<0
    /// The case's part of `Register.services`.
    package internal(set) var services = 0..<0
}

/// A row of `people.csv`.
package struct PersonRow: Sendable {
    package let line: Int
    /// Place in `Register.cases`.
    package let caseIndex: Int
    package let code: String
    package let role: Role
    package let sex: Sex
    package let birthYear: Int?
    package let relationship: String
    package let identity: PersonIdentity
}

/// A row of `statuses.csv`.
package struct StatusRow: Sendable {
    package let line: Int
    /// Place in `Register.people`.
    package internal(set) var person: Int
    package let on: Day
    package let subject: StatusSubject
    /// Number of a codeword of the subject's list.
    package let value: UInt8
}

/// A row of `services.csv`.
package struct ServiceRow: Sendable {
    package let line: Int
    /// Place in `Register.people`.
    package internal(set) var person: Int
    package let on: Day
    package let kind: Code<ServiceKind>
    package let state: ServiceState
    /// Code of a centre; empty when not said.
    package let provider: String
    package let note: String
}

/// A row of `centres.csv`.
package struct CentreRow: Sendable {
    package let line: Int
    package let code: String
    package let name: String
    package let kind: CentreKind
    package let isPublic: Bool
    package let place: PlaceCode
    package let validFrom: Day
    /// The last valid day.
    package let validTo: Day?
}

/// A row of `activities.csv`.
package struct ActivityRow: Sendable {
    package let line: Int
    /// Code of a centre.
    package let centre: String
    package let kind: ActivityKind
    package let on: Day
    package let participantsFemale: Int?
    package let participantsMale: Int?
    package let note: String
}

/// A row of `externals.csv`.
package struct ExternalRow: Sendable {
    package let line: Int
    package let indicator: String
    package let year: Int
    /// A decimal with a point, as it was typed.
    package let value: String
    package let source: String
}
