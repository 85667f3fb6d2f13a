import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Support
import Testing

/// Random histories – open, confirm, link, correct, withdraw, merge – after which live figures equal a full derivation.
@Suite struct RandomHistoryTests {
    static let seeds = ProofSize.of("NUONG_HISTORIES", small: 3, environment: ProcessInfo.processInfo.environment)
    static let steps = ProofSize.of("NUONG_HISTORY_STEPS", small: 60, environment: ProcessInfo.processInfo.environment)

    /// Every figure that the definitions know, for the years of the history.
    private static func allFigures(_ answer: (FiguresQuery) throws -> FigureTable) throws -> [FigureTable] {
        var tables: [FigureTable] = []
        for calendar in ["calendar", "administrative"] {
            for year in 2025...2026 {
                for part in PeriodPart.allCases {
                    for breakdown in Breakdown.allCases {
                        let period = Period(year: year, part: part)
                        tables.append(try answer(FiguresQuery(calendar: calendar, period: period, breakdown: breakdown)))
                    }
                }
            }
        }
        return tables
    }

    @Test(arguments: 0..<seeds)
    func liveFiguresEqualAFullDerivationAfterEveryStep(seed: Int) async throws {
        let test = try TestInstallation()
        var history = try await History(test, seed: UInt64(seed))
        var kept: [(cutoff: Int, tables: [FigureTable])] = []
        for step in 0..<RandomHistoryTests.steps {
            try await history.step()
            let live = try #require(test.installation.live)
            let derivation = FactDerivation(test.installation.store, test.installation.keys, test.policies.rulebook)
            let full = try derivation.ledger(at: nil, workers: 2)
            let liveTables = try RandomHistoryTests.allFigures { query in
                try live.read { ledger in Result { try ledger.figures(query) } }.get()
            }
            let fullTables = try RandomHistoryTests.allFigures { try full.figures($0) }
            #expect(liveTables == fullTables, "seed \(seed), step \(step)")
            #expect(live.read { $0.cutoff } == full.cutoff)
            try history.checkFactsAgainstJournals()
            if step % 20 == 7 { kept.append((full.cutoff, fullTables)) }
            if step % 10 == 0 { RandomHistoryTests.checkSums(full) }
        }
        // An old cut-off still gives its old figures.
        for old in kept {
            let derivation = FactDerivation(test.installation.store, test.installation.keys, test.policies.rulebook)
            let ledger = try derivation.ledger(at: old.cutoff, workers: 2)
            #expect(try RandomHistoryTests.allFigures { try ledger.figures($0) } == old.tables, "cut-off \(old.cutoff)")
        }
        #expect(try test.audit().findings.isEmpty)
    }

    /// Quarters add up to the year, and communes of one geography to the province, at one cut-off.
    private static func checkSums(_ ledger: FactLedger) {
        for calendar in ["calendar", "administrative"] {
            for year in 2025...2026 {
                func figures(_ part: PeriodPart, _ breakdown: Breakdown) -> [Figure] {
                    (try? ledger.figures(FiguresQuery(calendar: calendar, period: Period(year: year, part: part), breakdown: breakdown)))?
                        .figures ?? []
                }
                for id in ["3.2a", "3.2b", "3.3"] {
                    func total(_ part: PeriodPart) -> Figure? { figures(part, .none).first { $0.indicator.rawValue == id } }
                    let quarters = [PeriodPart.q1, .q2, .q3, .q4].compactMap(total)
                    #expect(quarters.compactMap(\.denominator).reduce(0, +) == total(.year)?.denominator)
                    #expect(quarters.compactMap(\.numerator).reduce(0, +) == total(.year)?.numerator)
                    let names = total(.year)?.beside.map(\.name) ?? []
                    for name in names where name != "suspected" {
                        func count(_ figure: Figure?) -> Int { figure?.beside.first { $0.name == name }?.count ?? -1 }
                        #expect(quarters.map { count($0) }.reduce(0, +) == count(total(.year)))
                    }
                    for breakdown in [Breakdown.place, .sex, .age] {
                        let cells = figures(.year, breakdown).filter { $0.indicator.rawValue == id && $0.cell != "all" }
                        #expect(cells.compactMap(\.denominator).reduce(0, +) == total(.year)?.denominator)
                        #expect(cells.compactMap(\.numerator).reduce(0, +) == total(.year)?.numerator)
                    }
                }
            }
        }
    }

    @Test func sixteenTasksWritingToOnePersonLoseNothing() async throws {
        let test = try TestInstallation()
        let report = try await test.importRegister(ProjectFiles.golden("rules-2026"))
        let session = try await test.installation.openCentre("A", openingCode: try #require(report.openingCodes["A"]), as: "thu")
        let detection = Detection(on: Day(number: 20_500), place: .outside, channel: Code(number: 1))
        let opened = try await test.installation.openCase(.domesticViolence, .confirmed, detection, in: session)
        let person = try await test.installation.addPerson(role: .victim, sex: .female, birthYear: nil, to: opened, in: session)
        let installation = test.installation
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for index in 0..<4 {
                        _ = try await installation.logService(
                            Code(number: UInt16(1 + index)), .provided, on: Day(number: Int32(20_500 + task)), for: person, of: opened,
                            in: session
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
        let file = try test.installation.readCase(opened, in: session).file
        #expect(file.services.count == 64)
        #expect(file.entries == 66)
        #expect(Set(file.services.map(\.id)).count == 64)
        #expect(try test.audit().findings.isEmpty)
    }
}

/// A history that grows by random steps of a member of one centre.
private struct History {
    private let test: TestInstallation
    private let session: CentreSession
    private let chance: SeededChance
    private var cases: [Identifier<Case>] = []
    private var links: [(PersonPlace, PersonPlace, LinkageTag)] = []
    private let numbers = ["012345678901", "012345678902", "B1234567"]

    init(_ test: TestInstallation, seed: UInt64) async throws {
        self.test = test
        chance = SeededChance(seed: seed &+ 1_000)
        let report = try await test.importRegister([
            "cases.csv": "case,kind,detected_on,detected_place,channel,state\n",
            "people.csv": "case,person,role,sex\n",
            "centres.csv":
                "code,name,kind,public,place,valid_from,valid_to\nTT,Trung tâm,social_assistance_centre,yes,03388,01/01/2020,\n",
        ])
        guard let code = report.openingCodes["TT"] else { throw CaseworkError.refused }
        session = try await test.installation.openCentre("TT", openingCode: code, as: "thu")
    }

    /// The stored facts of every case are what the fold of its whole journal gives; the tags alone do not stand in the journal.
    func checkFactsAgainstJournals() throws {
        for identifier in cases {
            let opened = try test.installation.readCase(identifier, in: session)
            let stored = Dictionary(opened.facts.people.map { ($0.mark, $0) }, uniquingKeysWith: { first, _ in first })
            let folded = opened.file.facts(
                personTag: { stored[$0.id.low]?.person ?? .none }, numberTag: { stored[$0.id.low]?.number ?? .none }
            )
            #expect(folded == opened.facts)
        }
    }

    private func day() -> Day { Day(number: Int32(20_060 + chance.below(640))) }

    private func place(on day: Day) -> PlaceCode {
        chance.below(8) == 0 ? .outside : chance.pick(test.policies.rulebook.gazetteer.communes.filter { $0.exists(on: day) }).code
    }

    private func detection() -> Detection {
        let day = day()
        return Detection(on: day, place: place(on: day), channel: Code(number: 1))
    }

    private func someone() throws -> (PersonPlace, CaseFile)? {
        guard !cases.isEmpty else { return nil }
        let identifier = chance.pick(cases)
        let file = try test.installation.readCase(identifier, in: session).file
        guard !file.people.isEmpty else { return nil }
        return (PersonPlace(caseFile: identifier, person: chance.pick(file.people).id), file)
    }

    mutating func step() async throws {
        let installation = test.installation
        if cases.count < 4 || chance.below(5) == 0 { return try await open() }
        let identifier = chance.pick(cases)
        switch chance.below(9) {
        case 0:
            try await installation.changeState(chance.pick([.confirmed, .confirmed, .suspected, .error]), of: identifier, in: session)
        case 1: try await installation.correctDetection(detection(), of: identifier, in: session)
        case 2:
            let kind = try installation.readCase(identifier, in: session).file.kind
            try await addPerson(to: identifier, kind)
        case 3, 4:
            guard let (place, _) = try someone() else { return }
            _ = try await installation.logService(
                Code(number: UInt16(1 + chance.below(24))), chance.pick(ServiceState.allCases), on: day(), for: place.person,
                of: place.caseFile,
                in: session
            )
        case 5:
            guard let (place, file) = try someone(), let service = file.services.first else { return }
            var other = service
            other.state = chance.pick(ServiceState.allCases)
            other.on = day()
            try await installation.correctService(service.id, to: chance.below(2) == 0 ? nil : other, of: place.caseFile, in: session)
        case 6:
            guard let (place, _) = try someone() else { return }
            let subject = chance.pick([StatusSubject.liability, .identification, .need])
            try await installation.recordStatus(
                subject, UInt8(1 + chance.below(3)), on: day(), for: place.person, of: place.caseFile, in: session
            )
        case 7:
            guard let (first, _) = try someone(), let (second, _) = try someone(), first.caseFile != second.caseFile else { return }
            links.append((first, second, try await installation.linkPeople(first, second, in: session)))
        default:
            guard !links.isEmpty else { return }
            let (first, second, tag) = links.remove(at: chance.below(links.count))
            try await installation.unlinkPeople(first, second, tag: tag, strikesNumber: true, in: session)
        }
    }

    private mutating func open() async throws {
        let kind = chance.pick(CaseKind.allCases)
        let identifier = try await test.installation.openCase(
            kind, chance.pick([.confirmed, .confirmed, .suspected]), detection(), in: session)
        cases.append(identifier)
        try await addPerson(to: identifier, kind)
    }

    private func addPerson(to identifier: Identifier<Case>, _ kind: CaseKind) async throws {
        let role = chance.pick(Role.allCases.filter { $0.canStand(in: kind) })
        let number = chance.below(2) == 0 ? chance.pick(numbers) : ""
        _ = try await test.installation.addPerson(
            role: role, sex: chance.pick(Sex.allCases), birthYear: chance.below(3) == 0 ? 1_990 + chance.below(2) : nil,
            identity: PersonIdentity(documentNumber: number), to: identifier, in: session
        )
    }
}
