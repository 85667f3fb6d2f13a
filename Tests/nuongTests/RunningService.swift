import Foundation
import Support
import Testing

/// The real program serving a data folder, until it is stopped or killed.
struct RunningService {
    private let process = Process()
    let folder: String
    /// Where it listens, as it said itself.
    let address: String

    /// Waits until the service says that it is ready.
    init(_ folder: String, arguments: [String] = [], log: String? = nil) throws {
        self.folder = folder
        process.executableURL = ProjectFiles.program
        process.arguments = ["serve", "--data", folder, "--port", "0"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["NUONG_POLICIES": ProjectFiles.root.path + "/policies", "NUONG_LANGUAGE": "en"]
        ) { $1 }
        let output = Pipe()
        process.standardOutput = output
        if let log { _ = FileManager.default.createFile(atPath: log, contents: nil) }
        process.standardError = log.flatMap { FileHandle(forWritingAtPath: $0) } ?? FileHandle.nullDevice
        try process.run()
        var said = ""
        while !said.contains("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            said += String(decoding: more, as: UTF8.self)
        }
        address = try #require(said.split(separator: " ").last.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) })
    }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
