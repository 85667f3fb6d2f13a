import CaseDomain
import Casework
import Foundation
import Policies
import Support
import Vault

/// A search by name or number over a centre's people; the use case alone, without HTTP.
///
/// The first opens every identity; the later ones open one ciphertext in memory and write their audit entries.
enum FindMeasure {
    @Sendable static func run() async throws {
        let people = BenchSize.of("NUONG_BENCH_PEOPLE", 20_000)
        let rounds = BenchSize.of("NUONG_BENCH_SEARCHES", 400)
        let folder = try BenchFolder()
        defer { folder.remove() }
        let policies = try ProjectFiles.policies()
        let key = try ServiceKeyFile.create(at: folder.path + "/service.key")
        let now = Instant(seconds: 1_795_000_000)
        try FoundInstallation.run(in: folder.path, isDemo: true, policies: "bench", serviceKey: key, chance: SodiumChance(), at: now)
        let installation = try OpenInstallation(
            folder: folder.path, serviceKey: key, rulebook: policies.rulebook, access: policies.access,
            desk: AccountDesk(policies.accounts), deriving: false, workers: 2, chance: SodiumChance(), now: { now }
        )
        // Every case has somebody with a name and somebody without.
        try LargeRegister.write(cases: people, to: folder.path + "/register")
        let rules = try installation.registerRules(policies.rules(today: now.dayInVietNam))
        let report = try await installation.importRegister(
            try RegisterReader.read(folder: URL(fileURLWithPath: folder.path + "/register"), rules: rules), ImportOptions(), by: .local)
        guard let code = report.openingCodes["TT"] else { throw BenchFault(text: "find: no opening code") }
        let session = try await installation.openCentre("TT", openingCode: code, as: "bench")
        let typed = ["nhan vat", "Nhân vật 1999", "vat 7", "nhân", "100000000009", "phạm thị", "1000000"]
        let queries = try typed.map { text in
            guard let query = PeopleQuery(text) else { throw BenchFault(text: "find: no query") }
            return query
        }
        let first = try await Stopwatch.seconds {
            guard try await installation.findPeople(queries[1], in: session).people.count == 11 else {
                throw BenchFault(text: "find: not everybody was found")
            }
        }
        var times: [Double] = []
        for round in 0..<rounds {
            times.append(
                try await Stopwatch.seconds { _ = try await installation.findPeople(queries[round % queries.count], in: session) })
        }
        times.sort()
        try Measured(
            measure: "find_people", value: times[rounds * 95 / 100] * 1_000, unit: "ms", baseline: "what interface.md allows, p95",
            baselineValue: 60, n: people
        ).print()
        try Measured(
            measure: "find_people_first", value: first * 1_000, unit: "ms", baseline: "a later one",
            baselineValue: times[rounds / 2] * 1_000,
            n: people
        ).print()
    }
}
