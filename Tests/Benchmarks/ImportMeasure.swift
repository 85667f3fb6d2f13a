import Foundation
import GRDB
import Support

/// A register of 100,000 cases with 500,000 services through the program itself; beside the same rows as bare inserts.
enum ImportMeasure {
    @Sendable static func run() async throws {
        let cases = BenchSize.of("NUONG_BENCH_CASES", 100_000)
        let folder = try BenchFolder()
        defer { folder.remove() }
        try LargeRegister.write(cases: cases, to: folder.path + "/register")
        let data = folder.path + "/data"
        _ = try Program.run(["init", "--data", data, "--unattended"])
        var outcome = Program.Outcome()
        let seconds = try Stopwatch.seconds {
            outcome = try Program.run(["import", "--data", data, folder.path + "/register", "--format", "json"])
        }
        guard outcome.status == 0, outcome.text.contains("\"cases\":\(cases)") else {
            throw BenchFault(text: "import: \(outcome.text.prefix(200))")
        }
        let bare = try bareInserts(cases, in: folder.path)
        try Measured(
            measure: "import", value: seconds, unit: "s", baseline: "bare inserts of as many rows and bytes", baselineValue: bare, n: cases
        ).print()
        try Measured(
            measure: "import_memory", value: outcome.peakMegabytes, unit: "MB", baseline: "budget", baselineValue: 500, n: cases
        ).print()
    }

    /// Two people a case: 17 rows a case, in one transaction.
    private static func bareInserts(_ cases: Int, in folder: String) throws -> Double {
        let queue = try DatabaseQueue(path: folder + "/bare.sqlite")
        let chance = SeededBytes()
        return try Stopwatch.seconds {
            try queue.write { db in
                try db.execute(sql: "CREATE TABLE keyed (key BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID")
                try db.execute(sql: "CREATE TABLE plain (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
                let keyed = try db.makeStatement(sql: "INSERT INTO keyed VALUES (?, ?)")
                let plain = try db.makeStatement(sql: "INSERT INTO plain (bytes) VALUES (?)")
                for _ in 0..<cases {
                    for length in [346, 306, 346, 346, 306, 306, 16, 16, 16, 16, 16] {
                        try keyed.execute(arguments: [chance.data(16), chance.data(length)])
                    }
                    for length in [32, 562, 346, 306, 562] { try plain.execute(arguments: [chance.data(length)]) }
                }
            }
        }
    }
}

/// Bytes that do not repeat within a key's length, cheaply.
final class SeededBytes {
    private let chance = SeededChance(seed: 1)

    func data(_ count: Int) -> Data {
        var data = Data(count: count)
        withUnsafeBytes(of: (chance.next(), chance.next())) { data.replaceSubrange(0..<min(16, count), with: $0.prefix(count)) }
        return data
    }
}

/// The program beside this one, run as a process.
enum Program {
    struct Outcome {
        var status: Int32 = 0
        var text = ""
        var peakMegabytes = 0.0
    }

    static var path: String {
        ProcessInfo.processInfo.environment["NUONG_BIN"]
            ?? URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().path + "/nuong"
    }

    static func run(_ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["NUONG_POLICIES": ProjectFiles.root.path + "/policies"]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var peak = 0.0
        while process.isRunning {
            peak = max(peak, memory(of: process.processIdentifier, "VmHWM"))
            Thread.sleep(forTimeInterval: 0.02)
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return Outcome(status: process.terminationStatus, text: text, peakMegabytes: peak)
    }

    /// A line of the process's status, in megabytes.
    static func memory(of process: Int32, _ line: String) -> Double {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let found = status.split(separator: "\n").first(where: { $0.hasPrefix(line + ":") }),
            let kilobytes = found.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
        else { return 0 }
        return kilobytes / 1_024
    }
}
