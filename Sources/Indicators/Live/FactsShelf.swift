package import CaseDomain

/// The packed facts of all cases, by the number of the case, in few large pieces of memory.
package struct FactsShelf: Sendable {
    private struct Spot {
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

    /// Lends the view of a case's facts; `nil` when there are none.
    @inline(__always)
    package func withFacts<Result>(_ number: Int, _ body: (FactsView) -> Result) -> Result? {
        guard number < spots.count else { return nil }
        let spot = spots[number]
        guard spot.segment >= 0 else { return nil }
        return segments[Int(spot.segment)].withUnsafeBytes { bytes in
            body(FactsView(checked: UnsafeRawBufferPointer(rebasing: bytes[spot.offset..<spot.offset + Int(spot.length)])))
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
