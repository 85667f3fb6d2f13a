import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing

/// Two centres with a manager each, and random work in both: registers, cases, people who share codes and numbers, corrections, links.
struct IdentityHouse {
    let world: KeyWorld
    let chance: SeededChance
    var managers: [String: KeyUser] = [:]
    private var registers = 0
    private var links: [(PersonPlace, PersonPlace, LinkageTag)] = []
    private let numbers = ["012345678901", "012345678902", "B1234567"]

    init(seed: UInt64) async throws {
        world = try await KeyWorld(seed: seed, deriving: true)
        chance = SeededChance(seed: seed &+ 77)
        managers["A"] = try await world.firstManager("lan", of: "A")
        managers["B"] = try await world.firstManager("mai", of: "B")
    }

    var installation: OpenInstallation { world.installation }

    mutating func visit(_ centre: String) async throws -> Visit {
        guard var manager = managers[centre] else { throw CaseworkError.refused }
        defer { managers[centre] = manager }
        return try await world.arrive(&manager)
    }

    mutating func session(_ centre: String) async throws -> CentreSession {
        try world.windowed(try installation.centreSession(of: try await visit(centre)))
    }

    /// The centre's manager erases an identity.
    mutating func erase(_ place: PersonPlace, in centre: String) async throws {
        let visit = try await visit(centre)
        try await installation.eraseIdentity(
            of: place.person, in: place.caseFile, passphrase: managers[centre]?.passphrase ?? [], by: visit)
    }

    /// Every person in a case of a centre whose identity is there still.
    mutating func people(of centre: String) async throws -> [PersonPlace] {
        let session = try await session(centre)
        return try installation.store.caseIdentifiers().flatMap { caseFile -> [PersonPlace] in
            guard let file = try? installation.readCase(caseFile, in: session).file else { return [] }
            return file.people.filter { file.erasedPeople[$0.id] == nil }.map { PersonPlace(caseFile: caseFile, person: $0.id) }
        }
    }

    // MARK: Figures

    private static func tables(_ ledger: borrowing FactLedger) throws -> [FigureTable] {
        var tables: [FigureTable] = []
        for period in [Period(year: 2_025, part: .year), Period(year: 2_026, part: .h1), Period(year: 2_026, part: .year)] {
            for breakdown in Breakdown.allCases {
                tables.append(try ledger.figures(FiguresQuery(calendar: "calendar", period: period, breakdown: breakdown)))
            }
        }
        return tables
    }

    func figures(at cutoff: Int? = nil) throws -> [FigureTable] {
        try IdentityHouse.tables(
            try FactDerivation(installation.store, installation.keys, world.policies.rulebook).ledger(at: cutoff, workers: 2))
    }

    func live() throws -> [FigureTable] {
        try #require(installation.live).read { ledger in Result { try IdentityHouse.tables(ledger) } }.get()
    }

    /// The figures at every cut-off.
    func history() throws -> [[FigureTable]] {
        try (0...(try installation.store.newestCommit())).map { try figures(at: $0) }
    }

    // MARK: Work

    mutating func step() async throws {
        switch chance.below(10) {
        case 0, 1: try await importSome()
        case 2, 3: try await open()
        default:
            let centre = chance.pick(["A", "B"])
            let people = try await people(of: centre)
            guard !people.isEmpty else { return try await importSome() }
            try await change(chance.pick(people), centre)
        }
    }

    private mutating func change(_ place: PersonPlace, _ centre: String) async throws {
        let session = try await session(centre)
        switch chance.below(7) {
        case 0:
            try await installation.changeState(chance.pick([.confirmed, .confirmed, .suspected, .error]), of: place.caseFile, in: session)
        case 1, 2:
            let file = try installation.readCase(place.caseFile, in: session).file
            guard let row = file.row(of: place.person) else { return }
            try await installation.correctPerson(
                place.person, role: file.people[row].role, sex: chance.pick([.female, .male, .unknown]),
                birthYear: chance.pick([nil, 1_990, 1_991]), of: place.caseFile, in: session)
        case 3, 4:
            _ = try await installation.logService(
                Code(number: UInt16(1 + chance.below(24))), chance.pick(ServiceState.allCases), on: day(), for: place.person,
                of: place.caseFile, in: session)
        case 5:
            let other = chance.pick(try await people(of: centre))
            guard other.caseFile != place.caseFile else { return }
            links.append((place, other, try await installation.linkPeople(place, other, in: session)))
        default:
            let own = try await people(of: centre)
            guard let index = links.firstIndex(where: { own.contains($0.0) && own.contains($0.1) }) else { return }
            let (first, second, tag) = links.remove(at: index)
            try await installation.unlinkPeople(first, second, tag: tag, strikesNumber: true, in: session)
        }
    }

    private func day() -> Day { Day(number: Int32(20_200 + chance.below(500))) }

    private mutating func open() async throws {
        let session = try await session(chance.pick(["A", "B"]))
        let caseFile = try await installation.openCase(
            .domesticViolence, chance.pick([.confirmed, .confirmed, .suspected]),
            Detection(on: day(), place: .outside, channel: Code(number: 1)), in: session)
        for _ in 0...chance.below(2) {
            _ = try await installation.addPerson(
                role: .victim, sex: chance.pick([.female, .male, .unknown]), birthYear: chance.pick([nil, 1_990, 1_991]),
                identity: PersonIdentity(name: "Nhân vật", documentNumber: chance.pick(numbers + [""])), to: caseFile, in: session)
        }
    }

    /// A register of two to four cases whose people share a few codes; sometimes the one before, changed.
    mutating func importSome(update: Bool = false) async throws {
        registers += 1
        var cases = "case,kind,detected_on,detected_place,channel,state,centre\n"
        var people = "case,person,role,sex,birth_year,name,id_number\n"
        for number in 1...(2 + chance.below(3)) {
            let state = chance.pick(["confirmed", "confirmed", "suspected", "error"])
            cases += "H\(number),domestic_violence,\(10 + chance.below(18))/0\(1 + chance.below(9))/2025,03388,police,\(state)"
            cases += ",\(chance.pick(["A", "B"]))\n"
            let first = chance.below(3)
            for code in first..<first + 1 + chance.below(2) {
                people += "H\(number),N\(code),victim,\(chance.pick(["female", "male", "unknown"])),\(chance.pick(["", "1990", "1991"])),"
                people += "Nhân vật \(code),\(chance.pick(numbers + [""]))\n"
            }
        }
        let files = ["cases.csv": cases, "people.csv": people]
        try await world.importRegister(files, ImportOptions(register: "r\(registers)"))
        // The same rows with other numbers, before anybody worked on them: a record that had two numbers.
        guard chance.below(2) == 0 else { return }
        let changed = people.replacingOccurrences(of: numbers[0], with: "x").replacingOccurrences(of: numbers[1], with: numbers[0])
            .replacingOccurrences(of: "x\n", with: numbers[1] + "\n")
        try await world.importRegister(
            ["cases.csv": cases, "people.csv": changed], ImportOptions(register: "r\(registers)", update: true))
    }
}
