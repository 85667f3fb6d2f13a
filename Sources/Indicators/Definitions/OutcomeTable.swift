package import CaseDomain

/// What is known of a person-year, packed into few bits, so that a definition is one look-up in a table.
///
/// Bits: liability 0–1, identification 2–3, need 4–5, "every event declined" and the like 6–8 (state number, 0 for mixed or none),
/// reached marks from 9 upwards.
package struct OutcomeProfile: Hashable, Sendable {
    package static let firstMarkBit = 9
    package var bits: Int

    @inlinable
    package init(bits: Int) {
        self.bits = bits
    }

    package init(liability: Liability, identification: Identification, need: NeedAssessment, everyEvent: ServiceState?, reachedMarks: Int) {
        bits =
            Int(liability.number - 1) | Int(identification.number - 1) << 2 | Int(need.number - 1) << 4
            | Int(everyEvent?.number ?? 0) << 6 | reachedMarks << OutcomeProfile.firstMarkBit
    }
}

/// A definition, worked out for every profile: bit 0 denominator, bit 1 numerator, then one bit for each conditional count beside.
package struct OutcomeTable: Sendable {
    package static let denominatorBit: UInt32 = 1
    package static let numeratorBit: UInt32 = 2
    package static let firstBesideBit = 2
    package let outcomes: [UInt32]

    /// - Parameter marks: The marks in the order of their bits; at most eight.
    package init(_ share: PeopleShare, marks: [String]) {
        let denominator = ProfileTest(share.denominator, of: share, marks)
        let numerator = ProfileTest(share.numerator, of: share, marks)
        let beside = share.beside.compactMap { count -> ProfileTest? in
            if case .when(let condition) = count.rule { ProfileTest(condition, of: share, marks) } else { nil }
        }
        outcomes = (0..<1 << (OutcomeProfile.firstMarkBit + marks.count)).map { bits in
            var outcome: UInt32 = 0
            if denominator.holds(bits) {
                outcome |= OutcomeTable.denominatorBit
                if numerator.holds(bits) { outcome |= OutcomeTable.numeratorBit }
            }
            for (index, test) in beside.enumerated() where test.holds(bits) {
                outcome |= 1 << UInt32(OutcomeTable.firstBesideBit + index)
            }
            return outcome
        }
    }
}

/// A condition with its words as bits of the profile.
private indirect enum ProfileTest {
    case always
    case all([ProfileTest])
    case any([ProfileTest])
    case not(ProfileTest)
    /// The number at `shift`, under `mask`, is one of the bits of `allowed`.
    case number(shift: Int, mask: Int, allowed: Int)

    init(_ condition: Condition, of share: PeopleShare, _ marks: [String]) {
        switch condition {
        case .always: self = .always
        case .all(let parts): self = .all(parts.map { ProfileTest($0, of: share, marks) })
        case .any(let parts): self = .any(parts.map { ProfileTest($0, of: share, marks) })
        case .not(let part): self = .not(ProfileTest(part, of: share, marks))
        case .liability(let words): self = .number(shift: 0, mask: 3, allowed: ProfileTest.bits(words))
        case .identification(let words): self = .number(shift: 2, mask: 3, allowed: ProfileTest.bits(words))
        case .need(let words): self = .number(shift: 4, mask: 3, allowed: ProfileTest.bits(words))
        case .everyEvent(let state): self = .number(shift: 6, mask: 7, allowed: 1 << Int(state.number))
        case .reached(let mark):
            let place = marks.firstIndex(of: mark)
            self = .number(shift: OutcomeProfile.firstMarkBit + (place ?? 0), mask: 1, allowed: place == nil ? 0 : 2)
        case .denominator: self = ProfileTest(share.denominator, of: share, marks)
        case .numerator: self = .all([ProfileTest(share.denominator, of: share, marks), ProfileTest(share.numerator, of: share, marks)])
        }
    }

    private static func bits<Word: Codeword>(_ words: Set<Word>) -> Int {
        words.reduce(0) { $0 | 1 << Int($1.number - 1) }
    }

    func holds(_ profile: Int) -> Bool {
        switch self {
        case .always: true
        case .all(let parts): parts.allSatisfy { $0.holds(profile) }
        case .any(let parts): parts.contains { $0.holds(profile) }
        case .not(let part): !part.holds(profile)
        case .number(let shift, let mask, let allowed): allowed >> (profile >> shift & mask) & 1 == 1
        }
    }
}
