import CaseDomain
import Casework
import Foundation
import GRDB
import Indicators
import Policies
import Store
import Support
import Vault

/// Erasing one case in a file of so many megabytes – sealed tombstone, audit entry, commit, log emptied, file of the tombstone – without
/// the passphrase, whose hashing takes as long as it is meant to; beside the bare SQL that deletes the same rows, one commit.
enum EraseMeasure {
    private static let rounds = 20

    @Sendable static func run() async throws {
        // About 1,900 bytes of file for each case.
        for cases in [BenchSize.of("NUONG_BENCH_ERASE_SMALL", 5_000), BenchSize.of("NUONG_BENCH_ERASE_LARGE", 260_000)] {
            try await measure(cases: cases)
        }
    }

    private static func measure(cases: Int) async throws {
        let folder = try BenchFolder()
        defer { folder.remove() }
        let policies = try ProjectFiles.policies()
        let key = try ServiceKeyFile.create(at: folder.path + "/service.key")
        let now = Instant(seconds: 1_795_000_000)
        try FoundInstallation.run(in: folder.path, isDemo: true, policies: "bench", serviceKey: key, chance: SodiumChance(), at: now)
        let installation = try OpenInstallation(
            folder: folder.path, serviceKey: key, rulebook: policies.rulebook, access: policies.access,
            desk: AccountDesk(policies.accounts, cost: .floor), deriving: false, workers: 2, chance: SodiumChance(), now: { now }
        )
        let rules = try installation.registerRules(policies.rules(today: now.dayInVietNam))
        let register = try RegisterReader.read(files: files(cases), rules: rules)
        let report = try await installation.importRegister(register, ImportOptions(), by: .local)
        let secrets = try await installation.addUserUnattended(
            NewUser(name: "bench", role: .centreManager, centre: "A"), departments: [], by: .local)
        let passphrase = Array(secrets.passphrase.utf8)
        let manager = try await installation.actOnHost(as: secrets.name, passphrase: passphrase)
        try await installation.enrolFirstManager(openingCode: report.openingCodes["A"] ?? "", by: manager)
        guard case .visit(let visit) = try installation.arrival(cookie: manager.cookie) else {
            throw BenchFault(text: "erase: no session")
        }
        let going = try installation.store.caseIdentifiers().enumerated().filter { $0.offset % (cases / rounds) == 7 }.map(\.element)
        // What the passphrase costs here is measured by a wrong one and taken off.
        var proof: [Double] = []
        for _ in 0..<3 {
            proof.append(await Stopwatch.seconds { try? await installation.openIdentityWindow(passphrase: passphrase, by: visit) })
        }
        var times: [Double] = []
        for caseFile in going.prefix(rounds) {
            times.append(
                try await Stopwatch.seconds { try await installation.eraseCase(caseFile, passphrase: passphrase, by: visit) }
                    - proof.sorted()[1])
        }
        let size = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + CaseStore.fileName)[.size] as? Int ?? 0
        let swept = try await Stopwatch.seconds { _ = try await installation.sweepErasures() }
        let bare = try bareDeletes(folder.path)
        try Measured(
            measure: "erase_\(size >> 20)mb", value: times.sorted()[times.count / 2] * 1_000, unit: "ms",
            baseline: "bare deletes of the same rows, one commit", baselineValue: bare * 1_000, n: times.count
        ).print()
        try Measured(
            measure: "sweep_\(size >> 20)mb", value: swept * 1_000, unit: "ms", baseline: "the same erasure before it is swept",
            baselineValue: times.sorted()[times.count / 2] * 1_000, n: 1
        ).print()
    }

    private static func files(_ cases: Int) -> [String: [UInt8]] {
        let texts = [
            "centres.csv": "code,name,kind,public,place,valid_from,valid_to\nA,Một,social_assistance_centre,yes,03388,01/01/2020,\n",
            "cases.csv": "case,kind,detected_on,detected_place,channel,state,centre\n"
                + (0..<cases).map { "H\($0),domestic_violence,10/01/2026,03388,police,confirmed,A\n" }.joined(),
            "people.csv": "case,person,role,sex,birth_year,name\n"
                + (0..<cases).map { "H\($0),N\($0),victim,female,1990,Nhân vật\n" }.joined(),
        ]
        return texts.mapValues { Array($0.utf8) }
    }

    /// Seconds for the deletes alone, of the same rows and with the same settings.
    private static func bareDeletes(_ folder: String) throws -> Double {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON") }
        let queue = try DatabaseQueue(path: folder + "/" + CaseStore.fileName, configuration: configuration)
        defer { try? queue.close() }
        var times: [Double] = []
        for number in (0..<rounds).map({ 100 + $0 * 37 }) {
            times.append(
                try Stopwatch.seconds {
                    try queue.write { db in
                        for sql in [
                            "DELETE FROM facts WHERE case_number = ?", "DELETE FROM journal WHERE case_number = ?",
                            "DELETE FROM case_key WHERE case_number = ?",
                            "DELETE FROM identity_key WHERE person IN (SELECT person FROM identity WHERE case_number = ?)",
                            "DELETE FROM identity WHERE case_number = ?", "DELETE FROM short_code WHERE case_number = ?",
                            "DELETE FROM register_case WHERE case_number = ?", "DELETE FROM case_file WHERE number = ?",
                        ] {
                            try db.execute(sql: sql, arguments: [number])
                        }
                    }
                })
        }
        return times.sorted()[times.count / 2]
    }
}
