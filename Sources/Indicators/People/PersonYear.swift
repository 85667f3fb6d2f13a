import CaseDomain

/// A person and a reporting year with at least one qualifying detection, as one indicator and one calendar see it.
struct PersonYear {
    /// Index of the people share among those of the definitions.
    var share: Int
    var calendar: Int
    /// Quarter of the earliest detection, as `ReportingCalendar.quarter(of:)` counts them.
    var quarter: Int
    /// Day of the earliest detection, with the place and the scope of that record.
    var day: Int32
    var place: UInt32
    var scope: Scope
    var sex: UInt8
    var age: AgeBand
    /// Bits of `OutcomeTable`.
    var outcome: UInt32
    /// One bit for each service kind of the share's mark that was reached, in the order of the vocabulary.
    var reachedKinds: UInt64
    /// One bit for each service state's number that an event of the share's mark has.
    var states: UInt8
    /// Day of the earliest reached event of the share's mark; `Int32.max` when there is none.
    var firstReached: Int32
    /// One bit for each kind of service that was reached, whatever its mark: the kind's number less one.
    var everyKind: UInt64
}

extension PersonYear {
    /// Kinds beyond the sixty-fourth have none: the loader refuses them.
    static func bit(ofKind kind: UInt16) -> UInt64 { (1...64).contains(kind) ? 1 << UInt64(kind - 1) : 0 }
}

/// A person with no confirmed detection in a reporting year, and the quarter of the earliest suspected one.
struct SuspectedYear {
    var share: Int
    var calendar: Int
    var quarter: Int
    /// Day of the earliest suspected detection.
    var day: Int32
}

extension AgeBand {
    /// The band of a year of detection and a year of birth (0: unknown).
    static func of(detectedIn year: Int, bornIn birthYear: Int) -> AgeBand {
        guard birthYear != 0 else { return .unknown }
        return switch year - birthYear {
        case ..<16: .under16
        case 16...17: .from16To17
        case 18...59: .from18To59
        default: .from60
        }
    }
}
