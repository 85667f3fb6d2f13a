import Foundation
import Support
import Testing

/// Command lines while the service runs: it carries them out, and what it shows afterwards is what they did.
@Suite struct ServedCommandTests {
    private let folder = NSTemporaryDirectory() + "nuong-served-\(UInt32.random(in: .min ... .max))"

    private func run(_ arguments: String..., in working: String? = nil, language: String = "en", program: URL? = nil) throws -> (
        status: Int32, out: String, complaint: String
    ) {
        let process = Process()
        process.executableURL = ProjectFiles.program
        process.arguments = arguments
        if let working { process.currentDirectoryURL = URL(fileURLWithPath: working) }
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["NUONG_POLICIES": ProjectFiles.root.path + "/policies", "NUONG_LANGUAGE": language, "NUONG_DATA": folder]
        ) { $1 }
        let (output, complaints) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        let said = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self), String(decoding: said, as: UTF8.self))
    }

    private func serving(_ body: (RunningService) throws -> Void) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try run("init", "--unattended").status == 0)
        let service = try RunningService(folder)
        defer { service.stop() }
        try body(service)
    }

    private var socket: String { folder + "/nuong.socket" }

    @Test func whatACommandSaysIsTheSameWithTheServiceAndWithoutIt() throws {
        try serving { service in
            let register = ProjectFiles.golden("rules-2026")
            let wrong = try run("import", register.path + "-is-not-there", "--format", "json")
            #expect(wrong.status == 65)
            #expect(wrong.out.contains("not_a_folder"))
            // A relative folder is the caller's, not the service's.
            let imported = try run(
                "import", register.lastPathComponent, "--format", "json", in: register.deletingLastPathComponent().path)
            #expect(imported.status == 0)
            #expect(imported.out.contains("\"opening_codes\":{\"A\""))
            let served = try ["table", "json", "csv"].map { try run("indicators", "--period", "2026", "--format", $0, language: "vi") }
            let misspelt = try run("indicators", "--period", "2026", "--calendar", "khong-co")
            #expect(misspelt.status == 64)
            service.stop()
            let alone = try ["table", "json", "csv"].map { try run("indicators", "--period", "2026", "--format", $0, language: "vi") }
            #expect(served.map(\.status) == [0, 0, 0])
            #expect(served.map(\.out) == alone.map(\.out))
            #expect(served.map(\.complaint) == alone.map(\.complaint))
            let again = try run("indicators", "--period", "2026", "--calendar", "khong-co")
            #expect((again.status, again.complaint) == (misspelt.status, misspelt.complaint))
            #expect(try run("audit", "verify").status == 0)
        }
    }

    @Test func theSocketIsForTheOwnerAloneAndAsksForTheServiceKey() throws {
        try serving { _ in
            let attributes = try FileManager.default.attributesOfItem(atPath: socket)
            #expect(attributes[.type] as? FileAttributeType == .typeSocket)
            #expect((attributes[.posixPermissions] as? Int) == 0o600)
            let other = folder + "-other.key"
            defer { try? FileManager.default.removeItem(atPath: other) }
            _ = FileManager.default.createFile(
                atPath: other, contents: Data(repeating: 7, count: 32), attributes: [.posixPermissions: 0o400])
            let stranger = try run("indicators", "--period", "2026", "--service-key", other)
            #expect(stranger.status == 65)
            #expect(stranger.out.isEmpty)
            for (proof, body, status) in [("", "x", "403"), ("00", "x", "403")] {
                let curl = Process()
                curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                curl.arguments = [
                    "curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--unix-socket", socket, "--header",
                    "X-Nuong-Proof: \(proof)", "--data", body, "http://nuong/command",
                ]
                let output = Pipe()
                curl.standardOutput = output
                try curl.run()
                let answer = output.fileHandleForReading.readDataToEndOfFile()
                curl.waitUntilExit()
                #expect(String(decoding: answer, as: UTF8.self) == status)
            }
        }
    }

    @Test func aBackupIsMadeByTheServiceWhereTheCallerMeansIt() throws {
        try serving { _ in
            let beside = folder + "-beside"
            defer { try? FileManager.default.removeItem(atPath: beside) }
            try FileManager.default.createDirectory(atPath: beside + "/backups", withIntermediateDirectories: true)
            #expect(try run("backup", "keygen", "--out", beside + "/offline").status == 0)
            // Both are relative to the caller's folder, which is not the service's.
            let made = try run("backup", "create", "--to", "backups", "--key", "offline.pub", in: beside)
            #expect(made.status == 0, "\(made.complaint)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: beside + "/backups").count == 1)
        }
    }

    @Test func theSocketThatAKilledServiceLeftKeepsNobodyOut() throws {
        try serving { service in
            service.kill()
            #expect(FileManager.default.fileExists(atPath: socket))
            #expect(try run("indicators", "--period", "2026").status == 0)
            let next = try RunningService(folder)
            #expect(try run("indicators", "--period", "2026").status == 0)
            next.stop()
        }
    }

    @Test func aUserActsThroughTheServiceWithThePassphraseAndNotWithoutIt() throws {
        try serving { _ in
            let made = try run("user", "add", "--name", "thanh-tra", "--role", "auditor", "--unattended")
            #expect(made.status == 0)
            let passphrase = try #require(made.out.split(separator: "\"passphrase\":\"").last?.split(separator: "\"").first)
            let file = folder + "-passphrase"
            defer { try? FileManager.default.removeItem(atPath: file) }
            try Data((passphrase + "\n").utf8).write(to: URL(fileURLWithPath: file))
            let shown = try run("audit", "show", "--last", "1", "--as", "thanh-tra", "--passphrase-file", file)
            #expect(shown.status == 0, "\(shown.complaint)")
            #expect(shown.out.contains("thanh-tra"))
            try Data("khong-phai-mat-khau-nay\n".utf8).write(to: URL(fileURLWithPath: file))
            #expect(try run("audit", "show", "--as", "thanh-tra", "--passphrase-file", file).status == 77)
            #expect(try run("key", "rotate", "service").status == 69)
        }
    }
}
