import CaseDomain
import Indicators

/// Who came into an indicator's year and who went out of it after its four quarters were fixed.
struct LateChanges: Codable, Hashable, Sendable {
    /// People of the four counted sets.
    let fixed: Int
    /// People of today who are no member; of several who were counted as one member, all but one.
    let entries: Int
    /// Members who are counted no more; of several who are one person by now, all but one.
    ///
    /// Members of erased cases stay.
    let withdrawals: Int
    /// People of today with the members of erased cases, and how many of them were reached, as far as is or was known: over these the
    /// year's outcome is told when the changes are.
    let people: Int
    let reached: Int

    /// - Parameter cases: Of the members' cases, the numbers of those that are there still.
    init(from quarters: [ReleaseRecord.Quarter], to people: [CountedPerson], cases: Set<UInt32>) {
        var members: [RecordKey: [Int]] = [:]
        var count = 0
        var blanks: [CountedMember] = []
        for member in quarters.flatMap(\.members) {
            if member.keys.allSatisfy({ !cases.contains($0.number) }) {
                blanks.append(member)
                continue
            }
            for key in member.keys { members[key, default: []].append(count) }
            count += 1
        }
        // One person a member and one member a person, as many as there can be: what is left over on either side came or went.
        let pairs = LateChanges.pairs(people.map { person in Set(person.records.flatMap { members[$0] ?? [] }).sorted() })
        fixed = count + blanks.count
        entries = people.count - pairs
        self.people = people.count + blanks.count
        withdrawals = count - pairs
        reached = people.count(where: \.isReached) + blanks.count(where: \.isReached)
    }

    /// The most pairs of a person and a member whom it touches, no one twice; by paths that free a member for the next person (Kuhn 1955).
    private static func pairs(_ touched: [[Int]]) -> Int {
        var person: [Int: Int] = [:]
        func finds(_ new: Int, _ seen: inout Set<Int>) -> Bool {
            for member in touched[new] where seen.insert(member).inserted {
                if let other = person[member], !finds(other, &seen) { continue }
                person[member] = new
                return true
            }
            return false
        }
        for new in touched.indices {
            var seen: Set<Int> = []
            _ = finds(new, &seen)
        }
        return person.count
    }
}
