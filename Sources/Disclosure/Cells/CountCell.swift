package import CaseDomain

/// The quarters of a reporting year that a cell covers.
package struct QuarterSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue & 15
    }

    /// - Parameter quarters: From 0.
    package init(_ quarters: ClosedRange<Int>) {
        self.init(rawValue: quarters.reduce(0) { $0 | 1 << UInt8($1) })
    }

    package static let year = QuarterSet(0...3)

    package var indices: [Int] { (0..<4).filter { rawValue >> $0 & 1 == 1 } }
}

/// The sexes that a cell covers.
package struct SexSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue & 15
    }

    package init(_ sex: Sex) {
        self.init(rawValue: 1 << (sex.number - 1))
    }

    package static let all = SexSet(rawValue: 15)
    package static let female = SexSet(.female)
    /// Everybody else: what a total and the female cell leave by subtraction.
    package static let others = all.subtracting(female)
}

/// The age bands that a cell covers.
package struct AgeSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue & 31
    }

    package init(_ band: AgeBand) {
        self.init(rawValue: 1 << (band.number - 1))
    }

    package static let all = AgeSet(rawValue: 31)
}

/// A cell of a table of counted people, within one indicator and reporting year: a sum of atoms.
///
/// An atom is a commune (rolled to the year's last day, or `outside`), a quarter, a sex and an age band.
package struct CountCell: Hashable, Sendable {
    package var quarters: QuarterSet
    /// `nil`: the province, with those detected outside it.
    package var place: PlaceCode?
    package var sexes: SexSet
    package var ages: AgeSet

    package init(_ quarters: QuarterSet, place: PlaceCode? = nil, sexes: SexSet = .all, ages: AgeSet = .all) {
        self.quarters = quarters
        self.place = place
        self.sexes = sexes
        self.ages = ages
    }

    /// The same bytes for the same cell on every machine.
    package var bytes: [UInt8] {
        let place = self.place?.number
        return [quarters.rawValue, sexes.rawValue, ages.rawValue, place == nil ? 0 : 1]
            + (0..<4).map { UInt8(truncatingIfNeeded: (place ?? 0) >> (24 - 8 * $0)) }
    }
}

extension CountCell: Comparable {
    package static func < (left: CountCell, right: CountCell) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}

extension CountCell {
    /// Every atom of a year as a cell.
    package static func atoms(_ places: [PlaceCode]) -> [CountCell] {
        places.flatMap { place in
            (0..<4).flatMap { quarter in
                Sex.allCases.flatMap { sex in
                    AgeBand.allCases.map { CountCell(QuarterSet(quarter...quarter), place: place, sexes: SexSet(sex), ages: AgeSet($0)) }
                }
            }
        }
    }

    /// Whether an atom is in the cell.
    func holds(atom: CountCell) -> Bool {
        quarters.isSuperset(of: atom.quarters) && (place == nil || place == atom.place) && sexes.isSuperset(of: atom.sexes)
            && ages.isSuperset(of: atom.ages)
    }
}

extension CountCell {
    /// The one age band of the cell; `nil` for all of them or several.
    package var ageBand: AgeBand? { AgeBand.allCases.first { AgeSet($0) == ages } }

    /// A cell by the words of public files.
    ///
    /// - Parameters:
    ///   - place: `all`, `outside` or a commune's code.
    ///   - sex: `all`, `female`, `others` or the word of a sex.
    ///   - age: `all` or the word of a band.
    package init?(_ quarters: QuarterSet, place: String, sex: String, age: String) {
        self.init(quarters)
        if place != "all" {
            guard let code = PlaceCode(place) else { return nil }
            self.place = code
        }
        switch sex {
        case "all": break
        case "others": sexes = .others
        default:
            guard let word = Sex(rawValue: sex) else { return nil }
            sexes = SexSet(word)
        }
        if age != "all" {
            guard let band = AgeBand(rawValue: age) else { return nil }
            ages = AgeSet(band)
        }
    }
}
