/// The five-digit code of a commune, as a number; a code alone is not a place (codes are used again), a code on a day is.
package struct PlaceCode: Hashable, Comparable, Sendable {
    package let number: UInt32

    /// Beyond the province.
    package static let outside = PlaceCode(number: UInt32.max)

    @inlinable
    package init(number: UInt32) {
        self.number = number
    }

    /// Five digits, or `outside`.
    package init?(_ text: some StringProtocol) {
        if text == "outside" {
            self = .outside
            return
        }
        guard text.utf8.count == 5, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = UInt32(text) else { return nil }
        self.init(number: number)
    }

    package static func < (left: PlaceCode, right: PlaceCode) -> Bool {
        left.number < right.number
    }
}

extension PlaceCode: CustomStringConvertible {
    package var description: String {
        guard self != .outside else { return "outside" }
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}

/// A commune with the days on which it existed.
package struct Commune: Hashable, Sendable {
    package let code: PlaceCode
    package let name: String
    /// Other spellings under which registers name it.
    package let aliases: [String]
    package let validFrom: Day?
    /// The first day on which it no longer exists.
    package let validToExclusive: Day?
    /// The code of the commune into which it went, on the day when it ended.
    package let successor: PlaceCode?

    package init(code: PlaceCode, name: String, aliases: [String] = [], validFrom: Day?, validToExclusive: Day?, successor: PlaceCode?) {
        self.code = code
        self.name = name
        self.aliases = aliases
        self.validFrom = validFrom
        self.validToExclusive = validToExclusive
        self.successor = successor
    }

    package func exists(on day: Day) -> Bool {
        (validFrom.map { $0 <= day } ?? true) && (validToExclusive.map { day < $0 } ?? true)
    }
}

/// The communes of a province through time.
///
/// An event keeps the place as of its date; reports roll forward through successors, never back: six communes of today cross old
/// district lines, so old districts cannot be rebuilt.
package struct Gazetteer: Sendable {
    package let communes: [Commune]
    private let byCode: [PlaceCode: [Int]]
    /// The index of the commune into which each one went, if it ended.
    private let next: [Int?]

    package init(_ communes: [Commune]) {
        self.communes = communes
        let byCode = Dictionary(grouping: communes.indices, by: { communes[$0].code })
        self.byCode = byCode
        next = communes.map { commune in
            guard let end = commune.validToExclusive, let successor = commune.successor else { return nil }
            return byCode[successor]?.first { communes[$0].exists(on: end) }
        }
    }

    /// The index of the commune that bore this code on this day; `nil` when there was none, also for `outside`.
    package func index(of code: PlaceCode, on day: Day) -> Int? {
        byCode[code]?.first { communes[$0].exists(on: day) }
    }

    /// The commune that bore this code on this day.
    package func commune(_ code: PlaceCode, on day: Day) -> Commune? {
        index(of: code, on: day).map { communes[$0] }
    }

    /// The index of the commune in which this one lies on a later day.
    ///
    /// `nil` when it ended without a successor. A commune that did not exist yet on that day stays itself.
    package func rolled(_ index: Int, to day: Day) -> Int? {
        var current = index
        for _ in communes.indices {
            guard let end = communes[current].validToExclusive, end <= day else { return current }
            guard let successor = next[current] else { return nil }
            current = successor
        }
        return nil
    }
}
