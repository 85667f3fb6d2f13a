import CSodium
import CaseDomain
import Casework
import Foundation
import Policies
import Store
import Support
import Synchronization
import Vault

/// A backup of a large database, restored and drilled, beside `cp` and a bare stream of libsodium over the same file; and what writes wait
/// for meanwhile.
enum BackupMeasure {
    private static let tasks = 8

    @Sendable static func run() async throws {
        // Some 8 kB a case: 25,000 are a look, 130,000 a gigabyte.
        let cases = BenchSize.of("NUONG_BENCH_BACKUP_CASES", 25_000)
        let folder = try BenchFolder()
        defer { folder.remove() }
        try LargeRegister.write(cases: cases, to: folder.path + "/register")
        let data = folder.path + "/data"
        _ = try Program.run(["init", "--data", data, "--unattended"])
        let imported = try Program.run(["import", "--data", data, folder.path + "/register", "--format", "json"])
        guard imported.status == 0, let code = imported.text.firstMatch(of: /"TT":"([^"]+)"/).map({ String($0.1) }) else {
            throw BenchFault(text: "backup: the register was not imported")
        }
        let database = data + "/" + CaseStore.fileName
        let megabytes = (try FileManager.default.attributesOfItem(atPath: database)[.size] as? Int ?? 0) / 1_000_000
        let copied = try Stopwatch.seconds { try copy(database, folder.path + "/cp") }
        let streamed = try Stopwatch.seconds { try stream(folder.path + "/cp", folder.path + "/stream") }
        try? FileManager.default.removeItem(atPath: folder.path + "/cp")
        try? FileManager.default.removeItem(atPath: folder.path + "/stream")
        let bare = copied + streamed
        let made = try programs(folder.path, data)
        let baseline = "cp and a bare libsodium stream of the same file"
        for (name, seconds) in [("backup", made.create), ("restore", made.restore), ("drill", made.drill)] {
            try Measured(measure: name, value: seconds, unit: "s", baseline: baseline, baselineValue: bare, n: megabytes).print()
        }
        try Measured(
            measure: "backup_memory", value: made.memory, unit: "MB", baseline: "budget", baselineValue: 500, n: megabytes
        ).print()
        try Measured(
            measure: "restore_memory", value: made.restoreMemory, unit: "MB", baseline: "budget", baselineValue: 500, n: megabytes
        ).print()
        let waits = try await writes(folder.path, data, code)
        try Measured(
            measure: "write_p95_during_backup", value: waits.during, unit: "ms", baseline: "the same without a backup",
            baselineValue: waits.without, n: megabytes
        ).print()
        try Measured(
            measure: "backup_under_writes", value: waits.seconds, unit: "s", baseline: baseline, baselineValue: bare, n: megabytes
        ).print()
    }

    private static func programs(
        _ folder: String, _ data: String
    ) throws -> (create: Double, restore: Double, drill: Double, memory: Double, restoreMemory: Double) {
        try FileManager.default.createDirectory(atPath: folder + "/to", withIntermediateDirectories: true)
        _ = try Program.run(["backup", "keygen", "--out", folder + "/key"])
        func timed(_ arguments: [String]) throws -> (Double, Double) {
            var outcome = Program.Outcome()
            let seconds = try Stopwatch.seconds { outcome = try Program.run(arguments) }
            guard outcome.status == 0 else { throw BenchFault(text: "\(arguments.prefix(2)): \(outcome.status)") }
            return (seconds, outcome.peakMegabytes)
        }
        let create = try timed(["backup", "create", "--data", data, "--to", folder + "/to", "--key", folder + "/key.pub"])
        let name = try FileManager.default.contentsOfDirectory(atPath: folder + "/to").first ?? ""
        let keys = ["\(folder)/to/\(name)", "--backup-key", folder + "/key", "--service-key", data + "/service.key", "--none-exist"]
        let restore = try timed(["restore", "--data", folder + "/new"] + keys)
        try FileManager.default.removeItem(atPath: folder + "/new")
        let drill = try timed(["backup", "drill", "--scratch", folder] + keys)
        return (create.0, restore.0, drill.0, create.1, max(restore.1, drill.1))
    }

    /// The 95th percentile of one write's wait in milliseconds, without and with a backup, and how long that took.
    private static func writes(
        _ folder: String, _ data: String, _ code: String
    ) async throws -> (without: Double, during: Double, seconds: Double) {
        let policies = try ProjectFiles.policies()
        let now = Instant(seconds: 1_795_000_000)
        let installation = try OpenInstallation(
            folder: data, serviceKey: try ServiceKeyFile.read(at: data + "/service.key"), rulebook: policies.rulebook,
            access: policies.access, desk: AccountDesk(policies.accounts), deriving: true, workers: 2, chance: SodiumChance(),
            now: { now })
        let session = try await installation.openCentre("TT", openingCode: code, as: "bench")
        let detection = Detection(on: now.dayInVietNam, place: PlaceCode(number: 3_388), channel: Code(number: 1))
        var places: [(Identifier<Case>, Identifier<Person>)] = []
        for _ in 0..<tasks {
            let opened = try await installation.openCase(.domesticViolence, .confirmed, detection, in: session)
            places.append(
                (opened, try await installation.addPerson(role: .victim, sex: .female, birthYear: 1_990, to: opened, in: session)))
        }
        let all = places
        @Sendable func write(until isOver: @escaping @Sendable () -> Bool) async throws -> Double {
            try await withThrowingTaskGroup(of: [Double].self) { group in
                for task in 0..<tasks {
                    group.addTask {
                        var times: [Double] = []
                        while !isOver() {
                            // As fast as people write in a whole province, and faster: some 200 a second.
                            try await Task.sleep(for: .milliseconds(40))
                            times.append(
                                try await Stopwatch.seconds {
                                    _ = try await installation.logService(
                                        Code(number: 1), .provided, on: now.dayInVietNam, for: all[task].1, of: all[task].0, in: session)
                                })
                        }
                        return times
                    }
                }
                var times: [Double] = []
                for try await some in group { times += some }
                times.sort()
                return times[times.count * 95 / 100] * 1_000
            }
        }
        let end = ContinuousClock.now + .seconds(8)
        let without = try await write { ContinuousClock.now > end }
        let order = BackupOrder(
            data: data, folder: folder + "/to", key: try BackupKeyFile.readPublic(at: folder + "/key.pub"), rules: policies.backup)
        let isDone = Atomic(false)
        var seconds = 0.0
        async let during = write { isDone.load(ordering: .relaxed) }
        do {
            seconds = try await Stopwatch.seconds { _ = try await installation.createBackup(order, by: .local) }
        } catch {
            isDone.store(true, ordering: .relaxed)
            throw error
        }
        isDone.store(true, ordering: .relaxed)
        return (without, try await during, seconds)
    }

    private static func copy(_ source: String, _ target: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/cp")
        process.arguments = [source, target]
        try process.run()
        process.waitUntilExit()
    }

    /// Seals a file in chunks of 64 KiB and waits for the disk.
    private static func stream(_ source: String, _ target: String) throws {
        guard sodium_init() >= 0, let input = fopen(source, "r"), let output = fopen(target, "w") else {
            throw BenchFault(text: "backup: no stream")
        }
        defer { fclose(input) }
        var state = crypto_secretstream_xchacha20poly1305_state()
        var key = [UInt8](repeating: 0, count: 32)
        var header = [UInt8](repeating: 0, count: 24)
        crypto_secretstream_xchacha20poly1305_keygen(&key)
        crypto_secretstream_xchacha20poly1305_init_push(&state, &header, key)
        fwrite(header, 1, header.count, output)
        var text = [UInt8](repeating: 0, count: 65_536)
        var sealed = [UInt8](repeating: 0, count: 65_553)
        while true {
            let count = fread(&text, 1, text.count, input)
            guard count > 0 else { break }
            crypto_secretstream_xchacha20poly1305_push(&state, &sealed, nil, text, UInt64(count), nil, 0, 0)
            fwrite(sealed, 1, count + 17, output)
        }
        fflush(output)
        fsync(fileno(output))
        fclose(output)
    }
}
