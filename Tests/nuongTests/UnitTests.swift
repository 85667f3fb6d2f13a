import Foundation
import Support
import Synchronization
import Testing

/// Lines that a log wrote.
final class RecordedLines: Sendable {
    private let written = Mutex<[String]>([])

    var all: [String] { written.withLock { $0 } }

    func add(_ line: String) { written.withLock { $0.append(line) } }
}

/// The units that are printed, and what systemd says of them.
@Suite struct UnitTests {
    private static let analyse = "/usr/bin/systemd-analyze"

    private func units(_ arguments: [String]) throws -> [String: String] {
        let folder = NSTemporaryDirectory() + "nuong-unit-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let made = try RunningProgram.run(["unit", "--write", folder] + arguments)
        #expect(made.status == 0, "\(made.complaint)")
        return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(into: [:]) { units, name in
            units[name] = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        }
    }

    private static let full = [
        "--data", "/var/lib/nuong", "--service-key", "/etc/nuong/service.key", "--program", "/opt/nuong/bin/nuong", "--host", "0.0.0.0",
        "--port", "8443", "--tls-certificate", "/etc/nuong/c.pem", "--tls-key", "/etc/nuong/k.pem", "--volunteer-host", "ghi.example.vn",
        "--backup-to", "/srv/backup", "--backup-key", "/etc/nuong/backup.pub",
    ]

    @Test func theyHoldWhatTheInstallationNeeds() throws {
        let units = try units(UnitTests.full)
        #expect(Set(units.keys) == ["nuong.service", "nuong-backup.service", "nuong-backup.timer"])
        let service = try #require(units["nuong.service"])
        #expect(
            service.contains(
                "ExecStart=/opt/nuong/bin/nuong serve --data /var/lib/nuong --service-key %d/service.key --host 0.0.0.0 --port 8443 "
                    + "--tls-certificate /etc/nuong/c.pem --tls-key /etc/nuong/k.pem --volunteer-host ghi.example.vn\n"))
        for line in [
            "LoadCredential=service.key:/etc/nuong/service.key", "StateDirectory=nuong", "StateDirectoryMode=0700", "ProtectSystem=strict",
            "PrivateUsers=yes", "CapabilityBoundingSet=", "MemoryDenyWriteExecute=yes", "LimitCORE=0", "UMask=0077", "User=nuong",
            "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "NoNewPrivileges=yes", "ExecReload=/bin/kill -HUP $MAINPID",
        ] {
            #expect(service.contains("\n\(line)\n"), "\(line)")
        }
        #expect(service.contains("\nReadWritePaths=/srv/backup\n"), "the state directory and the backups are all it writes to")
        let backup = try #require(units["nuong-backup.service"])
        #expect(
            backup.contains(
                "ExecStart=/opt/nuong/bin/nuong backup create --data /var/lib/nuong --service-key %d/service.key --to /srv/backup "
                    + "--key /etc/nuong/backup.pub\n"))
        #expect(backup.contains("\nReadWritePaths=/srv/backup\n") && backup.contains("\nPrivateNetwork=yes\n"))
        #expect(try #require(units["nuong-backup.timer"]).contains("OnCalendar=*-*-* 01:30:00 Asia/Ho_Chi_Minh"))
    }

    @Test func theyArePrintedAsOneTextWithTheirNames() throws {
        let printed = try RunningProgram.run(["unit"] + UnitTests.full)
        #expect(printed.status == 0)
        let written = try units(UnitTests.full)
        for (name, text) in written { #expect(printed.out.contains(text) && text.hasPrefix("# \(name)\n")) }
    }

    @Test func aLowPortAndAnotherFolderChangeTheSandbox() throws {
        let low = try #require(
            try units([
                "--data", "/srv/nuong", "--host", "0.0.0.0", "--port", "443", "--tls-certificate", "/etc/c.pem", "--tls-key", "/etc/k.pem",
            ])["nuong.service"])
        #expect(low.contains("\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n") && low.contains("\nPrivateUsers=no\n"))
        #expect(low.contains("\nReadWritePaths=/srv/nuong\n") && !low.contains("StateDirectory="))
        #expect(low.contains("\nLoadCredential=service.key:/srv/nuong/service.key\n"))
    }

    @Test(arguments: ["/var/lib/nu ong", "/var/lib/%h", "/var/lib/a\nExecStartPre=/bin/x", "/var/lib/$x", "/var/lib/\"x"])
    func aPathThatMeansSomethingElseInAUnitIsRefused(path: String) throws {
        let refused = try RunningProgram.run(["unit", "--data", path])
        #expect(refused.status == 64 && refused.out.isEmpty)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: analyse)), arguments: ["8443", "443"])
    func systemdCallsThemSafe(port: String) throws {
        var arguments = UnitTests.full
        arguments[9] = port
        #expect(arguments[8] == "--port")
        for (name, text) in try units(arguments) where name.hasSuffix(".service") {
            let path = NSTemporaryDirectory() + "nuong-\(UInt64.random(in: .min ... .max))-" + name
            defer { try? FileManager.default.removeItem(atPath: path) }
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: UnitTests.analyse)
            process.arguments = ["security", "--offline=true", "--threshold=20", "--no-pager", path]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(name): \(said.suffix(300))")
        }
    }
}
