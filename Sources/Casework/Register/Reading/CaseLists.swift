/// How many rows each case has in a list, and the list with the rows of a case side by side.
struct CaseLists {
    private var counts: [UInt32]
    private var starts: [Int] = []

    init(count: Int) {
        counts = Array(repeating: 0, count: count)
    }

    /// Counts a row of a case; `false` for the first one that is too many.
    mutating func add(to caseIndex: Int) -> Bool {
        counts[caseIndex] += 1
        return counts[caseIndex] != RegisterReading.mostRows + 1
    }

    /// The rows by case, each case's in the order in which they stand; and where each row went, or nothing when none moved.
    mutating func grouped<Row>(_ rows: [Row], by caseIndex: (Row) -> Int) -> (rows: [Row], places: [Int32]) {
        starts = [0]
        starts.reserveCapacity(counts.count + 1)
        for count in counts { starts.append((starts.last ?? 0) + Int(count)) }
        let isGrouped = zip(rows, rows.dropFirst()).allSatisfy { caseIndex($0) <= caseIndex($1) }
        guard !isGrouped else { return (rows, []) }
        var next = starts
        var places: [Int32] = []
        places.reserveCapacity(rows.count)
        for row in rows {
            let index = caseIndex(row)
            places.append(Int32(clamping: next[index]))
            next[index] += 1
        }
        var origins = [Int32](repeating: 0, count: rows.count)
        for (origin, place) in places.enumerated() { origins[Int(place)] = Int32(clamping: origin) }
        return (origins.map { rows[Int($0)] }, places)
    }

    /// The part of the list that is a case's.
    func range(of caseIndex: Int) -> Range<Int> {
        starts[caseIndex]..<starts[caseIndex + 1]
    }
}
