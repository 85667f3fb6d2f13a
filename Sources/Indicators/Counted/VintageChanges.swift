package import CaseDomain

/// Why a figure of a period is another than it was at an earlier cut-off.
package enum ChangeReason: String, CaseIterable, Sendable {
    /// Cases that were not in the records then.
    case lateEntry = "late_entry"
    /// Two who turned out to be one person, or one who turned out to be two.
    case peopleLinked = "people_linked"
    /// Cases that were there and did not count, or count no more: confirmed since, liability, identification or need recorded since.
    case statusChanged = "status_changed"
    /// People whose first detection of the year lies in another period by now.
    case moved
    /// Cases that were opened in error.
    case error
    case erased
    case serviceRecorded = "service_recorded"
    case serviceCorrected = "service_corrected"
    case definitionChanged = "definition_changed"
    /// Centres that came, went or recorded activities since.
    case centresChanged = "centres_changed"
}

/// How a figure changed between two cut-offs; the reasons add up to the change.
package struct FigureChange: Hashable, Sendable {
    package let indicator: IndicatorID
    package let before: CountPair
    package let after: CountPair
    package private(set) var reasons: [ChangeReason: CountPair] = [:]

    package init(indicator: IndicatorID, before: CountPair, after: CountPair) {
        self.indicator = indicator
        self.before = before
        self.after = after
    }

    mutating func add(_ reason: ChangeReason, denominator: Int = 0, numerator: Int = 0) {
        guard denominator != 0 || numerator != 0 else { return }
        reasons[reason, default: CountPair()].denominator += denominator
        reasons[reason, default: CountPair()].numerator += numerator
    }

    /// Puts down to one reason whatever no other reason explains.
    package mutating func putTheRest(down reason: ChangeReason) {
        let known = reasons.values.reduce(into: CountPair()) {
            $0.denominator += $1.denominator
            $0.numerator += $1.numerator
        }
        add(
            reason, denominator: after.denominator - before.denominator - known.denominator,
            numerator: after.numerator - before.numerator - known.numerator)
    }
}

/// A person of an indicator's year, as far as two cut-offs are compared.
package struct YearPerson: Hashable, Sendable {
    package let day: Day
    package let isReached: Bool
    package let records: [RecordKey]

    package init(day: Day, isReached: Bool, records: [RecordKey]) {
        self.day = day
        self.isReached = isReached
        self.records = records
    }
}

/// An indicator's year as known at one cut-off.
package struct KnownYear: Sendable {
    let people: [YearPerson]
    let ofPeriod: [YearPerson]
    /// The state of a case by its number; `nil` when it was not there.
    let state: @Sendable (UInt32) -> CaseState?

    /// - Parameter days: Of the period that is compared.
    package init(people: [YearPerson], days: ClosedRange<Day>, state: @escaping @Sendable (UInt32) -> CaseState?) {
        self.people = people
        ofPeriod = people.filter { days.contains($0.day) }
        self.state = state
    }

    var pair: CountPair {
        ofPeriod.reduce(into: CountPair()) { $0.add(isReached: $1.isReached) }
    }
}

extension FigureChange {
    /// What changed between two cut-offs, person by person.
    ///
    /// - Parameter isRedefined: Whether the definitions changed as well: then who was there and counts now, or counts no more, does so for
    ///   that reason.
    package init(_ indicator: IndicatorID, from before: KnownYear, to after: KnownYear, isRedefined: Bool = false) {
        self.init(indicator: indicator, before: before.pair, after: after.pair)
        for group in PeopleGroup.groups(before.ofPeriod, after.ofPeriod) {
            let (old, new) = (group.before.count, group.after.count)
            let (oldReached, newReached) = (group.before.count(where: \.isReached), group.after.count(where: \.isReached))
            if old == 0 || new == 0 {
                let reason = old == 0 ? FigureChange.entered(group.after, before) : FigureChange.left(group.before, after)
                add(
                    reason == .statusChanged && isRedefined ? .definitionChanged : reason, denominator: new - old,
                    numerator: newReached - oldReached)
                continue
            }
            // Of several who are one by now, one is reached when any was.
            var linked = min(oldReached, new) - oldReached
            if new > old, oldReached == old { linked = min(new - old, max(0, newReached - oldReached)) }
            add(.peopleLinked, denominator: new - old, numerator: linked)
            let rest = newReached - oldReached - linked
            add(rest > 0 ? .serviceRecorded : .serviceCorrected, numerator: rest)
        }
    }

    private static func entered(_ people: [YearPerson], _ before: KnownYear) -> ChangeReason {
        let records = people.flatMap(\.records)
        if records.allSatisfy({ before.state($0.number) == nil }) { return .lateEntry }
        return stands(records, in: before.people) ? .moved : .statusChanged
    }

    private static func left(_ people: [YearPerson], _ after: KnownYear) -> ChangeReason {
        let records = people.flatMap(\.records)
        if stands(records, in: after.people) { return .moved }
        let states = records.map { after.state($0.number) }
        if states.allSatisfy({ $0 == nil }) { return .erased }
        return states.contains(.error) ? .error : .statusChanged
    }

    private static func stands(_ records: [RecordKey], in people: [YearPerson]) -> Bool {
        let records = Set(records)
        return people.contains { !records.isDisjoint(with: $0.records) }
    }
}

/// People of then and of now who share records, directly or through others.
private struct PeopleGroup {
    var before: [YearPerson] = []
    var after: [YearPerson] = []

    static func groups(_ before: [YearPerson], _ after: [YearPerson]) -> [PeopleGroup] {
        let people = before + after
        var parents = Array(people.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while parents[index] != index { index = parents[index] }
            return index
        }
        var first: [RecordKey: Int] = [:]
        for (index, person) in people.enumerated() {
            for record in person.records {
                guard let other = first[record] else {
                    first[record] = index
                    continue
                }
                let (low, high) = (min(root(index), root(other)), max(root(index), root(other)))
                parents[high] = low
            }
        }
        var groups: [Int: PeopleGroup] = [:]
        for (index, person) in people.enumerated() {
            if index < before.count {
                groups[root(index), default: PeopleGroup()].before.append(person)
            } else {
                groups[root(index), default: PeopleGroup()].after.append(person)
            }
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }
}
