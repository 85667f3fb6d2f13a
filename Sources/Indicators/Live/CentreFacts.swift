package import CaseDomain

/// What indicators need of a centre.
package struct CentreFact: Hashable, Sendable {
    package let number: Int
    package let kind: CentreKind
    package let isPublic: Bool
    package let validFrom: Day
    /// The last valid day.
    package let validTo: Day?

    package init(number: Int, kind: CentreKind, isPublic: Bool, validFrom: Day, validTo: Day?) {
        self.number = number
        self.kind = kind
        self.isPublic = isPublic
        self.validFrom = validFrom
        self.validTo = validTo
    }

    func isValid(on day: Day) -> Bool {
        validFrom <= day && (validTo.map { day <= $0 } ?? true)
    }
}

/// The days of a centre's activities in one calendar year.
package struct ActivityFacts: Hashable, Sendable {
    package let centre: Int
    package let year: Int
    package let days: [Day]

    package init(centre: Int, year: Int, days: [Day]) {
        self.centre = centre
        self.year = year
        self.days = days
    }
}

/// A value that somebody else measured, for a year.
package struct ExternalFact: Hashable, Sendable {
    package let indicator: IndicatorID
    package let year: Int
    package let value: TargetValue

    package init(indicator: IndicatorID, year: Int, value: TargetValue) {
        self.indicator = indicator
        self.year = year
        self.value = value
    }
}

/// Centres, their activities and external values, as of the newest commit that was applied.
struct CentreShelf: Sendable {
    private struct CentreYear: Hashable {
        let centre: Int
        let year: Int
    }

    private struct ExternalKey: Hashable {
        let indicator: IndicatorID
        let year: Int
    }

    private var centres: [Int: CentreFact] = [:]
    private var activities: [CentreYear: [Day]] = [:]
    private var externals: [ExternalKey: TargetValue] = [:]

    mutating func put(_ centre: CentreFact) {
        centres[centre.number] = centre
    }

    mutating func put(_ facts: ActivityFacts) {
        activities[CentreYear(centre: facts.centre, year: facts.year)] = facts.days
    }

    mutating func put(_ fact: ExternalFact) {
        externals[ExternalKey(indicator: fact.indicator, year: fact.year)] = fact.value
    }

    func external(_ indicator: IndicatorID, in year: Int) -> TargetValue? {
        externals[ExternalKey(indicator: indicator, year: year)]
    }

    /// Centres of the share that are valid on the day, and those of them with an activity dated after the same day one year before
    /// and up to the day.
    func count(_ share: CentreShare, on day: Day) -> (denominator: Int, numerator: Int) {
        let after = day.oneYearBefore
        var denominator = 0
        var numerator = 0
        for centre in centres.values where centre.kind == share.kind && centre.isPublic == share.isPublic && centre.isValid(on: day) {
            denominator += 1
            let isActive = [day.year - 1, day.year].contains { year in
                activities[CentreYear(centre: centre.number, year: year)]?.contains { $0 > after && $0 <= day } ?? false
            }
            if isActive { numerator += 1 }
        }
        return (denominator, numerator)
    }
}
