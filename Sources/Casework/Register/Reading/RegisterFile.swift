/// A file of a register folder.
///
/// The order is the one in which faults are listed.
package enum RegisterFile: String, CaseIterable, Sendable {
    case cases = "cases.csv"
    case people = "people.csv"
    case statuses = "statuses.csv"
    case services = "services.csv"
    case centres = "centres.csv"
    case activities = "activities.csv"
    case externals = "externals.csv"

    /// Without these there is no register.
    package var isRequired: Bool { self == .cases || self == .people }

    /// The columns that the header has to name, in any order.
    package var requiredColumns: [RegisterColumn] {
        switch self {
        case .cases: [.case, .kind, .detectedOn, .detectedPlace, .channel, .state]
        case .people: [.case, .person, .role, .sex]
        case .statuses: [.case, .person, .what, .value, .on]
        case .services: [.case, .person, .service, .state, .on]
        case .centres: [.code, .name, .kind, .public, .place, .validFrom]
        case .activities: [.centre, .kind, .on]
        case .externals: [.indicator, .year, .value, .source]
        }
    }

    /// The columns that it may name as well.
    package var optionalColumns: [RegisterColumn] {
        switch self {
        case .cases: [.centre, .incidentOn, .forms, .narrative]
        case .people: [.birthYear, .name, .idNumber, .phone, .address, .ethnicity, .relationship]
        case .statuses, .externals: []
        case .services: [.provider, .note]
        case .centres: [.validTo]
        case .activities: [.participantsFemale, .participantsMale, .note]
        }
    }

    var place: Int {
        switch self {
        case .cases: 0
        case .people: 1
        case .statuses: 2
        case .services: 3
        case .centres: 4
        case .activities: 5
        case .externals: 6
        }
    }
}

/// A column of a register's files, by the name in the header.
package enum RegisterColumn: String, CaseIterable, Sendable {
    case `case`, kind, state, centre, forms, narrative, channel
    case detectedOn = "detected_on"
    case detectedPlace = "detected_place"
    case incidentOn = "incident_on"
    case person, role, sex, name, phone, address, ethnicity, relationship
    case birthYear = "birth_year"
    case idNumber = "id_number"
    case what, value, on
    case service, provider, note
    case code, `public`, place
    case validFrom = "valid_from"
    case validTo = "valid_to"
    case participantsFemale = "participants_female"
    case participantsMale = "participants_male"
    case indicator, year, source

    /// How many characters a cell may have, when no policy says otherwise.
    package var ordinaryLimit: Int {
        switch self {
        case .case, .kind, .state, .centre, .channel, .detectedPlace, .person, .role, .sex, .what, .value, .service, .provider, .code,
            .public, .place, .indicator:
            64
        case .name: 200
        case .narrative: 60_000
        default: 500
        }
    }
}
