package import Indicators

/// A table that may be made public, with its shape.
package enum PublicTable: String, CaseIterable, Hashable, Sendable {
    /// Province by period: everybody, and women.
    case period = "T1"
    /// Commune by year.
    case commune = "T2"
    /// Public centres by period: not about people, so that nothing of it is hidden.
    case centres = "T3"
    /// Province, year, by age band.
    case age = "T4"
    /// Province by period: who was reached.
    case outcome = "T5"
    /// Province and year, at the final: people who came in and who went out since they were fixed.
    case lateChanges = "T6"

    /// The periods for which the table may be made at all.
    package var widest: Set<PeriodPart> {
        switch self {
        case .period, .centres, .outcome: [.q1, .q2, .q3, .q4, .h1, .nineMonths, .year]
        case .commune, .age, .lateChanges: [.year]
        }
    }
}

/// From which numbers on something is published, and what is published; floors stand in code.
package struct DisclosureRules: Hashable, Sendable {
    /// A membership cell below this is hidden, 0 included.
    package let smallestCount: Int
    /// An outcome is shown where its published denominator has at least so many.
    package let smallestOutcome: Int
    package let programme: [PublicTable: Set<PeriodPart>]
    package let weights: CellWeights

    package static let countFloor = 3
    package static let outcomeFloor = 5
    package static let highest = 100

    /// - Throws: What lies under its floor or is wider than the code allows.
    package init(
        smallestCount: Int, smallestOutcome: Int, programme: [PublicTable: Set<PeriodPart>], weights: CellWeights
    ) throws(DisclosureRuleFault) {
        guard (DisclosureRules.countFloor...DisclosureRules.highest).contains(smallestCount) else { throw .countUnderFloor }
        guard smallestOutcome >= DisclosureRules.outcomeFloor, (smallestCount...DisclosureRules.highest).contains(smallestOutcome) else {
            throw .outcomeUnderFloor
        }
        for (table, parts) in programme where !parts.isSubset(of: table.widest) { throw .tooWide(table) }
        self.smallestCount = smallestCount
        self.smallestOutcome = smallestOutcome
        self.programme = programme
        self.weights = weights
    }
}

/// Why rules cannot be.
package enum DisclosureRuleFault: Error, Hashable, Sendable {
    case countUnderFloor
    case outcomeUnderFloor
    case tooWide(PublicTable)
}

/// What showing a cell is worth, as factors.
package struct CellWeights: Hashable, Sendable {
    package let province: Int
    package let commune: Int
    /// For each quarter that the cell covers.
    package let quarter: Int
    /// A total beside one of its parts by sex or age.
    package let total: Int
    package let part: Int

    package init(province: Int, commune: Int, quarter: Int, total: Int, part: Int) {
        self.province = province
        self.commune = commune
        self.quarter = quarter
        self.total = total
        self.part = part
    }

    package func weight(of cell: CountCell) -> Int {
        (cell.place == nil ? province : commune) * quarter * cell.quarters.indices.count
            * (cell.sexes == .all && cell.ages == .all ? total : part)
    }
}
