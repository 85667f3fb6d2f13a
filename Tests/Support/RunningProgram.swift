import Foundation

/// The real program in a process of its own.
package final class RunningProgram: Sendable {
    package struct Outcome: Sendable {
        package let status: Int32
        package let out: String
        package let complaint: String
    }

    private let process: Process
    /// Open once it has ended; `waitUntilExit` needs a run loop, which threads of tests have not.
    private let ended = DispatchSemaphore(value: 0)
    /// What it prints goes to files: nobody has to read along.
    private let folder = NSTemporaryDirectory() + "nuong-running-\(UInt64.random(in: .min ... .max))"

    package static func environment(_ more: [String: String] = [:]) -> [String: String] {
        ProcessInfo.processInfo.environment.merging(
            ["NUONG_POLICIES": ProjectFiles.root.path + "/policies", "NUONG_LANGUAGE": "en"].merging(more) { $1 }
        ) { $1 }
    }

    /// Runs to its end.
    package static func run(_ arguments: [String], environment more: [String: String] = [:]) throws -> Outcome {
        try RunningProgram(arguments, environment: more).outcome()
    }

    /// Begins.
    package init(_ arguments: [String], environment more: [String: String] = [:]) throws {
        process = Process()
        process.executableURL = ProjectFiles.program
        process.arguments = arguments
        process.environment = RunningProgram.environment(more)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["out", "complaint"] { _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: folder + "/out")
        process.standardError = FileHandle(forWritingAtPath: folder + "/complaint")
        process.standardInput = FileHandle.nullDevice
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
    }

    private func text(_ name: String) -> String {
        FileManager.default.contents(atPath: "\(folder)/\(name)").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    package var out: String { text("out") }
    package var complaint: String { text("complaint") }

    /// Waits until a text was printed, at most so long.
    package func waits(for text: String, seconds: Double = 60) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if out.contains(text) || complaint.contains(text) { return true }
            if !process.isRunning { return out.contains(text) || complaint.contains(text) }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return false
    }

    package func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Waits for the end.
    package func outcome() -> Outcome {
        ended.wait()
        ended.signal()
        return Outcome(status: process.terminationStatus, out: out, complaint: complaint)
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// Data folders that older versions of the program wrote, as archives beside the tests.
package enum OlderFolder {
    package struct Failed: Error {}

    /// Unpacks one into a fresh folder.
    ///
    /// - Parameter archive: From the project's root, such as `Tests/nuongTests/Fixtures/data-folder-005.tar.gz`.
    package static func unpack(_ archive: String) throws -> String {
        let folder = NSTemporaryDirectory() + "nuong-older-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/tar")
        process.arguments = ["-xzf", ProjectFiles.root.appending(path: archive).path, "-C", folder, "--no-same-owner"]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
        return folder
    }
}
