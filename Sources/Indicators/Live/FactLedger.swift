import CaseDomain

/// A change of what figures are derived from.
package enum FactChange: Sendable {
    /// The packed facts of a case, by its number; `nil` takes them away.
    case facts(number: Int, packed: [UInt8]?)
    case centre(CentreFact)
    case activities(ActivityFacts)
    case external(ExternalFact)
}

/// The facts at one cut-off, who is one person among them, and the counters that follow.
///
/// There is one way to count: a full derivation and a live change add the contribution of a person through the same function, and a
/// change first takes off the old contribution through it. So live figures and a full derivation agree by construction.
package struct FactLedger: Sendable {
    let rulebook: Rulebook
    let compiled: CompiledDefinitions
    private(set) var tally: Tally
    private(set) var centres = CentreShelf()
    private var shelf: FactsShelf
    private var people: People
    /// Reused from change to change; `nil` while it is at work.
    private var derivation: PersonYearDerivation?
    /// The last commit that these facts know.
    package private(set) var cutoff: Int
    /// Cases whose facts could not be opened: figures are incomplete while there is one.
    package private(set) var unreadable: Set<Int> = []

    /// Derives everything from facts.
    ///
    /// - Parameters:
    ///   - changes: Centres, activities and externals.
    ///   - unreadable: Numbers of cases whose facts could not be opened.
    ///   - workers: How many threads count at once.
    package init(
        rulebook: Rulebook, facts: FactsShelf = FactsShelf(), changes: [FactChange] = [], cutoff: Int = 0, unreadable: Set<Int> = [],
        workers: Int = 1
    ) {
        self.rulebook = rulebook
        let compiled = CompiledDefinitions(rulebook)
        self.compiled = compiled
        derivation = PersonYearDerivation(compiled)
        var people = People(linkage: rulebook.definitions.linkage, expecting: facts.end)
        tally = facts.lend { loan in
            for number in 0..<facts.end {
                if let view = loan.facts(number) { people.change(number, view, adding: true) }
            }
            return FactLedger.count(facts, people, compiled, gazetteer: rulebook.gazetteer, workers: workers)
        }
        self.people = people
        shelf = facts
        self.cutoff = cutoff
        self.unreadable = unreadable
        for change in changes { applyWithoutCutoff(change) }
    }

    /// Counts every person once: by the least of the person's records.
    private static func count(
        _ shelf: FactsShelf, _ people: People, _ compiled: CompiledDefinitions, gazetteer: Gazetteer, workers: Int
    ) -> Tally {
        let share = (shelf.end + max(1, workers) - 1) / max(1, workers)
        let parts = Parallel.map(max(1, workers)) { worker in
            shelf.lend { loan in
                count(
                    worker * share..<max(worker * share, min((worker + 1) * share, shelf.end)), loan, people, compiled, gazetteer: gazetteer
                )
            }
        }
        var tally = Tally(compiled, gazetteer: gazetteer)
        for part in parts { tally.join(part) }
        return tally
    }

    private static func count(
        _ numbers: Range<Int>, _ shelf: ShelfLoan, _ people: People, _ compiled: CompiledDefinitions, gazetteer: Gazetteer
    ) -> Tally {
        var tally = Tally(compiled, gazetteer: gazetteer)
        var derivation = PersonYearDerivation(compiled)
        var records: [RecordRef] = []
        for number in numbers {
            guard let facts = shelf.facts(number), facts.state != compiled.error else { continue }
            for row in 0..<facts.peopleCount {
                let record = RecordRef(number: number, row: row)
                if people.isAlone(facts, row: row) {
                    records.removeAll(keepingCapacity: true)
                    records.append(record)
                } else {
                    records = people.person(of: record, in: shelf)
                    guard records.first == record else { continue }
                }
                derivation.derive(records, in: shelf) {
                    tally.add($0, sign: 1)
                } suspectedYear: {
                    tally.add($0, sign: 1)
                }
            }
        }
        return tally
    }

    /// Every person once, with the person-years that are asked for.
    func forEachPerson(
        _ body: ([RecordRef], [PersonYear], ShelfLoan) -> Void, suspected: (SuspectedYear) -> Void = { _ in },
        where isAsked: (PersonYear) -> Bool
    ) {
        shelf.lend { loan in
            var derivation = PersonYearDerivation(compiled)
            for number in 0..<shelf.end {
                guard let facts = loan.facts(number), facts.state != compiled.error else { continue }
                for row in 0..<facts.peopleCount {
                    let record = RecordRef(number: number, row: row)
                    let records = people.isAlone(facts, row: row) ? [record] : people.person(of: record, in: loan)
                    guard records.first == record else { continue }
                    var years: [PersonYear] = []
                    derivation.derive(records, in: loan) { year in
                        if isAsked(year) { years.append(year) }
                    } suspectedYear: {
                        suspected($0)
                    }
                    if !years.isEmpty { body(records, years, loan) }
                }
            }
        }
    }

    func factState(_ number: Int) -> UInt8? {
        shelf.lend { number < shelf.end ? $0.facts(number)?.state : nil }
    }

    /// The facts of every case whose state is not `error`.
    func forEachCase(_ body: (FactsView) -> Void) {
        shelf.lend { loan in
            for number in 0..<shelf.end {
                guard let facts = loan.facts(number), facts.state != compiled.error else { continue }
                body(facts)
            }
        }
    }

    /// Applies the changes of one commit.
    package mutating func apply(_ changes: [FactChange], cutoff: Int) {
        for change in changes { applyWithoutCutoff(change) }
        self.cutoff = cutoff
    }

    private mutating func applyWithoutCutoff(_ change: FactChange) {
        switch change {
        case .facts(let number, let packed): replace(number, with: packed)
        case .centre(let centre): centres.put(centre)
        case .activities(let facts): centres.put(facts)
        case .external(let fact): centres.put(fact)
        }
    }

    /// Takes off the people whom the change touches, changes the facts, adds the people who are there then.
    private mutating func replace(_ number: Int, with packed: [UInt8]?) {
        if let packed {
            guard packed.withUnsafeBytes({ FactsView($0) != nil }) else {
                unreadable.insert(number)
                return
            }
        }
        unreadable.remove(number)
        if let packed, replaceAlone(number, with: packed) { return }
        let touched = touchedRecords(number, packed)
        var others: Set<RecordRef> = []
        for person in persons(of: touched) {
            contribute(person, sign: -1)
            others.formUnion(person)
        }
        change(number, adding: false)
        if let packed {
            _ = packed.withUnsafeBytes { shelf.put(number, $0) }
        } else {
            _ = shelf.put(number, nil)
        }
        change(number, adding: true)
        others = others.filter { Int($0.number) != number }
        others.formUnion(records(of: number))
        for person in persons(of: others) { contribute(person, sign: 1) }
    }

    private mutating func change(_ number: Int, adding: Bool) {
        shelf.lend { loan in
            if let facts = loan.facts(number) { people.change(number, facts, adding: adding) }
        }
    }

    private func records(of number: Int) -> [RecordRef] {
        shelf.lend { loan in
            guard let facts = loan.facts(number), facts.state != compiled.error else { return [] }
            return (0..<facts.peopleCount).map { RecordRef(number: number, row: $0) }
        }
    }

    /// The case's own records and all that share, or will share, a tag with them.
    ///
    /// A document number that links neither before nor after the change leaves its other records alone: a number that many
    /// registers type by habit must not make every write slow.
    private func touchedRecords(_ number: Int, _ packed: [UInt8]?) -> Set<RecordRef> {
        var tags: Set<LinkageTag> = []
        var numbers: Set<LinkageTag> = []
        func collect(_ facts: FactsView) {
            guard facts.state != compiled.error else { return }
            for row in 0..<facts.peopleCount {
                let documentNumber = facts.numberTag(row)
                People.forEachTag(of: facts, row: row) { tag in
                    if tag == documentNumber || tag.isHeld { numbers.insert(tag) } else { tags.insert(tag) }
                }
            }
        }
        var touched = Set(records(of: number))
        func look(_ replacement: FactsView?) {
            shelf.lend { loan in
                if let facts = loan.facts(number) { collect(facts) }
                if let replacement { collect(replacement) }
                for tag in numbers
                where people.numberLinks(tag, in: loan) || people.numberLinks(tag, in: loan, leavingOut: number, with: replacement) {
                    tags.insert(tag)
                }
            }
        }
        if let packed { packed.withUnsafeBytes { look(FactsView(checked: $0)) } } else { look(nil) }
        for tag in tags { people.index.forEach(tag) { touched.insert($0) } }
        return touched
    }

    /// The people to whom records belong, each once.
    private func persons(of records: Set<RecordRef>) -> [[RecordRef]] {
        var seen: Set<RecordRef> = []
        var persons: [[RecordRef]] = []
        for record in records.sorted() where !seen.contains(record) {
            let person = shelf.lend { people.person(of: record, in: $0) }
            seen.formUnion(person)
            persons.append(person)
        }
        return persons
    }

    /// The way of most changes: nobody in the case is known elsewhere, and the change leaves the tags of all as they are.
    ///
    /// - Returns: `false` when it is not so; nothing was changed then.
    private mutating func replaceAlone(_ number: Int, with packed: [UInt8]) -> Bool {
        let count = shelf.lend { loan -> Int? in
            guard let old = loan.facts(number) else { return nil }
            return packed.withUnsafeBytes { bytes in
                let new = FactsView(checked: bytes)
                guard old.state != compiled.error, new.state != compiled.error, old.hasSameTags(as: new) else { return nil }
                return (0..<old.peopleCount).allSatisfy { people.isAlone(old, row: $0) } ? old.peopleCount : nil
            }
        }
        guard let count else { return false }
        for row in 0..<count { contribute([RecordRef(number: number, row: row)], sign: -1) }
        _ = packed.withUnsafeBytes { shelf.put(number, $0) }
        for row in 0..<count { contribute([RecordRef(number: number, row: row)], sign: 1) }
        return true
    }

    private mutating func contribute(_ person: [RecordRef], sign: Int32) {
        var working = derivation.take() ?? PersonYearDerivation(compiled)
        shelf.lend { loan in
            working.derive(person, in: loan) {
                tally.add($0, sign: sign)
            } suspectedYear: {
                tally.add($0, sign: sign)
            }
        }
        derivation = consume working
    }
}
