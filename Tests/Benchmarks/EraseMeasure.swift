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
    private static let now = Instant(seconds: 1_795_000_000)

    @Sendable static func run() async throws {
        // About 3,300 bytes of file for each case.
        for cases in [BenchSize.of("NUONG_BENCH_ERASE_SMALL", 3_000), BenchSize.of("NUONG_BENCH_ERASE_LARGE", 160_000)] {
            try await measure(cases: cases)
        }
    }

    private static func open(_ folder: String, _ policies: PolicySet) throws -> OpenInstallation {
        try OpenInstallation(
            folder: folder, serviceKey: try ServiceKeyFile.read(at: folder + "/service.key"), rulebook: policies.rulebook,
            access: policies.access, desk: AccountDesk(policies.accounts, cost: .floor), deriving: false, workers: 2,
            chance: SodiumChance(), now: { now }
        )
    }

    private static func measure(cases: Int) async throws {
        let folder = try BenchFolder()
        defer { folder.remove() }
        let (kept, copy) = (folder.path + "/kept", folder.path + "/copy")
        try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
        let policies = try ProjectFiles.policies()
        let key = try ServiceKeyFile.create(at: kept + "/service.key")
        try FoundInstallation.run(in: kept, isDemo: true, policies: "bench", serviceKey: key, chance: SodiumChance(), at: now)
        let secrets = try await fill(kept, cases, policies)
        try FileManager.default.copyItem(atPath: kept, toPath: copy)
        try await eraseSome(kept, secrets, policies)
        let bare = try bareDeletes(kept)
        let installation = try open(copy, policies)
        let size = try FileManager.default.attributesOfItem(atPath: copy + "/" + CaseStore.fileName)[.size] as? Int ?? 0
        var times: [Double] = []
        // Tombstone by tombstone: what an erasure does but for the passphrase and for opening the case.
        for number in 1...rounds {
            let folder = folder.path + "/one"
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in (1...number).map(TombstoneFile.name) {
                try FileManager.default.copyItem(atPath: kept + "/public/tombstones/" + name, toPath: folder + "/" + name)
            }
            times.append(
                try await Stopwatch.seconds {
                    guard try await installation.replayErasures(from: folder, by: .local).replayed == 1 else {
                        throw BenchFault(text: "erase: not erased")
                    }
                })
            // A small file is written anew after each answer; the next waits for that.
            if size <= 16 << 20 { _ = try await installation.sweepErasures() }
        }
        times.sort()
        try Measured(
            measure: "erase_\(size >> 20)mb", value: times[times.count / 2] * 1_000, unit: "ms",
            baseline: "bare deletes of the same rows, one commit", baselineValue: bare * 1_000, n: times.count
        ).print()
        try Measured(
            measure: "erase_slowest_\(size >> 20)mb", value: times[times.count - 1] * 1_000, unit: "ms",
            baseline: "the usual one", baselineValue: times[times.count / 2] * 1_000, n: times.count
        ).print()
        guard size > 16 << 20 else { return }
        let swept = try await Stopwatch.seconds { _ = try await installation.sweepErasures() }
        try Measured(
            measure: "sweep_\(size >> 20)mb", value: swept * 1_000, unit: "ms", baseline: "one erasure before it",
            baselineValue: times[times.count / 2] * 1_000, n: 1
        ).print()
    }

    /// Imports the cases and makes the centre's first manager.
    private static func fill(_ folder: String, _ cases: Int, _ policies: PolicySet) async throws -> UnattendedSecrets {
        let installation = try open(folder, policies)
        let rules = try installation.registerRules(policies.rules(today: now.dayInVietNam))
        let report = try await installation.importRegister(
            try RegisterReader.read(files: files(cases), rules: rules), ImportOptions(), by: .local)
        let secrets = try await installation.addUserUnattended(
            NewUser(name: "bench", role: .centreManager, centre: "A"), departments: [], by: .local)
        let visit = try await installation.actOnHost(as: secrets.name, passphrase: Array(secrets.passphrase.utf8))
        try await installation.enrolFirstManager(openingCode: report.openingCodes["A"] ?? "", by: visit)
        return secrets
    }

    /// Erases some cases as a manager does it.
    private static func eraseSome(_ folder: String, _ secrets: UnattendedSecrets, _ policies: PolicySet) async throws {
        let installation = try open(folder, policies)
        let passphrase = Array(secrets.passphrase.utf8)
        let visit = try await installation.actOnHost(as: secrets.name, passphrase: passphrase)
        let all = try installation.store.caseIdentifiers()
        for index in 0..<rounds {
            try await installation.eraseCase(all[index * (all.count / rounds) + 7], passphrase: passphrase, by: visit)
        }
        // The file is at rest again before somebody else opens it.
        _ = try await installation.sweepErasures()
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
