/// Of which periods' outcomes the public may know at once: every period that follows from them covers nobody or enough people.
package struct OutcomeRule: Sendable {
    /// Fixed people of each quarter, of the province.
    private let people: [Int]
    private let smallest: Int

    package init(_ truth: CountTable, rules: DisclosureRules) {
        people = (0..<4).map { truth.count(of: CountCell(QuarterSet($0...$0))) }
        smallest = rules.smallestOutcome
    }

    /// Whether all periods that follow from these by adding and taking away cover nobody or enough people.
    package func allows(_ periods: Set<QuarterSet>) -> Bool {
        let rank = OutcomeRule.rank(Array(periods))
        return (1..<16).allSatisfy { mask in
            let follows = QuarterSet(rawValue: UInt8(mask))
            guard OutcomeRule.rank(periods + [follows]) == rank else { return true }
            let count = follows.indices.reduce(0) { $0 + people[$1] }
            return count == 0 || count >= smallest
        }
    }

    /// The rank of periods as vectors over the quarters, in whole numbers.
    private static func rank(_ periods: [QuarterSet]) -> Int {
        var rows = periods.map { period in (0..<4).map { period.rawValue >> $0 & 1 == 1 ? 1 : 0 } }
        var rank = 0
        for column in 0..<4 {
            guard let pivot = rows[rank...].firstIndex(where: { $0[column] != 0 }) else { continue }
            rows.swapAt(rank, pivot)
            for row in rows.indices where row > rank && rows[row][column] != 0 {
                let (own, other) = (rows[rank][column], rows[row][column])
                for index in 0..<4 { rows[row][index] = rows[row][index] * own - rows[rank][index] * other }
            }
            rank += 1
            if rank == rows.count { break }
        }
        return rank
    }
}
