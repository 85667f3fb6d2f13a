import CaseDomain
import Casework
import Foundation
import GRDB
import Indicators
import Policies
import Support
import Vault

/// One service event – sealed, audited, facts derived again, durable – from 16 tasks; beside a bare insert of the same bytes a commit.
enum WriteMeasure {
    private static let tasks = 16

    @Sendable static func run() async throws {
        let writes = BenchSize.of("NUONG_BENCH_WRITES", 3_200)
        let ours = try await Self.writes(writes)
        let bare = try await bareInserts(writes)
        try Measured(
            measure: "write", value: ours, unit: "1/s", baseline: "bare insert of the same bytes a commit", baselineValue: bare, n: writes
        ).print()
    }

    private static func writes(_ writes: Int) async throws -> Double {
        let folder = try BenchFolder()
        defer { folder.remove() }
        let policies = try ProjectFiles.policies()
        let key = try ServiceKeyFile.create(at: folder.path + "/service.key")
        let now = Instant(seconds: 1_795_000_000)
        try FoundInstallation.run(in: folder.path, isDemo: true, policies: "bench", serviceKey: key, chance: SodiumChance(), at: now)
        let installation = try OpenInstallation(
            folder: folder.path, serviceKey: key, rulebook: policies.rulebook, access: policies.access,
            desk: AccountDesk(policies.accounts), deriving: true, workers: 2,
            chance: SodiumChance(), now: { now }
        )
        let rules = try installation.registerRules(policies.rules(today: now.dayInVietNam))
        let report = try await installation.importRegister(
            try RegisterReader.read(folder: ProjectFiles.golden("rules-2026"), rules: rules), ImportOptions(), by: .local
        )
        guard let code = report.openingCodes["A"] else { throw BenchFault(text: "write: no opening code") }
        let session = try await installation.openCentre("A", openingCode: code, as: "bench")
        var places: [(Identifier<Case>, Identifier<Person>)] = []
        let detection = Detection(on: now.dayInVietNam, place: PlaceCode(number: 3_388), channel: Code(number: 1))
        for _ in 0..<tasks * 8 {
            let opened = try await installation.openCase(.domesticViolence, .confirmed, detection, in: session)
            let person = try await installation.addPerson(role: .victim, sex: .female, birthYear: 1_990, to: opened, in: session)
            places.append((opened, person))
        }
        let all = places
        let seconds = try await Stopwatch.seconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<tasks {
                    group.addTask {
                        for index in 0..<writes / tasks {
                            let place = all[task * 8 + index % 8]
                            _ = try await installation.logService(
                                Code(number: 1), .provided, on: now.dayInVietNam, for: place.1, of: place.0, in: session
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        return Double(writes) / seconds
    }

    /// Journal, sheet, facts and audit entry have 306 bytes each, and the old facts move once.
    private static func bareInserts(_ writes: Int) async throws -> Double {
        let folder = try BenchFolder()
        defer { folder.remove() }
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let pool = try DatabasePool(path: folder.path + "/bare.sqlite", configuration: configuration)
        try await pool.write { try $0.execute(sql: "CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT") }
        let bytes = Data(SodiumChance().bytes(306 * 5))
        let seconds = try await Stopwatch.seconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<tasks {
                    group.addTask {
                        for _ in 0..<writes / tasks {
                            try await pool.write { db in
                                try db.cachedStatement(sql: "INSERT INTO bare (bytes) VALUES (?)").execute(arguments: [bytes])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        return Double(writes) / seconds
    }
}
