import CaseDomain

/// Which counter of a block counts what.
///
/// A block is one people share in one quarter of one calendar.
struct TallyLayout: Sendable {
    static let denominator = 0
    static let numerator = 1
    static let sexStart = 2
    static let ageStart = sexStart + 2 * Sex.allCases.count
    static let scopeStart = ageStart + 2 * AgeBand.allCases.count
    static let besideStart = scopeStart + 2 * Scope.allCases.count

    let besideCount: Int
    let serviceCount: Int
    let communeCount: Int

    var serviceStart: Int { TallyLayout.besideStart + besideCount }
    var placeStart: Int { serviceStart + serviceCount }
    /// Beyond the communes: outside the province, and a place that the policies do not know.
    var outside: Int { communeCount }
    var unknownPlace: Int { communeCount + 1 }
    var length: Int { placeStart + 2 * (communeCount + 2) }
}

/// The counters of all people shares by calendar and quarter; what live figures add to and take from.
struct Tally: Sendable {
    private let compiled: CompiledDefinitions
    private let gazetteer: Gazetteer
    let layouts: [TallyLayout]
    /// For each share and calendar, by quarter: where its block begins, or −1.
    private var blocks: [[Int32]]
    private var counters: [Int32] = []
    /// For each share: how the outcome bits after denominator and numerator map to the counts beside; the place of `suspected`.
    private let besidePlaces: [[Int]]
    private let suspectedPlaces: [Int?]

    init(_ compiled: CompiledDefinitions, gazetteer: Gazetteer) {
        self.compiled = compiled
        self.gazetteer = gazetteer
        layouts = compiled.shares.map {
            TallyLayout(besideCount: $0.share.beside.count, serviceCount: $0.serviceCodes.count, communeCount: gazetteer.communes.count)
        }
        blocks = Array(repeating: Array(repeating: -1, count: 300 * 4), count: compiled.shares.count * compiled.calendars.count)
        besidePlaces = compiled.shares.map { share in
            share.share.beside.enumerated().compactMap { index, count in
                if case .when = count.rule { TallyLayout.besideStart + index } else { nil }
            }
        }
        suspectedPlaces = compiled.shares.map { share in
            share.share.beside.firstIndex { $0.rule == .suspected }.map { TallyLayout.besideStart + $0 }
        }
    }

    private mutating func start(share: Int, calendar: Int, quarter: Int) -> Int {
        let table = share * compiled.calendars.count + calendar
        let known = blocks[table][quarter]
        if known >= 0 { return Int(known) }
        let start = counters.count
        counters.append(contentsOf: repeatElement(0, count: layouts[share].length))
        blocks[table][quarter] = Int32(start)
        return start
    }

    /// Adds a person-year with sign 1, takes it away with sign −1.
    mutating func add(_ year: PersonYear, sign: Int32) {
        let start = start(share: year.share, calendar: year.calendar, quarter: year.quarter)
        for (bit, place) in besidePlaces[year.share].enumerated()
        where year.outcome >> UInt32(OutcomeTable.firstBesideBit + bit) & 1 == 1 {
            counters[start + place] += sign
        }
        guard year.outcome & OutcomeTable.denominatorBit != 0 else { return }
        let reached = year.outcome & OutcomeTable.numeratorBit != 0 ? sign : 0
        let layout = layouts[year.share]
        func count(_ offset: Int) {
            counters[start + offset] += sign
            counters[start + offset + 1] += reached
        }
        count(TallyLayout.denominator)
        count(TallyLayout.sexStart + 2 * Int(year.sex - 1))
        count(TallyLayout.ageStart + 2 * Int(year.age.number - 1))
        count(TallyLayout.scopeStart + (year.scope == .domestic ? 0 : 2))
        count(layout.placeStart + 2 * place(of: year, layout))
        var kinds = year.reachedKinds
        while kinds != 0 {
            counters[start + layout.serviceStart + kinds.trailingZeroBitCount] += sign
            kinds &= kinds - 1
        }
    }

    mutating func add(_ year: SuspectedYear, sign: Int32) {
        guard let place = suspectedPlaces[year.share] else { return }
        let start = start(share: year.share, calendar: year.calendar, quarter: year.quarter)
        counters[start + place] += sign
    }

    private func place(of year: PersonYear, _ layout: TallyLayout) -> Int {
        guard year.place != PlaceCode.outside.number else { return layout.outside }
        return gazetteer.index(of: PlaceCode(number: year.place), on: Day(number: year.day)) ?? layout.unknownPlace
    }

    /// The sum of a share's blocks over quarters of one reporting year.
    func sum(share: Int, calendar: Int, year: Int, quarters: ClosedRange<Int>) -> [Int] {
        var sum = [Int](repeating: 0, count: layouts[share].length)
        guard (1900..<2200).contains(year) else { return sum }
        for quarter in quarters {
            let start = Int(blocks[share * compiled.calendars.count + calendar][(year - 1900) * 4 + quarter])
            guard start >= 0 else { continue }
            for index in sum.indices { sum[index] += Int(counters[start + index]) }
        }
        return sum
    }

    /// Adds the counters of another tally of the same definitions.
    mutating func join(_ other: Tally) {
        for table in other.blocks.indices {
            for quarter in other.blocks[table].indices where other.blocks[table][quarter] >= 0 {
                let share = table / compiled.calendars.count
                let from = Int(other.blocks[table][quarter])
                let to = start(share: share, calendar: table % compiled.calendars.count, quarter: quarter)
                for index in 0..<layouts[share].length { counters[to + index] += other.counters[from + index] }
            }
        }
    }
}
