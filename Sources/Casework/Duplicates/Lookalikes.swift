import CaseDomain

/// Why two people look like one.
package enum Likeness: Int, CaseIterable, Sendable, Comparable {
    /// The same document number.
    case number = 1
    /// The same name without tone marks, and the same year of birth.
    case nameAndYear
    case phone
    /// The same name without tone marks, and a year of birth that one of them lacks.
    case name

    package static func < (one: Likeness, other: Likeness) -> Bool { one.rawValue < other.rawValue }
}

/// What is compared of a person; it lives as long as the comparison.
struct ComparedPerson {
    let place: PersonPlace
    let shortCode: ShortCode
    let role: Role
    let sex: Sex
    let birthYear: Int?
    /// Tags by which the figures take records for one person: links, and the code in a register.
    let ties: [LinkageTag]
    /// The tag of the document number in the facts; `none` when there is none or a member struck it.
    let numberTag: LinkageTag
    let name: String
    let phone: String?
    let number: String?

    /// Whether two records say something of sex or birth year that one person cannot have both of.
    func disagrees(with other: ComparedPerson) -> Bool {
        (sex != other.sex && sex != .unknown && other.sex != .unknown)
            || (birthYear != other.birthYear && birthYear != nil && other.birthYear != nil)
    }
}

/// Pairs of people of one centre who look alike, and pairs that count as one already.
///
/// Nothing is compared with everything: each person is compared with those next in line under the same name, telephone or number.
struct Lookalikes {
    struct Pair: Hashable {
        /// Rows among the people, the smaller first.
        let first: Int
        let second: Int
    }

    private(set) var alike: [(pair: Pair, why: [Likeness])] = []
    /// Joined by a link of a member or by their document number.
    private(set) var joined: [(pair: Pair, byNumber: Bool)] = []

    /// With how many others of the same name, telephone or number a person is compared: those next in line.
    static let reach = 4
    /// A telephone that more people gave belongs to an office or a neighbour, and says nothing.
    private static let mostOfOnePhone = 6
    /// Words of a name below which it says nothing.
    private static let fewestWords = 2

    init(_ people: [ComparedPerson]) {
        var ties = JoinedRows(count: people.count)
        for rows in Lookalikes.blocks(people, { $0.ties }) {
            for (one, other) in zip(rows, rows.dropFirst()) { ties.join(one, other) }
        }
        var why: [Pair: Set<Likeness>] = [:]
        func note(_ one: Int, _ other: Int, _ likeness: Likeness) {
            guard people[one].place.caseFile != people[other].place.caseFile else { return }
            why[Pair(first: min(one, other), second: max(one, other)), default: []].insert(likeness)
        }
        for rows in Lookalikes.blocks(people, { $0.number.map { [$0] } ?? [] }) {
            Lookalikes.neighbours(rows) { one, other in
                let isJoined = people[one].numberTag != .none && people[one].numberTag == people[other].numberTag
                if isJoined, !people[one].disagrees(with: people[other]), people[one].place.caseFile != people[other].place.caseFile {
                    if ties.root(of: one) != ties.root(of: other) {
                        joined.append((Pair(first: min(one, other), second: max(one, other)), true))
                        ties.join(one, other)
                    }
                } else {
                    note(one, other, .number)
                }
            }
        }
        for rows in Lookalikes.blocks(people, { $0.phone.map { [$0] } ?? [] }) where rows.count <= Lookalikes.mostOfOnePhone {
            Lookalikes.neighbours(rows) { one, other in
                // A couple shares a telephone: whoever is another by sex or year is somebody else.
                if !people[one].disagrees(with: people[other]) { note(one, other, .phone) }
            }
        }
        for rows in Lookalikes.blocks(people, { $0.name.split(separator: " ").count >= Lookalikes.fewestWords ? [$0.name] : [] }) {
            Lookalikes.neighbours(rows) { one, other in
                guard !people[one].disagrees(with: people[other]) else { return }
                note(one, other, people[one].birthYear != nil && people[one].birthYear == people[other].birthYear ? .nameAndYear : .name)
            }
        }
        // Who counts as one person already, by whatever way, is no suggestion.
        alike = why.filter { ties.root(of: $0.key.first) != ties.root(of: $0.key.second) }.map { (pair: $0.key, why: $0.value.sorted()) }
            .sorted { Lookalikes.isBefore($0, $1, people) }
        joined.append(contentsOf: Lookalikes.linked(people))
    }

    /// Rows that share a value, in the order of their year of birth and their code; rows alone are left out.
    private static func blocks<Key: Hashable>(_ people: [ComparedPerson], _ keys: (ComparedPerson) -> [Key]) -> [[Int]] {
        var blocks: [Key: [Int]] = [:]
        for (row, person) in people.enumerated() {
            for key in Set(keys(person)) { blocks[key, default: []].append(row) }
        }
        return blocks.values.filter { $0.count > 1 }.map { rows in
            rows.sorted { (people[$0].birthYear ?? 0, $0) < (people[$1].birthYear ?? 0, $1) }
        }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    }

    private static func neighbours(
        _ rows: [Int], _ body: (Int, Int) -> Void
    ) {
        for (index, row) in rows.enumerated() {
            for other in rows[(index + 1)...].prefix(reach) { body(row, other) }
        }
    }

    /// Pairs whom a link ties together directly, each record with the next under the same tag.
    private static func linked(_ people: [ComparedPerson]) -> [(pair: Pair, byNumber: Bool)] {
        var found: Set<Pair> = []
        for rows in blocks(people, { Array($0.ties.dropFirst()) }) {
            for (one, other) in zip(rows, rows.dropFirst()) where people[one].place.caseFile != people[other].place.caseFile {
                found.insert(Pair(first: min(one, other), second: max(one, other)))
            }
        }
        return found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }.map { (pair: $0, byNumber: false) }
    }

    /// The most telling first; the same order each time.
    private static func isBefore(
        _ one: (pair: Pair, why: [Likeness]), _ other: (pair: Pair, why: [Likeness]), _ people: [ComparedPerson]
    ) -> Bool {
        func weight(_ why: [Likeness]) -> Int { why.reduce(0) { $0 + 1 << (Likeness.allCases.count - $1.rawValue) } }
        let (first, second) = (weight(one.why), weight(other.why))
        guard first == second else { return first > second }
        return (people[one.pair.first].shortCode.description, one.pair.first, one.pair.second)
            < (people[other.pair.first].shortCode.description, other.pair.first, other.pair.second)
    }
}

/// Rows that belong together (a forest of disjoint sets).
private struct JoinedRows {
    private var parents: [Int]

    init(count: Int) {
        parents = Array(0..<count)
    }

    func root(of row: Int) -> Int {
        var row = row
        while parents[row] != row { row = parents[row] }
        return row
    }

    mutating func join(_ one: Int, _ other: Int) {
        let (first, second) = (shortened(one), shortened(other))
        parents[max(first, second)] = min(first, second)
    }

    /// The root, with the way there halved.
    private mutating func shortened(_ row: Int) -> Int {
        var row = row
        while parents[row] != row {
            parents[row] = parents[parents[row]]
            row = parents[row]
        }
        return row
    }
}
