package import CaseDomain

/// Whole counts of people by atom, of one indicator and reporting year.
package struct CountTable: Hashable, Sendable {
    private static let quarterCount = 4
    private static let sexCount = Sex.allCases.count
    private static let ageCount = AgeBand.allCases.count
    private static let perPlace = quarterCount * sexCount * ageCount

    /// Communes of the year's last day and `outside`, ascending.
    package let places: [PlaceCode]
    /// By place, quarter, sex and age band, in this order.
    package private(set) var counts: [Int]

    /// A table of zeros.
    package init(places: some Sequence<PlaceCode>) {
        self.places = Set(places).sorted()
        counts = Array(repeating: 0, count: self.places.count * CountTable.perPlace)
    }

    /// `nil` when the number of counts does not go with the places, or a count is below zero or past any province.
    package init?(places: [PlaceCode], counts: [Int]) {
        guard places == Set(places).sorted(), counts.count == places.count * CountTable.perPlace,
            counts.allSatisfy({ (0...CountTable.most).contains($0) })
        else { return nil }
        self.places = places
        self.counts = counts
    }

    /// No atom counts more people than this.
    package static let most = 1_000_000_000

    /// Adds people to an atom; `false` when the table has no such place or the count would be impossible.
    package mutating func add(_ people: Int, place: PlaceCode, quarter: Int, sex: Sex, age: AgeBand) -> Bool {
        guard let row = places.firstIndex(of: place), (0..<CountTable.quarterCount).contains(quarter) else { return false }
        let index = CountTable.index(row, quarter, Int(sex.number) - 1, Int(age.number) - 1)
        guard (0...CountTable.most).contains(counts[index] + people) else { return false }
        counts[index] += people
        return true
    }

    private static func index(_ place: Int, _ quarter: Int, _ sex: Int, _ age: Int) -> Int {
        ((place * quarterCount + quarter) * sexCount + sex) * ageCount + age
    }

    /// How many people a cell counts.
    package func count(of cell: CountCell) -> Int {
        var sum = 0
        func add(_ place: Int) {
            for quarter in 0..<CountTable.quarterCount where cell.quarters.rawValue >> quarter & 1 == 1 {
                for sex in 0..<CountTable.sexCount where cell.sexes.rawValue >> sex & 1 == 1 {
                    let start = CountTable.index(place, quarter, sex, 0)
                    for age in 0..<CountTable.ageCount where cell.ages.rawValue >> age & 1 == 1 { sum += counts[start + age] }
                }
            }
        }
        if let place = cell.place {
            if let row = places.firstIndex(of: place) { add(row) }
        } else {
            for place in places.indices { add(place) }
        }
        return sum
    }
}
