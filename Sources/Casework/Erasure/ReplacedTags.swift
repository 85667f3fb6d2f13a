import CaseDomain
import Vault

/// What stands in facts in place of the tags of somebody whose identity goes.
///
/// In the person's own record the tag of the code becomes a random one and the document number none; for each number that the record ever
/// had a tag is held. Every record that has the same code gets the random tag as a link, and every record that has one of the numbers
/// gets the tag that is held for it: at each version, so that every cut-off links as it did. None of them can be made from the number.
struct ReplacedTags: Sendable {
    /// The number of the case, and the half of the pseudonym by which facts know the person.
    private let number: Int
    private let mark: UInt64
    /// In place of the tag of the code.
    let link: LinkageTag
    private let codes: Set<LinkageTag>
    private let held: [LinkageTag: LinkageTag]

    /// - Parameters:
    ///   - versions: Every version of the facts of the person's case, oldest first.
    ///   - link: Random.
    /// - Returns: `nil` when the person is in none of them.
    init?(of person: Identifier<Person>, caseNumber: Int, in versions: [CaseFacts], link: LinkageTag) {
        number = caseNumber
        mark = person.low
        self.link = link
        var codes: Set<LinkageTag> = []
        var held: [LinkageTag: LinkageTag] = [:]
        for facts in versions {
            for row in facts.people where row.mark == person.low {
                codes.insert(row.person)
                guard row.number != .none, held[row.number] == nil else { continue }
                // From the random tag and the place alone, so that a replay finds the same.
                let digest = PublicDigest.of(LinkageTag.bytes(of: link) + [UInt8(clamping: held.count)], count: 16)
                held[row.number] = LinkageTag(held: LinkageTag(bytes: digest).low)
            }
        }
        guard !codes.isEmpty else { return nil }
        self.codes = codes
        self.held = held
    }

    /// Whether anything of these facts is replaced.
    func concerns(_ facts: FactsView, ofCase number: Int) -> Bool {
        for row in 0..<facts.peopleCount {
            if codes.contains(facts.personTag(row)) || held[facts.numberTag(row)] != nil { return true }
            // The person's own row, which may have no tag of a number.
            if number == self.number, facts.mark(row) == mark { return true }
        }
        return false
    }

    /// The facts with the tags replaced, and what was put among the links.
    func replaced(in facts: CaseFacts, ofCase number: Int) -> (facts: CaseFacts, held: [HeldTag]) {
        var facts = facts
        var tags: [HeldTag] = []
        for row in facts.people.indices {
            let person = facts.people[row]
            let isOwn = number == self.number && person.mark == mark
            var added: [LinkageTag] = []
            if !isOwn, codes.contains(person.person) { added.append(link) }
            if let tag = held[person.number] { added.append(tag) }
            if isOwn {
                facts.people[row].person = link
                facts.people[row].number = .none
            }
            facts.people[row].links += added
            tags += added.map { HeldTag(mark: person.mark, tag: $0) }
        }
        return (facts, tags)
    }
}

extension LinkageTag {
    fileprivate static func bytes(of tag: LinkageTag) -> [UInt8] {
        var writer = ByteWriter(reserving: 16)
        writer.write(tag)
        return writer.bytes
    }
}
