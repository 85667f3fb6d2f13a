import CaseDomain
import Casework
import Foundation
import GRDB
import Indicators
import Policies
import Store
import Support
import Vault

/// People in the shape of `plain.sql`, as sealed facts in a store: five services each, shared document numbers, earlier versions.
///
/// Only what a derivation reads is filled in: cases and facts, without journals. The path that reads them is the program's own.
struct FactPopulation {
    let folder: BenchFolder
    let store: CaseStore
    let keys: PurposeKeys
    let policies: PolicySet
    private let size: Int
    private let communes: [(code: PlaceCode, from: Int32, to: Int32)]

    init(_ count: Int) throws {
        size = count
        folder = try BenchFolder()
        policies = try ProjectFiles.policies()
        let key = try ServiceKeyFile.create(at: folder.path + "/service.key")
        try FoundInstallation.run(
            in: folder.path, isDemo: true, policies: "bench", serviceKey: key, chance: SodiumChance(), at: Instant(seconds: 0)
        )
        communes = policies.rulebook.gazetteer.communes.map {
            ($0.code, $0.validFrom?.number ?? Int32.min, $0.validToExclusive?.number ?? Int32.max)
        }
        let beside = try CaseStore.openBeside(in: folder.path)
        keys = try PurposeKeys(try PurposeKeys.Row.all(in: beside), of: try beside.installation().identifier, under: key)
        try FactPopulation.fill(folder.path, count, keys, communes)
        let keys = keys
        store = try CaseStore.open(in: folder.path, at: Instant(seconds: 0)) { keys.auditChain.digest([$0]) }
    }

    // MARK: The people, as plain.sql has them

    static func detected(_ i: Int) -> Int32 { Int32(20_089 + i % 730) }
    static func isVictim(_ i: Int) -> Bool { i % 10 / 8 == 0 }
    static func sex(_ i: Int) -> Sex { i % 10 / 7 == 0 ? .female : .male }
    /// Neighbours that share a document number share the birth year too.
    static func birthYear(_ i: Int) -> Int { 1_940 + (i % 64 == 1 ? i - 1 : i) % 80 }
    static func service(_ i: Int, _ s: Int) -> (kind: UInt16, state: ServiceState, on: Int32) {
        (UInt16(1 + (i + s) % 12), ServiceState.allCases[(i * 7 + s) % 6], detected(i) - 40 + Int32((i * 13 + s * 29) % 160))
    }
    static func sharesNumber(_ i: Int) -> Bool { i % 64 < 2 }

    private static func facts(_ i: Int, _ place: PlaceCode) -> CaseFacts {
        CaseFacts(
            order: OrderKey(register: "main", code: "HS-\(i)"), kind: .domesticViolence, state: .confirmed,
            detectedOn: Day(number: detected(i)),
            place: place,
            people: [
                PersonFact(
                    person: LinkageTag(high: UInt64(i) &* 0x9E37_79B9_7F4A_7C15 | 1, low: UInt64(i + 1) &* 0xBF58_476D_1CE4_E5B9),
                    number: sharesNumber(i) ? LinkageTag(high: 7, low: UInt64(i / 64 + 1) &* 0x94D0_49BB_1331_11EB) : .none,
                    role: isVictim(i) ? .victim : .perpetrator, sex: sex(i), birthYear: birthYear(i)
                )
            ],
            services: (0..<5).map { s in
                let service = service(i, s)
                return ServiceFact(person: 0, kind: Code(number: service.kind), state: service.state, on: Day(number: service.on))
            }
        )
    }

    private static func fill(
        _ folder: String, _ count: Int, _ keys: PurposeKeys, _ communes: [(code: PlaceCode, from: Int32, to: Int32)]
    ) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: folder + "/" + CaseStore.fileName, configuration: configuration)
        let chance = SodiumChance()
        let centre: Identifier<Centre> = chance.identifier()
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000") }
        try queue.write { db in
            try db.execute(sql: "INSERT INTO commit_log VALUES (1, 0), (2, 0)")
            try db.execute(sql: "INSERT INTO centre VALUES (1, ?, 'TT')", arguments: [Data(centre.bytes)])
            try db.execute(sql: "INSERT INTO centre_version VALUES (1, 1, 1, 'TT', 2, 1, 3388, 0, NULL)")
            let cases = try db.makeStatement(sql: "INSERT INTO case_file VALUES (?, ?, 1, ?, NULL, NULL)")
            let facts = try db.makeStatement(sql: "INSERT INTO facts VALUES (?, ?, 1, ?, ?, 1, ?)")
            let first = try db.makeStatement(sql: "INSERT INTO journal VALUES (NULL, ?, 1, 1, 1, ?, NULL, NULL)")
            let second = try db.makeStatement(sql: "INSERT INTO journal VALUES (NULL, ?, 2, 2, 1, ?, 1, ?)")
            let byPlace = (0..<730).map { day in
                communes.filter { $0.from <= 20_089 + Int32(day) && 20_089 + Int32(day) < $0.to }.map(\.code)
            }
            for i in 0..<count {
                let identifier: Identifier<Case> = chance.identifier()
                let places = byPlace[i % 730]
                let packed = FactPopulation.facts(i, places[i % min(38, places.count)]).packed()
                // Every tenth case has been changed once.
                let revision = i % 10 == 0 ? 2 : 1
                try cases.execute(arguments: [i + 1, Data(identifier.bytes), revision])
                func sealed(_ revision: Int) throws -> Data {
                    let value: Sealed<CaseFacts> = try keys.facts.seal(
                        packed,
                        for: AssociatedData(
                            purpose: "facts", installation: keys.installation, centre: centre, table: "facts", column: "sealed",
                            row: identifier.bytes, caseFile: identifier, generation: 1, revision: UInt32(revision)
                        )
                    )
                    return Data(value.bytes)
                }
                let newest = try sealed(revision)
                try facts.execute(arguments: [i + 1, Data(identifier.bytes), revision, revision, newest])
                guard revision == 2 else { continue }
                // What an entry says is not read here: any sealed bytes stand for it.
                try first.execute(arguments: [i + 1, newest])
                try second.execute(arguments: [i + 1, newest, try sealed(1)])
            }
        }
        try queue.close()
    }

    /// What 3.2a must give for a year, counted here a second time, plainly.
    func expected(year: Int) -> (denominator: Int, numerator: Int) {
        var denominator = 0
        var numerator = 0
        let basic = Set(policies.rulebook.serviceKinds.codes(marked: "basic").map(\.number))
        func count(_ people: [Int]) {
            let detections = people.map { Day(number: FactPopulation.detected($0)) }.sorted()
            let years = Dictionary(grouping: detections, by: \.year).compactMap { $0.value.min() }.sorted()
            guard let own = years.first(where: { $0.year == year }), let first = years.first else { return }
            denominator += 1
            let isReached = people.contains { i in
                (0..<5).contains { s in
                    let service = FactPopulation.service(i, s)
                    guard service.state.reaches, basic.contains(service.kind) else { return false }
                    let target = years.last { $0.number <= service.on } ?? (service.on >= first.number - 30 ? first : nil)
                    return target == own
                }
            }
            if isReached { numerator += 1 }
        }
        var i = 0
        while i < size {
            defer { i += 1 }
            if i % 64 == 0, i + 1 < size, FactPopulation.sex(i) == FactPopulation.sex(i + 1) {
                let pair = [i, i + 1].filter(FactPopulation.isVictim)
                if !pair.isEmpty { count(pair) }
                i += 1
            } else if FactPopulation.isVictim(i) {
                count([i])
            }
        }
        return (denominator, numerator)
    }
}
