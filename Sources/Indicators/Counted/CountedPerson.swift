package import CaseDomain

/// One record of a person, by what stays the same while the case is there.
package struct RecordKey: Hashable, Comparable, Sendable {
    /// Number of the case.
    package let number: UInt32
    /// Half of the person's pseudonym.
    package let mark: UInt64

    package init(number: UInt32, mark: UInt64) {
        self.number = number
        self.mark = mark
    }

    package static func < (left: RecordKey, right: RecordKey) -> Bool {
        left.number != right.number ? left.number < right.number : left.mark < right.mark
    }
}

/// A linked person in the denominator of an indicator in a reporting year, as known at a cut-off.
package struct CountedPerson: Hashable, Sendable {
    /// From 0.
    package let quarter: Int
    /// Commune as of the day of the earliest detection, or `outside`.
    package let place: PlaceCode
    package let day: Day
    package let sex: Sex
    package let age: AgeBand
    package let scope: Scope
    package let isReached: Bool
    /// All records of the person, ascending.
    package let records: [RecordKey]

    package init(
        quarter: Int, place: PlaceCode, day: Day, sex: Sex, age: AgeBand, scope: Scope, isReached: Bool, records: [RecordKey]
    ) {
        self.quarter = quarter
        self.place = place
        self.day = day
        self.sex = sex
        self.age = age
        self.scope = scope
        self.isReached = isReached
        self.records = records
    }
}

extension FactLedger {
    /// The people in an indicator's denominator of a reporting year, by their least record; empty for an indicator that counts no people.
    package func countedPeople(of indicator: IndicatorID, calendar: String, year: Int) throws(FiguresError) -> [CountedPerson] {
        guard let calendar = rulebook.calendars.firstIndex(where: { $0.id == calendar }) else { throw .unknownCalendar }
        guard let share = compiled.shares.firstIndex(where: { $0.id == indicator }) else { return [] }
        var counted: [CountedPerson] = []
        forEachPerson { records, found, shelf in
            for year in found where year.share == share && year.calendar == calendar {
                guard let person = CountedPerson(year, records, shelf) else { continue }
                counted.append(person)
            }
        } where: {
            $0.quarter / 4 == year - 1_900
        }
        return counted
    }
}

extension FactLedger {
    /// Of cases by their numbers, the state of those that are there.
    package func caseStates(_ numbers: Set<UInt32>) -> [UInt32: CaseState] {
        var states: [UInt32: CaseState] = [:]
        for number in numbers { states[number] = factState(Int(number)).flatMap { CaseState(number: $0) } }
        return states
    }

    /// Of cases by their numbers, those that are there.
    package func present(_ numbers: Set<UInt32>) -> Set<UInt32> { numbers.filter { factState(Int($0)) != nil } }
}

extension CountedPerson {
    fileprivate init?(_ year: PersonYear, _ records: [RecordRef], _ shelf: ShelfLoan) {
        guard year.outcome & OutcomeTable.denominatorBit != 0, let sex = Sex(number: year.sex) else { return nil }
        self.init(
            quarter: year.quarter % 4, place: PlaceCode(number: year.place), day: Day(number: year.day), sex: sex, age: year.age,
            scope: year.scope, isReached: year.outcome & OutcomeTable.numeratorBit != 0,
            records: records.compactMap { record in
                shelf.withFacts(Int(record.number)) { RecordKey(number: UInt32(record.number), mark: $0.mark(Int(record.row))) }
            }.sorted())
    }
}
