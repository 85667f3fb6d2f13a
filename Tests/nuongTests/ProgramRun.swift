import Foundation
import Support

/// The program as a process: what it printed, what it complained of, and its exit code.
struct ProgramRun {
    let status: Int32
    let out: String
    let complaint: String

    /// - Parameters:
    ///   - shell: A script of bash that ends by running `"$0" "$@"`, such as one that sets a limit.
    ///   - killAfter: Seconds after which it is killed.
    init(_ arguments: [String], language: String = "en", through shell: String? = nil, killAfter: Double? = nil) throws {
        let process = Process()
        if let shell {
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = ["-c", shell, ProjectFiles.program.path] + arguments
        } else {
            process.executableURL = ProjectFiles.program
            process.arguments = arguments
        }
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["NUONG_POLICIES": ProjectFiles.root.path + "/policies", "NUONG_LANGUAGE": language]
        ) { $1 }
        let complaints = NSTemporaryDirectory() + "nuong-complaints-\(UInt64.random(in: .min ... .max))"
        _ = FileManager.default.createFile(atPath: complaints, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: complaints) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: complaints)
        try process.run()
        if let killAfter {
            Thread.sleep(forTimeInterval: killAfter)
            kill(process.processIdentifier, SIGKILL)
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        status = process.terminationStatus
        out = String(decoding: data, as: UTF8.self)
        complaint = String(decoding: FileManager.default.contents(atPath: complaints) ?? Data(), as: UTF8.self)
    }
}
