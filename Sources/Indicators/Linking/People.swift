import CaseDomain

/// Which records are one person: the same code in one register, the same document number unless its records disagree, a link.
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
                    if tag == number {
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

    /// Whether the records that carry a document number agree, so that it links them.
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
                guard facts.numberTag(Int(record.row)) == tag else { return }
                agreement.add(number: record.number, sex: facts.sex(Int(record.row)), birthYear: facts.birthYear(Int(record.row)))
            }
        }
        if let replacement, let leavingOut, replacement.state != CaseState.error.number {
            for row in 0..<replacement.peopleCount where replacement.numberTag(row) == tag {
                agreement.add(number: Int32(leavingOut), sex: replacement.sex(row), birthYear: replacement.birthYear(row))
            }
        }
        return agreement.holds
    }
}

/// Whether records with one document number can be one person: no two known sexes, no two known birth years, no two in one case.
struct NumberAgreement {
    private(set) var holds = true
    private var sex = Sex.unknown.number
    private var birthYear = 0
    private var cases: Set<Int32> = []

    mutating func add(number: Int32, sex: UInt8, birthYear: Int) {
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
