package import CaseDomain

/// The packed facts of all cases, by the number of the case, in few large pieces of memory.
package struct FactsShelf: Sendable {
    fileprivate struct Spot {
        var segment: Int32
        var length: Int32
        var offset: Int

        static let empty = Spot(segment: -1, length: 0, offset: 0)
    }

    private var segments: [[UInt8]] = []
    private var spots: [Spot] = []
    /// Bytes that belong to replaced versions.
    private var waste = 0

    package init() {}

    /// How many cases have facts.
    package var count: Int { spots.reduce(0) { $0 + ($1.segment >= 0 ? 1 : 0) } }

    /// One past the highest case number.
    package var end: Int { spots.count }

    package mutating func reserve(cases: Int, bytes: Int) {
        spots.reserveCapacity(cases)
        if segments.isEmpty { segments.append([]) }
        segments[segments.count - 1].reserveCapacity(bytes)
    }

    /// Puts the facts of a case; `nil` takes them away.
    ///
    /// `false` when the bytes are not packed facts: nothing changes then.
    package mutating func put(_ number: Int, _ bytes: UnsafeRawBufferPointer?) -> Bool {
        if let bytes, FactsView(bytes) == nil { return false }
        while spots.count <= number { spots.append(.empty) }
        waste += Int(spots[number].length)
        guard let bytes else {
            spots[number] = .empty
            return true
        }
        if segments.isEmpty { segments.append([]) }
        let segment = segments.count - 1
        spots[number] = Spot(segment: Int32(segment), length: Int32(bytes.count), offset: segments[segment].count)
        segments[segment].append(contentsOf: bytes)
        if waste > 1 << 20, waste * 2 > segments.reduce(0, { $0 + $1.count }) { compact() }
        return true
    }

    /// Takes over another shelf whose case numbers do not occur here.
    package mutating func join(_ other: FactsShelf) {
        let shift = Int32(segments.count)
        segments += other.segments
        while spots.count < other.spots.count { spots.append(.empty) }
        for (number, spot) in other.spots.enumerated() where spot.segment >= 0 {
            spots[number] = Spot(segment: spot.segment + shift, length: spot.length, offset: spot.offset)
        }
        waste += other.waste
    }

    /// Lends all facts at once, so that many cases are read without counting references.
    package func lend<Result>(_ body: (ShelfLoan) throws -> Result) rethrows -> Result {
        // The pieces of memory outlive the call: `segments` is not touched during it.
        let starts = segments.map { segment in segment.withUnsafeBytes { $0 } }
        return try withExtendedLifetime(segments) {
            try spots.withUnsafeBufferPointer { spots in
                try starts.withUnsafeBufferPointer { try body(ShelfLoan(segments: $0, spots: spots)) }
            }
        }
    }

    private mutating func compact() {
        var fresh: [UInt8] = []
        for number in spots.indices where spots[number].segment >= 0 {
            let spot = spots[number]
            let start = fresh.count
            fresh.append(contentsOf: segments[Int(spot.segment)][spot.offset..<spot.offset + Int(spot.length)])
            spots[number] = Spot(segment: 0, length: spot.length, offset: start)
        }
        segments = [fresh]
        waste = 0
    }
}

/// The facts of a shelf while they are lent; valid during the call of `lend` alone.
package struct ShelfLoan {
    fileprivate let segments: UnsafeBufferPointer<UnsafeRawBufferPointer>
    fileprivate let spots: UnsafeBufferPointer<FactsShelf.Spot>

    /// The facts of a case; `nil` when there are none.
    @inline(__always)
    package func facts(_ number: Int) -> FactsView? {
        guard number < spots.count else { return nil }
        let spot = spots[number]
        guard spot.segment >= 0 else { return nil }
        let segment = segments[Int(spot.segment)]
        return FactsView(checked: UnsafeRawBufferPointer(rebasing: segment[spot.offset..<spot.offset + Int(spot.length)]))
    }

    /// Calls with the facts of a case, if there are any.
    @inline(__always)
    package func withFacts<Result>(_ number: Int, _ body: (FactsView) -> Result) -> Result? {
        facts(number).map(body)
    }
}
