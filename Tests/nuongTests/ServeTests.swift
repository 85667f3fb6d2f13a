import CaseDomain
import Foundation
import Logging
import Support
import Testing

@testable import nuong

/// The real service: what it refuses to begin with, TLS that is renewed, what it logs, what it leaves behind every day.
@Suite struct ServeTests {
    private func installed(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "nuong-serve-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try RunningProgram.run(["init", "--data", folder + "/data", "--unattended"]).status == 0)
        try body(folder)
    }

    private func curl(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments = ["--silent", "--show-error", "--max-time", "20"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    private func address(of service: RunningProgram) throws -> String {
        #expect(service.waits(for: "://127.0.0.1:"), "\(service.complaint)")
        let line = try #require(service.out.split(separator: "\n").first { $0.contains("://127.0.0.1:") })
        let start = try #require(line.range(of: "http"))
        return String(line[start.lowerBound...].prefix { !$0.isWhitespace && $0 != "," && $0 != ";" })
    }

    @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "127.example.org", "nuong.example"])
    func anAddressForOthersNeedsTLS(host: String) throws {
        let refused = try RunningProgram.run(["serve", "--data", "/nowhere", "--host", host])
        #expect(refused.status == 64)
        #expect(refused.complaint.contains("without TLS"))
    }

    @Test func certificateAndKeyGoTogetherAndNotBehindAnother() throws {
        let half = try RunningProgram.run(["serve", "--data", "/nowhere", "--tls-key", "k"])
        #expect(half.status == 64 && half.complaint.contains("--tls-certificate"))
        let both = try RunningProgram.run(["serve", "--data", "/nowhere", "--tls-key", "k", "--tls-certificate", "c", "--behind-tls"])
        #expect(both.status == 64 && both.complaint.contains("--behind-tls"))
    }

    @Test func filesThatAreNotGoodAreNamed() throws {
        try installed { folder in
            let (certificate, key) = (folder + "/c.pem", folder + "/k.pem")
            func serve() throws -> RunningProgram.Outcome {
                try RunningProgram.run([
                    "serve", "--data", folder + "/data", "--port", "0", "--tls-certificate", certificate, "--tls-key", key,
                ])
            }
            let missing = try serve()
            #expect(missing.status == 65 && missing.complaint.contains(certificate))
            try Certificates.make(certificate, key)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            let open = try serve()
            #expect(open.status == 77 && open.complaint.contains("chmod 600"))
            try Certificates.make(certificate, key, days: -1)
            let expired = try serve()
            #expect(expired.status == 65 && expired.complaint.contains("expired"))
            try Certificates.make(certificate, key)
            try Certificates.make(folder + "/other.pem", key)
            let other = try serve()
            #expect(other.status == 65 && other.complaint.contains("not the one"))
        }
    }

    @Test func overTLSCookiesAreBoundToTheHostAndARenewalIsTakenAtAHangup() throws {
        try installed { folder in
            let (certificate, key) = (folder + "/c.pem", folder + "/k.pem")
            try Certificates.make(certificate, key)
            let old = folder + "/old.pem"
            try FileManager.default.copyItem(atPath: certificate, toPath: old)
            let service = try RunningProgram([
                "serve", "--data", folder + "/data", "--port", "0", "--tls-certificate", certificate, "--tls-key", key,
            ])
            let address = try address(of: service)
            #expect(address.hasPrefix("https://"))
            let page = try curl(["--include", "--cacert", old, address + "/sign-in"])
            #expect(page.contains("HTTP/1.1 200"))
            #expect(page.lowercased().contains("strict-transport-security: max-age=31536000"))
            #expect(page.contains("__Host-nuong-form=") && page.contains("Secure"))
            // Half a renewal is told and changes nothing.
            try Data("-----BEGIN CERTIFICATE-----\nMIIB".utf8).write(to: URL(fileURLWithPath: certificate))
            service.send(SIGHUP)
            #expect(service.waits(for: "fault=certificate_unreadable"))
            #expect(try curl(["--cacert", old, address + "/healthz"]).contains("ok"))
            try Certificates.make(certificate, key)
            service.send(SIGHUP)
            #expect(service.waits(for: "certificate renewed"))
            #expect(try curl(["--cacert", certificate, address + "/healthz"]).contains("ok"))
            #expect(try !curl(["--cacert", old, address + "/healthz"]).contains("ok"))
            service.send(SIGTERM)
            #expect(service.outcome().status == 0)
        }
    }

    @Test func aStartDoesTheDayThatWasMissedAndTheLogTellsTheAnchor() throws {
        try installed { folder in
            let service = try RunningProgram(["serve", "--data", folder + "/data", "--port", "0", "--log-level", "info"])
            let address = try address(of: service)
            #expect(service.waits(for: "message=anchor"))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/data/public/anchors")
            #expect(names.count == 1)
            let file = folder + "/data/public/anchors/\(names.first ?? "")"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(service.complaint.contains("anchor=\"\(text.dropLast())\""))
            for check in ["clock", "disk", "permissions", "memory", "log", "policies"] {
                #expect(service.complaint.contains("message=check check=\(check) "), "\(check)")
            }
            #expect(service.complaint.contains("check=permissions found=fine"))
            // What somebody sends does not get into the log.
            let canary = "CANARY7391"
            _ = try curl(["--user-agent", canary, "--data", "name=\(canary)", "\(address)/sign-in?\(canary)=1"])
            _ = try curl(["--header", "Cookie: \(canary)", "--header", "X-Forwarded-For: \(canary)", "\(address)/\(canary)"])
            _ = try curl(["--request", "DELETE", "\(address)/api/v1/sessions/\(canary)"])
            #expect(service.waits(for: "path=NotFound"))
            service.send(SIGTERM)
            let outcome = service.outcome()
            #expect(outcome.status == 0)
            #expect(outcome.complaint.contains("path=/sign-in"))
            #expect(!(outcome.complaint + outcome.out).contains(canary))
            for line in outcome.complaint.split(separator: "\n") where line.hasPrefix("time=") {
                #expect(line.contains(" level=") && line.contains(" message="))
            }
            let verified = try RunningProgram.run(["audit", "verify", "--data", folder + "/data", "--anchor", file])
            #expect(verified.status == 0)
        }
    }

    /// No value begins a line or a field of its own.
    @Test func linesOfTheLogAreEscaped() {
        let lines = RecordedLines()
        var logger = Logger(label: "test") { _ in LogLines(.info) { lines.add($0) } }
        logger[metadataKey: "a b"] = "x\ny\" level=error \u{2028}z"
        logger.info("tell")
        logger.debug("not told")
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.hasSuffix(#"level=info message=tell a_b="x\u{a}y\" level=error \u{2028}z""#) == true, "\(lines.all)")
    }
}
