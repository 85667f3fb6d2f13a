import CaseDomain
import Disclosure
import Foundation
import Indicators

/// What is kept of a release, sealed: who did what, from which figures, with which proof.
struct ReleaseRecord: Codable, Sendable {
    struct Part: Codable, Sendable {
        /// Code of a department; `nil`: nobody owns it.
        let department: String?
        let indicators: [String]
        var approvedBy: String?
        var approvedAt: Int64?
        var remark: String?
    }

    /// The counted people of a quarter, as they were fixed or are to be.
    struct Quarter: Codable, Sendable {
        /// From 0.
        let quarter: Int
        /// 0 when this release is the first to fix it, else the revision of the stored set.
        let revision: UInt32
        var members: [CountedMember]
    }

    struct Indicator: Codable, Sendable {
        let id: String
        let quarters: [Quarter]
        let shown: [[Int]]
        let witnesses: [[Int]]
        let protections: [Protection]
        let numerator: Int
        let isMet: Bool?
        let hasTarget: Bool
        let isOutcomeShown: Bool
        /// Of a final: who came and went since the year was fixed, and whether the public is told.
        let late: LateChanges?
        let isLateTold: Bool
    }

    struct Protection: Codable, Sendable {
        let cell: [Int]
        let low: Int
        let high: Int
        let lower: Int?
        let below: [[Int]]
        let upper: Int?
        let above: [[Int]]
    }

    struct Centres: Codable, Sendable {
        let id: String
        let denominator: Int
        let numerator: Int
        let isMet: Bool?
    }

    /// The people of an indicator's year as they were counted: day, whether reached, and records as numbers.
    struct Counted: Codable, Sendable {
        let indicator: String
        let people: [[UInt64]]

        init(_ indicator: IndicatorID, _ people: [CountedPerson]) {
            self.indicator = indicator.rawValue
            self.people = people.map { person in
                [UInt64(UInt32(bitPattern: person.day.number)), person.isReached ? 1 : 0]
                    + person.records.flatMap { [UInt64($0.number), $0.mark] }
            }
        }

        var compared: [YearPerson] {
            people.compactMap { numbers in
                guard numbers.count >= 2 else { return nil }
                return YearPerson(
                    day: Day(number: Int32(bitPattern: UInt32(truncatingIfNeeded: numbers[0]))), isReached: numbers[1] == 1,
                    records: stride(from: 2, to: numbers.count - 1, by: 2).map {
                        RecordKey(number: UInt32(truncatingIfNeeded: numbers[$0]), mark: numbers[$0 + 1])
                    })
            }
        }
    }

    /// An approver's signature over what this record is, and over who has approved.
    struct Approval: Codable, Sendable {
        let statement: String
        let signature: String
    }

    var state: ReleaseState
    let calendar: String
    let period: String
    let vintage: Vintage
    let plan: String
    let definitions: String
    let from: Int32
    let to: Int32
    let cutoff: Int
    let policies: String
    let preparedBy: String
    let preparer: String
    let preparedAt: Int64
    var parts: [Part]
    let confirmed: Int
    let organisations: Int
    /// What was public when it was prepared: digests of the ledger, which has to be the same at publishing.
    let ledger: String
    let indicators: [Indicator]
    let centres: [Centres]
    /// The exact figures, as cells of `ExactRow`.
    let exact: [[String]]
    let difficulties: String
    let remarks: String
    /// Indicators with a quarter far from those before it.
    let jumps: [String]
    /// Who was counted, for saying later what changed and why.
    let counted: [Counted]
    /// No case had this number, or a higher one, when it was prepared.
    let endOfCases: Int
    var note: String?
    var publishedBy: String?
    var approval: Approval?

    /// What stays as it was prepared, whoever does what with it later: this is committed to.
    var frozen: ReleaseRecord {
        var record = self
        record.state = .prepared
        for index in record.parts.indices {
            (record.parts[index].approvedBy, record.parts[index].approvedAt, record.parts[index].remark) = (nil, nil, nil)
        }
        (record.note, record.publishedBy, record.approval) = (nil, nil, nil)
        return record
    }

    var rows: [ExactRow] { exact.compactMap { ExactRow(cells: $0) } }

    /// Neither sent back nor public yet.
    var isOpen: Bool { state == .prepared || state == .approved }

    /// Identifiers of all indicators that the public could be told of.
    var countedIndicators: Set<String> { Set(indicators.map(\.id) + centres.map(\.id)) }
}

/// A person who was counted, with what was known when the quarter was fixed.
struct CountedMember: Codable, Hashable, Sendable {
    let place: UInt32
    /// Day of detection: by it the commune is rolled to the year's last day.
    let day: Int32
    let sex: UInt8
    let age: UInt8
    /// Whether the person was reached, as far as the newest release knows.
    var isReached: Bool
    /// Numbers of cases and marks of people, in turn.
    private(set) var records: [UInt64]

    init(_ person: CountedPerson) {
        place = person.place.number
        day = person.day.number
        sex = person.sex.number
        age = person.age.number
        isReached = person.isReached
        records = person.records.flatMap { [UInt64($0.number), $0.mark] }
    }

    /// Takes in further records of the same person.
    mutating func join(_ others: [RecordKey]) {
        let known = Set(keys)
        records += others.filter { !known.contains($0) }.flatMap { [UInt64($0.number), $0.mark] }
    }

    var keys: [RecordKey] {
        stride(from: 0, to: records.count - 1, by: 2).map {
            RecordKey(number: UInt32(truncatingIfNeeded: records[$0]), mark: records[$0 + 1])
        }
    }
}

/// A restricted return that was handed out.
package struct HandedOutCopy: Codable, Hashable, Sendable {
    package let recipient: String
    /// The account that made it.
    package let by: String
    package let at: Int64
    /// Why it went out although something was warned of; may be empty.
    package let comment: String
    /// The department of whoever made it; `nil`: none.
    package let department: String?
}

/// Values as JSON of a length that tells little: filled up to whole steps before they are sealed.
enum FilledJSON {
    /// A counted set of a province's quarter, and a release, each fit into one or few steps.
    static let setStep = 65_536
    static let releaseStep = 262_144
    /// Recipient and comment at their longest.
    static let copyStep = 16_384

    static func bytes(of value: some Encodable, step: Int) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = try encoder.encode(value)
        // The sealing adds a byte; without it the last step would spill over.
        let length = (text.count + 1 + step - 1) / step * step - 1
        return Array(text) + Array(repeating: 0x20, count: length - text.count)
    }

    static func value<Value: Decodable>(_ type: Value.Type, of bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}

extension CountCell {
    /// The cell as numbers.
    var numbers: [Int] {
        [Int(quarters.rawValue), place.map { Int($0.number) } ?? -1, Int(sexes.rawValue), Int(ages.rawValue)]
    }

    init?(numbers: [Int]) {
        guard numbers.count == 4, (0...15).contains(numbers[0]), (-1...Int(UInt32.max)).contains(numbers[1]),
            (0...15).contains(numbers[2]), (0...31).contains(numbers[3])
        else { return nil }
        self.init(
            QuarterSet(rawValue: UInt8(numbers[0])), place: numbers[1] < 0 ? nil : PlaceCode(number: UInt32(numbers[1])),
            sexes: SexSet(rawValue: UInt8(numbers[2])), ages: AgeSet(rawValue: UInt8(numbers[3])))
    }
}

extension ReleaseRecord.Protection {
    init(_ protection: CellProtection) {
        cell = protection.cell.numbers
        low = protection.low
        high = protection.high
        lower = protection.narrowed?.lower
        below = protection.narrowed?.below.map { [$0.figure, $0.factor] } ?? []
        upper = protection.narrowed?.upper
        above = protection.narrowed?.above.map { [$0.figure, $0.factor] } ?? []
    }

    var protection: CellProtection? {
        guard let cell = CountCell(numbers: cell) else { return nil }
        func multiples(_ pairs: [[Int]]) -> [NarrowedCell.Multiple] {
            pairs.filter { $0.count == 2 }.map { NarrowedCell.Multiple(figure: $0[0], factor: $0[1]) }
        }
        let narrowed = lower.map { NarrowedCell(lower: $0, below: multiples(below), upper: upper, above: multiples(above)) }
        return CellProtection(cell: cell, low: low, high: high, narrowed: narrowed)
    }
}

extension CountTable {
    /// The table as numbers: index and count of each atom that counts somebody.
    var sparse: [Int] { counts.enumerated().flatMap { $1 == 0 ? [] : [$0, $1] } }

    init?(places: [PlaceCode], sparse: [Int]) {
        var counts = CountTable(places: places).counts
        for pair in stride(from: 0, to: sparse.count - 1, by: 2) {
            guard counts.indices.contains(sparse[pair]) else { return nil }
            counts[sparse[pair]] = sparse[pair + 1]
        }
        self.init(places: places, counts: counts)
    }
}

extension ReleaseRecord.Indicator {
    func plan(places: [PlaceCode]) -> ProtectionPlan? {
        let shown = shown.compactMap { CountCell(numbers: $0) }
        let witnesses = witnesses.compactMap { CountTable(places: places, sparse: $0) }
        let protections = protections.compactMap(\.protection)
        guard shown.count == self.shown.count, witnesses.count == self.witnesses.count, protections.count == self.protections.count else {
            return nil
        }
        return ProtectionPlan(
            shown: Set(shown), certificate: Certificate(witnesses: witnesses, protections: protections))
    }
}
