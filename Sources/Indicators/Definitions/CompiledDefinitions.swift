import CaseDomain

/// A people share with its codes as numbers and its conditions as a table.
struct CompiledShare: Sendable {
    let id: IndicatorID
    let share: PeopleShare
    let role: UInt8
    /// One bit for each case kind number.
    let kinds: UInt8
    let table: OutcomeTable
    /// The service kinds of the share's mark, in the order of the vocabulary.
    let serviceCodes: [String]
    private let cellOfKind: [UInt64]

    init(id: IndicatorID, share: PeopleShare, marks: [String], serviceKinds: Vocabulary<ServiceKind>) {
        self.id = id
        self.share = share
        role = share.role.number
        kinds = share.kinds.reduce(0) { $0 | 1 << $1.number }
        table = OutcomeTable(share, marks: marks)
        // One bit a kind in a word of 64: the loader refuses a mark that more kinds carry.
        let marked = serviceKinds.terms.filter { $0.marks.contains(share.serviceMark) }.prefix(64)
        serviceCodes = marked.map(\.code)
        var cells = [UInt64](repeating: 0, count: Int(serviceKinds.terms.map(\.number).max() ?? 0) + 1)
        for (index, term) in marked.enumerated() { cells[Int(term.number)] = 1 << UInt64(index) }
        cellOfKind = cells
    }

    func cell(of kind: UInt16) -> UInt64 {
        Int(kind) < cellOfKind.count ? cellOfKind[Int(kind)] : 0
    }
}

/// The definitions in the form in which a million people are derived in a second.
struct CompiledDefinitions: Sendable {
    let shares: [CompiledShare]
    let calendars: [ReportingCalendar]
    let lookbackDays: Int32
    let excludesRefusals: Bool
    let confirmed = CaseState.confirmed.number
    let suspected = CaseState.suspected.number
    let error = CaseState.error.number
    let domestic = CaseKind.domesticViolence.number
    let liabilitySubject = StatusSubject.liability.number
    let identificationSubject = StatusSubject.identification.number
    let needSubject = StatusSubject.need.number
    private let marksOfKind: [Int]
    private let reaching: UInt8
    private let gravities: [UInt8]

    init(_ rulebook: Rulebook) {
        // A table has a row for every set of marks: those on which nothing turns have no part in it.
        let conditions = rulebook.definitions.indicators.flatMap { indicator -> [Condition] in
            guard case .people(let share) = indicator.measure else { return [] }
            return [share.denominator, share.numerator]
                + share.beside.compactMap { if case .when(let when) = $0.rule { when } else { nil } }
        }
        let marks = Set(conditions.flatMap(\.marks)).sorted()
        shares = rulebook.definitions.indicators.compactMap { indicator in
            guard case .people(let share) = indicator.measure else { return nil }
            return CompiledShare(id: indicator.id, share: share, marks: marks, serviceKinds: rulebook.serviceKinds)
        }
        calendars = rulebook.calendars
        lookbackDays = Int32(rulebook.definitions.lookbackDays)
        excludesRefusals = rulebook.definitions.consentRefusal == .exclude
        var bits = [Int](repeating: 0, count: Int(rulebook.serviceKinds.terms.map(\.number).max() ?? 0) + 1)
        for term in rulebook.serviceKinds.terms {
            bits[Int(term.number)] = marks.enumerated().reduce(0) { $0 | (term.marks.contains($1.element) ? 1 << $1.offset : 0) }
        }
        marksOfKind = bits
        reaching = ServiceState.allCases.filter(\.reaches).reduce(0) { $0 | 1 << $1.number }
        var gravities = [UInt8](repeating: 0, count: 256)
        for (grade, liability) in [Liability.below, .pending, .prosecuted].enumerated() {
            gravities[Int(liability.number)] = UInt8(grade + 1)
        }
        self.gravities = gravities
    }

    func reaches(_ state: UInt8) -> Bool {
        reaching >> state & 1 == 1
    }

    /// The marks of a service kind as bits; an unknown kind has none.
    func marks(of number: UInt16) -> Int {
        Int(number) < marksOfKind.count ? marksOfKind[Int(number)] : 0
    }

    /// Prosecuted, pending, below, unknown: the higher, the graver.
    func gravity(_ liability: UInt8) -> UInt8 {
        gravities[Int(liability)]
    }
}
