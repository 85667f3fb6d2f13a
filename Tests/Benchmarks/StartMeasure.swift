import Foundation
import GRDB
import Store

/// From the start of the service to ready, and the memory it takes, with 100,000 people; beside a bare read of the sealed facts.
enum StartMeasure {
    @Sendable static func run() async throws {
        let people = BenchSize.of("NUONG_BENCH_START", 100_000)
        let folder = try BenchFolder()
        defer { folder.remove() }
        try LargeRegister.write(cases: people / 2, to: folder.path + "/register")
        let data = folder.path + "/data"
        _ = try Program.run(["init", "--data", data, "--unattended"])
        guard try Program.run(["import", "--data", data, folder.path + "/register", "--format", "json"]).status == 0 else {
            throw BenchFault(text: "start: the register was not imported")
        }
        let bare = try bareRead(data)
        var times: [Double] = []
        var memory = 0.0
        for _ in 0..<3 {
            let (seconds, megabytes) = try start(data)
            times.append(seconds)
            memory = max(memory, megabytes)
        }
        try Measured(
            measure: "start", value: times.sorted()[1], unit: "s", baseline: "bare read of the sealed facts", baselineValue: bare, n: people
        ).print()
        try Measured(measure: "start_memory", value: memory, unit: "MB", baseline: "budget", baselineValue: 120, n: people).print()
    }

    private static func start(_ data: String) throws -> (Double, Double) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["serve", "--data", data, "--port", "0"]
        let output = Pipe()
        process.standardOutput = output
        let seconds = try Stopwatch.seconds {
            try process.run()
            // One line comes when it serves.
            _ = output.fileHandleForReading.availableData
        }
        Thread.sleep(forTimeInterval: 0.5)
        let megabytes = Program.memory(of: process.processIdentifier, "VmRSS")
        process.terminate()
        process.waitUntilExit()
        return (seconds, megabytes)
    }

    private static func bareRead(_ data: String) throws -> Double {
        let queue = try DatabaseQueue(path: data + "/" + CaseStore.fileName)
        return try Stopwatch.seconds {
            _ = try queue.read { try Int.fetchOne($0, sql: "SELECT sum(length(sealed)) FROM facts") }
        }
    }
}
