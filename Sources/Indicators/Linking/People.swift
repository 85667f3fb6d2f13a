import CaseDomain

/// Which records are one person: the same code in one register, the same document number unless its records disagree, a link.
///
/// A tag that is held for the number of an erased identity links as a number does. Where every record with a number carries the same held
/// tag, that tag says who is one person and the number is not asked: among its records is one more than the number knows of. Of held tags
/// the one that was held first says it.
///
/// Records of cases in state `error` link nothing and are not here. Linking is transitive.
struct People: Sendable {
    private(set) var index: LinkIndex
    let linkage: LinkageRule

    init(linkage: LinkageRule, expecting count: Int = 0) {
        self.linkage = linkage
        index = LinkIndex(expecting: count)
    }

    /// Adds or takes away every record of a case.
    mutating func change(_ number: Int, _ facts: FactsView, adding: Bool) {
        guard facts.state != CaseState.error.number else { return }
        for row in 0..<facts.peopleCount {
            let record = RecordRef(number: number, row: row)
            People.forEachTag(of: facts, row: row) { tag in
                if adding { index.insert(tag, record) } else { index.remove(tag, record) }
            }
        }
    }

    /// Person tag, number tag if there is one, links.
    static func forEachTag(of facts: FactsView, row: Int, _ body: (LinkageTag) -> Void) {
        body(facts.personTag(row))
        let number = facts.numberTag(row)
        if number != .none { body(number) }
        for link in 0..<facts.linkCount(row) { body(facts.link(row, link)) }
    }

    /// Whether this record is a person of its own, as most are.
    func isAlone(_ facts: FactsView, row: Int) -> Bool {
        guard index.isAlone(facts.personTag(row)) else { return false }
        let number = facts.numberTag(row)
        if number != .none, !index.isAlone(number) { return false }
        for link in 0..<facts.linkCount(row) where !index.isAlone(facts.link(row, link)) { return false }
        return true
    }

    /// All records of the person to whom a record belongs, in ascending order.
    func person(of record: RecordRef, in shelf: ShelfLoan) -> [RecordRef] {
        var found: Set<RecordRef> = [record]
        var waiting = [record]
        var numbers: [LinkageTag: Bool] = [:]
        while let next = waiting.popLast() {
            shelf.withFacts(Int(next.number)) { facts in
                let row = Int(next.row)
                let number = facts.numberTag(row)
                People.forEachTag(of: facts, row: row) { tag in
                    if tag == number || tag.isHeld {
                        let links = numbers[tag] ?? numberLinks(tag, in: shelf)
                        numbers[tag] = links
                        guard links else { return }
                    }
                    index.forEach(tag) { other in
                        if found.insert(other).inserted { waiting.append(other) }
                    }
                }
            }
        }
        return found.sorted()
    }

    /// Whether the records that carry a document number, or a tag held for one, agree, so that it links them.
    ///
    /// - Parameters:
    ///   - leavingOut: A case whose records are not looked at.
    ///   - with: Facts that are looked at in its place.
    func numberLinks(_ tag: LinkageTag, in shelf: ShelfLoan, leavingOut: Int? = nil, with replacement: FactsView? = nil) -> Bool {
        guard linkage == .exact else { return false }
        var agreement = NumberAgreement()
        index.forEach(tag) { record in
            guard agreement.holds, Int(record.number) != leavingOut else { return }
            shelf.withFacts(Int(record.number)) { facts in
                guard facts.carriesNumber(tag, row: Int(record.row)) else { return }
                agreement.add(facts, row: Int(record.row), number: record.number, tag)
            }
        }
        if let replacement, let leavingOut, replacement.state != CaseState.error.number {
            for row in 0..<replacement.peopleCount where replacement.carriesNumber(tag, row: row) {
                agreement.add(replacement, row: row, number: Int32(leavingOut), tag)
            }
        }
        return agreement.holds && !agreement.isSaidByAnElder
    }
}

/// Whether records with one document number can be one person: no two known sexes, no two known birth years, no two in one case.
struct NumberAgreement {
    private(set) var holds = true
    private var sex = Sex.unknown.number
    private var birthYear = 0
    private var cases: Set<Int32> = []
    /// The held tags that every record so far carries, held before the tag that is looked at; `nil` before the first record.
    private var elders: [LinkageTag]?

    /// Whether all records carry a held tag that came before: it says whether they are one person.
    var isSaidByAnElder: Bool { elders.map { !$0.isEmpty } ?? false }

    mutating func add(_ facts: FactsView, row: Int, number: Int32, _ tag: LinkageTag) {
        add(number: number, sex: facts.sex(row), birthYear: facts.birthYear(row))
        if elders?.isEmpty == true { return }
        var own: [LinkageTag] = []
        for index in 0..<facts.linkCount(row) {
            let link = facts.link(row, index)
            if link == tag { break }
            if link.isHeld { own.append(link) }
        }
        elders = elders.map { $0.filter(own.contains) } ?? own
    }

    private mutating func add(number: Int32, sex: UInt8, birthYear: Int) {
        if sex != Sex.unknown.number {
            if self.sex != Sex.unknown.number, self.sex != sex { holds = false }
            self.sex = sex
        }
        if birthYear != 0 {
            if self.birthYear != 0, self.birthYear != birthYear { holds = false }
            self.birthYear = birthYear
        }
        if !cases.insert(number).inserted { holds = false }
    }
}
