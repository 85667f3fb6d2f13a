/// Of which periods' outcomes the public may know at once: every period that follows from them covers nobody or enough people.
///
/// Who came in or went out after the quarters were fixed is a part of its own beside the quarters: an outcome over the final people is
/// one over all five parts, and what it says beyond the quarters is about that part alone.
package struct OutcomeRule: Sendable {
    /// Fixed people of each quarter, of the province; then those who came or went.
    private let people: [Int]
    private let smallest: Int

    package init(_ truth: CountTable, changed: Int = 0, rules: DisclosureRules) {
        people = (0..<4).map { truth.count(of: CountCell(QuarterSet($0...$0))) } + [changed]
        smallest = rules.smallestOutcome
    }

    /// Whether all periods that follow from these by adding and taking away cover nobody or enough people.
    ///
    /// - Parameter isFinal: Whether also the outcome of the whole year over the final people is to be known.
    package func allows(_ periods: Set<QuarterSet>, andFinalYear isFinal: Bool = false) -> Bool {
        let known = periods.map { Int($0.rawValue) } + (isFinal ? [31] : [])
        let rank = OutcomeRule.rank(known)
        return (1..<32).allSatisfy { follows in
            guard OutcomeRule.rank(known + [follows]) == rank else { return true }
            let count = people.indices.reduce(0) { $0 + (follows >> $1 & 1 == 1 ? people[$1] : 0) }
            return count == 0 || count >= smallest
        }
    }

    /// The rank of periods as vectors over the five parts, in whole numbers.
    private static func rank(_ periods: [Int]) -> Int {
        var rows = periods.map { period in (0..<5).map { period >> $0 & 1 } }
        var rank = 0
        for column in 0..<5 {
            guard let pivot = rows[rank...].firstIndex(where: { $0[column] != 0 }) else { continue }
            rows.swapAt(rank, pivot)
            for row in rows.indices where row > rank && rows[row][column] != 0 {
                let (own, other) = (rows[rank][column], rows[row][column])
                for index in 0..<5 { rows[row][index] = rows[row][index] * own - rows[rank][index] * other }
            }
            rank += 1
            if rank == rows.count { break }
        }
        return rank
    }
}
