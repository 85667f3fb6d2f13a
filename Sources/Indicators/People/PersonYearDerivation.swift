import CaseDomain

/// Derives the person-years of one person from the facts of the person's cases.
///
/// One value serves many people; it keeps its working arrays.
struct PersonYearDerivation {
    private let compiled: CompiledDefinitions
    private var qualifying: [QualifyingRecord] = []
    private var suspected: [Int32] = []
    private var events: [Event] = []
    private var years: [Year] = []

    init(_ compiled: CompiledDefinitions) {
        self.compiled = compiled
    }

    /// A record that qualifies: confirmed, of one of the kinds, the person in the role.
    private struct QualifyingRecord {
        let day: Int32
        let record: RecordRef
        let kind: UInt8
        let place: UInt32
        let sex: UInt8
        let birthYear: Int
    }

    private struct Event {
        let day: Int32
        let kind: UInt16
        let state: UInt8
    }

    /// A person-year while it is made: a range of `qualifying`, and what its services say.
    private struct Year {
        var first: Int
        var end: Int
        var quarter: Int
        var marks = 0
        var reachedKinds: UInt64 = 0
        /// The state of every event so far; 0 none yet, 255 more than one.
        var everyState: UInt8 = 0
        var states: UInt8 = 0
        var firstReached = Int32.max
        var everyKind: UInt64 = 0
    }

    /// Calls back for each person-year and each suspected year.
    ///
    /// - Parameter records: All records of the person, ascending.
    mutating func derive(
        _ records: [RecordRef], in shelf: ShelfLoan, personYear: (PersonYear) -> Void, suspectedYear: (SuspectedYear) -> Void
    ) {
        if compiled.excludesRefusals, refusesStatistics(records, in: shelf) { return }
        for share in compiled.shares.indices {
            collect(records, of: compiled.shares[share], in: shelf)
            guard !qualifying.isEmpty || !suspected.isEmpty else { continue }
            collectEvents(records, in: shelf)
            for calendar in compiled.calendars.indices {
                splitIntoYears(compiled.calendars[calendar])
                assignEvents(compiled.shares[share])
                for year in years {
                    personYear(finish(year, records, share: share, calendar: calendar, in: shelf))
                }
                deriveSuspected(share: share, calendar: calendar, suspectedYear)
            }
        }
    }

    private mutating func collect(_ records: [RecordRef], of share: CompiledShare, in shelf: ShelfLoan) {
        qualifying.removeAll(keepingCapacity: true)
        suspected.removeAll(keepingCapacity: true)
        for record in records {
            shelf.withFacts(Int(record.number)) { facts in
                let row = Int(record.row)
                guard facts.role(row) == share.role, share.kinds >> Int(facts.kind) & 1 == 1 else { return }
                if facts.state == compiled.confirmed {
                    qualifying.append(
                        QualifyingRecord(
                            day: facts.detectedOn, record: record, kind: facts.kind, place: facts.place, sex: facts.sex(row),
                            birthYear: facts.birthYear(row)
                        )
                    )
                } else if facts.state == compiled.suspected {
                    suspected.append(facts.detectedOn)
                }
            }
        }
        if qualifying.count > 1 { qualifying.sort { PersonYearDerivation.precedes($0, $1, in: shelf) } }
        if suspected.count > 1 { suspected.sort() }
    }

    /// By day, then register name and case code by their UTF-8 bytes, then the earlier case and row.
    private static func precedes(_ left: QualifyingRecord, _ right: QualifyingRecord, in shelf: ShelfLoan) -> Bool {
        if left.day != right.day { return left.day < right.day }
        if left.record.number == right.record.number { return left.record.row < right.record.row }
        let order = shelf.withFacts(Int(left.record.number)) { leftFacts in
            shelf.withFacts(Int(right.record.number)) { rightFacts in
                if !leftFacts.register.elementsEqual(rightFacts.register) {
                    return leftFacts.register.lexicographicallyPrecedes(rightFacts.register)
                }
                if !leftFacts.code.elementsEqual(rightFacts.code) { return leftFacts.code.lexicographicallyPrecedes(rightFacts.code) }
                return left.record < right.record
            }
        }
        return (order ?? nil) ?? (left.record < right.record)
    }

    /// The service events of the person in every qualifying case, of any year.
    private mutating func collectEvents(_ records: [RecordRef], in shelf: ShelfLoan) {
        events.removeAll(keepingCapacity: true)
        for (index, record) in qualifying.enumerated() {
            // A case is read once, also when the person stands in it under two codes.
            if qualifying.count > 1, qualifying[..<index].contains(where: { $0.record.number == record.record.number }) { continue }
            shelf.withFacts(Int(record.record.number)) { facts in
                for row in 0..<facts.serviceCount {
                    let service = facts.service(row)
                    guard PersonYearDerivation.stands(service.person, in: record.record.number, records) else { continue }
                    events.append(Event(day: service.on, kind: service.kind, state: service.state))
                }
            }
        }
    }

    private static func stands(_ row: Int, in number: Int32, _ records: [RecordRef]) -> Bool {
        for record in records where record.number == number && Int(record.row) == row { return true }
        return false
    }

    private mutating func splitIntoYears(_ calendar: ReportingCalendar) {
        years.removeAll(keepingCapacity: true)
        var index = 0
        while index < qualifying.count {
            guard let quarter = calendar.quarter(of: qualifying[index].day) else {
                index += 1
                continue
            }
            var end = index + 1
            while end < qualifying.count, let next = calendar.quarter(of: qualifying[end].day), next / 4 == quarter / 4 { end += 1 }
            years.append(Year(first: index, end: end, quarter: quarter))
            index = end
        }
    }

    /// A service belongs to the person-year with the latest detection not after it; if there is none, to the earliest one that began
    /// at most `lookbackDays` later; otherwise to none.
    private mutating func assignEvents(_ share: CompiledShare) {
        guard let first = years.first else { return }
        let earliest = qualifying[first.first].day - compiled.lookbackDays
        for event in events {
            var target = 0
            if let index = years.lastIndex(where: { qualifying[$0.first].day <= event.day }) {
                target = index
            } else if event.day < earliest {
                continue
            }
            years[target].everyState = years[target].everyState == 0 || years[target].everyState == event.state ? event.state : 255
            let cell = share.cell(of: event.kind)
            if cell != 0 { years[target].states |= 1 << event.state }
            if compiled.reaches(event.state) {
                years[target].marks |= compiled.marks(of: event.kind)
                years[target].reachedKinds |= cell
                years[target].everyKind |= PersonYear.bit(ofKind: event.kind)
                if cell != 0 { years[target].firstReached = min(years[target].firstReached, event.day) }
            }
        }
    }

    private func finish(_ year: Year, _ records: [RecordRef], share: Int, calendar: Int, in shelf: ShelfLoan) -> PersonYear {
        let earliest = qualifying[year.first]
        var sex = Sex.unknown.number
        var birthYear = 0
        for record in qualifying[year.first..<year.end] {
            if sex == Sex.unknown.number { sex = record.sex }
            if birthYear == 0 { birthYear = record.birthYear }
        }
        let statuses = self.statuses(of: year, records, in: shelf)
        let everyEvent = year.everyState == 255 ? 0 : Int(year.everyState)
        let profile =
            statuses.liability | statuses.identification << 2 | statuses.need << 4 | everyEvent << 6
            | year.marks << OutcomeProfile.firstMarkBit
        return PersonYear(
            share: share, calendar: calendar, quarter: year.quarter, day: earliest.day, place: earliest.place,
            scope: earliest.kind == compiled.domestic ? .domestic : .nonDomestic, sex: sex,
            age: AgeBand.of(detectedIn: birthYear == 0 ? 0 : Day(number: earliest.day).year, bornIn: birthYear),
            outcome: compiled.shares[share].table.outcomes[profile], reachedKinds: year.reachedKinds, states: year.states,
            firstReached: year.firstReached, everyKind: year.everyKind
        )
    }

    /// A status that may stand, with what decides between two of one day.
    private struct Latest {
        var on = Int32.min
        var number: Int32 = -1
        var order: UInt32 = 0
        var value: UInt8

        /// Whether another status is later: by day, then register name, then row.
        func isBefore(_ day: Int32, _ number: Int32, _ order: UInt32, in shelf: ShelfLoan) -> Bool {
            if on != day { return on < day }
            if self.number != number, let precedes = PersonYearDerivation.registerPrecedes(self.number, number, in: shelf) {
                return precedes
            }
            return self.order <= order
        }
    }

    /// Whether the register of one case comes before that of another; `nil` when both are one register.
    private static func registerPrecedes(_ left: Int32, _ right: Int32, in shelf: ShelfLoan) -> Bool? {
        shelf.withFacts(Int(left)) { leftFacts in
            shelf.withFacts(Int(right)) { rightFacts in
                leftFacts.register.elementsEqual(rightFacts.register)
                    ? nil : leftFacts.register.lexicographicallyPrecedes(rightFacts.register)
            } ?? nil
        } ?? nil
    }

    /// Liability, identification and need of the year's qualifying cases, as the numbers of `OutcomeProfile`.
    ///
    /// Liability: within a case the latest value, over the cases the gravest. Identification and need: the latest value over the cases.
    private func statuses(of year: Year, _ records: [RecordRef], in shelf: ShelfLoan) -> (liability: Int, identification: Int, need: Int) {
        var gravest = Liability.unknown.number
        var identification = Latest(value: Identification.beingIdentified.number)
        var need = Latest(value: Need.notAsked.number)
        for index in year.first..<year.end {
            let number = qualifying[index].record.number
            if index > year.first, qualifying[year.first..<index].contains(where: { $0.record.number == number }) { continue }
            var liability = Latest(value: Liability.unknown.number)
            shelf.withFacts(Int(number)) { facts in
                for row in 0..<facts.statusCount {
                    let status = facts.status(row)
                    guard PersonYearDerivation.stands(status.person, in: number, records) else { continue }
                    func take(_ latest: inout Latest) {
                        guard latest.isBefore(status.on, number, status.order, in: shelf) else { return }
                        latest = Latest(on: status.on, number: number, order: status.order, value: status.value)
                    }
                    switch status.subject {
                    case compiled.liabilitySubject: take(&liability)
                    case compiled.identificationSubject: take(&identification)
                    case compiled.needSubject: take(&need)
                    default: break
                    }
                }
            }
            if compiled.gravity(liability.value) > compiled.gravity(gravest) { gravest = liability.value }
        }
        // `not_asked` and nothing recorded are both "not assessed", the fourth value.
        return (Int(gravest) - 1, Int(identification.value) - 1, Int(need.value) - 1)
    }

    private func deriveSuspected(share: Int, calendar: Int, _ suspectedYear: (SuspectedYear) -> Void) {
        var last = -1
        for day in suspected {
            guard let quarter = compiled.calendars[calendar].quarter(of: day), quarter / 4 != last else { continue }
            last = quarter / 4
            guard !years.contains(where: { $0.quarter / 4 == quarter / 4 }) else { continue }
            suspectedYear(SuspectedYear(share: share, calendar: calendar, quarter: quarter, day: day))
        }
    }

    /// Whether the latest answer to counting in statistics is no.
    private func refusesStatistics(_ records: [RecordRef], in shelf: ShelfLoan) -> Bool {
        var latest: (on: Int32, value: UInt8) = (Int32.min, 0)
        for record in records {
            shelf.withFacts(Int(record.number)) { facts in
                for row in 0..<facts.statusCount {
                    let status = facts.status(row)
                    guard status.person == Int(record.row), status.subject == StatusSubject.consentStatistics.number, status.on >= latest.on
                    else {
                        continue
                    }
                    latest = (status.on, status.value)
                }
            }
        }
        return latest.value == ConsentAnswer.no.number
    }
}
