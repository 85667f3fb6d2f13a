import Foundation
import Policies
import Vault
import Wording

/// A folder of policy files, with the digest by which an installation names it.
struct PolicySource {
    let files: [PolicyFile]
    let digest: String

    init(folder: String) throws {
        let files = try PolicySource.files(in: folder)
        self.files = files
        let bytes = files.flatMap { Array("\($0.path)\n\($0.bytes.count)\n".utf8) + $0.bytes }
        digest = PublicDigest.of(bytes, count: 16).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }

    private static func files(in folder: String) throws -> [PolicyFile] {
        do { return try PolicyFile.all(in: URL(fileURLWithPath: folder)) } catch { throw PolicyFaultsFailure(faults: error) }
    }

    /// The set, or a failure that lists every fault.
    ///
    /// Definition cases are counted by `policy check`.
    func read(checkingCases: Bool = false) throws -> PolicySet {
        do {
            return checkingCases ? try PolicyReader.read(files, figures: DefinitionCase.counted) : try PolicyReader.read(files)
        } catch {
            throw PolicyFaultsFailure(faults: error)
        }
    }

    /// Puts the files into a folder of policies by digest, whole or not at all; what is there already stays.
    func copy(to folder: String) throws {
        let place = folder + "/" + digest
        if let there = try? PolicySource(folder: place), there.digest == digest { return }
        let manager = FileManager.default
        let beside = folder + "/." + digest + ".new"
        try? manager.removeItem(atPath: beside)
        for file in files {
            let url = URL(fileURLWithPath: beside + "/" + file.path)
            try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
            let handle = try FileHandle(forWritingTo: url)
            try handle.synchronize()
            try handle.close()
        }
        // What lies there is not what its name says: a copy that was cut short.
        try? manager.removeItem(atPath: place)
        try manager.moveItem(atPath: beside, toPath: place)
    }

    /// The policies that came with the program: `NUONG_POLICIES`, beside the program or above it, at last in the working folder.
    ///
    /// Whatever lies where somebody happens to stand never takes the place of what was shipped.
    static func shipped() throws -> PolicySource {
        if let named = ProcessInfo.processInfo.environment["NUONG_POLICIES"] { return try PolicySource(folder: named) }
        var places: [String] = []
        var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath().deletingLastPathComponent()
        if let program = Bundle.main.executableURL { folder = program.resolvingSymlinksInPath().deletingLastPathComponent() }
        for _ in 0..<5 {
            places.append(folder.path)
            folder.deleteLastPathComponent()
        }
        places.append(FileManager.default.currentDirectoryPath)
        for place in places where FileManager.default.fileExists(atPath: place + "/policies/calendars.yaml") {
            return try PolicySource(folder: place + "/policies")
        }
        throw Failure(.usage, "cli.error.no_policies")
    }
}

/// Policies that cannot be used, with every fault.
struct PolicyFaultsFailure: Error {
    let faults: PolicyFaults
}
