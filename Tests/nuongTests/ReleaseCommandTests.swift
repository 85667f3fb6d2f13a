import Foundation
import Support
import Testing
import Vault

/// A release from the command line, as the README has it: two people, files that anybody checks, one changed byte that is found.
@Suite struct ReleaseCommandTests {
    private let folder = NSTemporaryDirectory() + "nuong-release-" + SodiumChance().bytes(8).map { String($0, radix: 16) }.joined()

    private func nuong(_ words: String..., as name: String? = nil) throws -> ProgramRun {
        let acting = name.map { ["--as", $0, "--passphrase-file", "\(folder)/\($0).txt"] } ?? []
        return try ProgramRun(words + ["--data", folder + "/data"] + acting)
    }

    private func json(_ run: ProgramRun) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any], "\(run.complaint)")
    }

    private func addUser(_ name: String, _ role: String) throws {
        let made = try json(try nuong("user", "add", "--name", name, "--role", role, "--unattended"))
        let passphrase = try #require(made["passphrase"] as? String)
        try Data((passphrase + "\n").utf8).write(to: URL(filePath: "\(folder)/\(name).txt"))
    }

    @Test func twoPeopleMakeFilesThatAnybodyChecks() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try nuong("init", "--unattended").status == 0)
        #expect(try nuong("import", ProjectFiles.golden("rules-2026").path).status == 0)
        try addUser("tong-hop", "indicator_officer")
        try addUser("phe-duyet", "approver")
        let prepared = try nuong("release", "prepare", "--period", "2026-Q1", "--vintage", "first", "--format", "json", as: "tong-hop")
        let release = try #require(try json(prepared)["release"] as? String)
        #expect(try nuong("release", "approve", release, as: "tong-hop").status == 77)
        let checks = try json(try nuong("release", "check", release, "--format", "json", as: "phe-duyet"))["checks"] as? [[String: Any]]
        #expect(checks?.contains { $0["code"] as? String == "part_not_approved" && $0["level"] as? String == "warning" } == true)
        #expect(try nuong("release", "publish", release, as: "phe-duyet").status == 65)
        #expect(try nuong("export", "--release", release, "--out", folder + "/early").status == 65)
        #expect(try nuong("release", "approve", release, "--comment", "đã xem", as: "phe-duyet").status == 0)
        #expect(try nuong("release", "publish", release, as: "phe-duyet").status == 0)
        #expect(try nuong("release", "list").out.contains("\(release)\t2026-Q1\tfirst\tpublished"))
        #expect(try nuong("release", "prepare", "--period", "2026-Q1", "--vintage", "first", as: "tong-hop").status == 65)

        let out = folder + "/out"
        #expect(try nuong("export", "--release", release, "--out", out).status == 0)
        #expect(try nuong("export", "--release", release, "--out", out).status == 73)
        let read = ["goal-3.xlsx", "report.docx", "report.html"]
        let names = ["figures.csv", "figures.json", "manifest.json", "manifest.json.minisig", "nuong.pub"] + read + read.map { "en/" + $0 }
        #expect(try ReleaseCommandTests.files(in: out) == Set(names))
        let csv = try String(contentsOfFile: out + "/figures.csv", encoding: .utf8)
        #expect(csv.contains("T1,3.2a,denominator,all,2026-Q1,all,all,all,12,published\r\n"))
        #expect(csv.contains("T1,3.3,denominator,all,2026-Q1,all,all,all,,suppressed\r\n"))
        let json = try String(contentsOfFile: out + "/figures.json", encoding: .utf8)
        #expect(json.contains("\"status\":\"suppressed\",\"table\":\"T1\",\"value\":null"))

        func verify() throws -> Int32 {
            let files = names.filter { !$0.hasSuffix(".minisig") }.map { "\(out)/\($0)" }
            return try ProgramRun(["verify", "--key", out + "/nuong.pub"] + files).status
        }
        #expect(try verify() == 0)
        let minisign = Process()
        minisign.executableURL = URL(filePath: "/usr/bin/minisign")
        minisign.arguments = ["-V", "-q", "-p", out + "/nuong.pub", "-m", out + "/manifest.json"]
        try minisign.run()
        minisign.waitUntilExit()
        #expect(minisign.terminationStatus == 0)
        for name in names {
            let file = URL(filePath: "\(out)/\(name)")
            let whole = try Data(contentsOf: file)
            for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 12)) {
                // The first line of a signature and of a key says that nobody signed it.
                if name.hasSuffix(".minisig") || name.hasSuffix(".pub"), place < whole.firstIndex(of: 0x0A) ?? 0 { continue }
                var changed = whole
                changed[place] ^= 1
                try changed.write(to: file)
                #expect(try verify() == 65, "\(name) \(place)")
            }
            try whole.write(to: file)
        }
        #expect(try verify() == 0)
        // Derived again from the sealed facts; a record more, and the cut-off is still known.
        func derive(_ out: String) throws -> ProgramRun {
            try ProgramRun(["verify", "--key", out + "/nuong.pub", "--data", folder + "/data", out + "/manifest.json"])
        }
        #expect(try derive(out).status == 0)
        #expect(try nuong("import", ProjectFiles.golden("dien-bien-2019-h1").path, "--register", "other").status == 0)
        let derived = try derive(out)
        #expect(derived.status == 0, "\(derived.complaint)")
        // A format alone comes with what proves it.
        #expect(try nuong("export", "--release", release, "--format", "xlsx", "--out", folder + "/xlsx").status == 0)
        #expect(
            try ReleaseCommandTests.files(in: folder + "/xlsx") == [
                "goal-3.xlsx", "en/goal-3.xlsx", "manifest.json", "manifest.json.minisig", "nuong.pub",
            ])
        // A full disk leaves nothing.
        #expect(try nuong("export", "--release", release, "--out", "/dev/full/x").status == 74)
        #expect(try nuong("audit", "verify").status == 0)
    }

    /// Paths below a folder.
    private static func files(in folder: String) throws -> Set<String> {
        Set(try FileManager.default.subpathsOfDirectory(atPath: folder).filter { !["en"].contains($0) })
    }

    @Test func exactFiguresGoToOneRecipientWhoCanCheckThem() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try nuong("init", "--unattended").status == 0)
        #expect(try nuong("import", ProjectFiles.golden("rules-2026").path).status == 0)
        try addUser("tong-hop", "indicator_officer")
        try addUser("phe-duyet", "approver")
        func prepare(_ words: String...) throws -> ProgramRun {
            try nuong(release: ["prepare", "--period", "2026-Q1", "--vintage", "estimate", "--format", "json"] + words)
        }
        #expect(try prepare("--from", "01/02/2026").status == 64)
        #expect(try prepare("--from", "2026-02-31", "--to", "2026-03-01").status == 64)
        #expect(try prepare("--remarks", "Có 1 nạn nhân.").status == 65)
        let prepared = try prepare("--from", "01/01/2026", "--to", "15/03/2026", "--difficulties", "Đường xa.")
        let release = try #require(try json(prepared)["release"] as? String)
        func export(_ recipient: String, _ out: String, as name: String? = "tong-hop") throws -> ProgramRun {
            try nuong(
                "export", "--release", release, "--product", "restricted", "--recipient", recipient, "--comment", "đã nhắc", "--out",
                folder + "/" + out, as: name)
        }
        #expect(try export("Sở Nội vụ", "a").status == 65)
        #expect(try nuong("release", "approve", release, as: "phe-duyet").status == 0)
        #expect(try nuong("release", "publish", release, as: "phe-duyet").status == 65)
        #expect(try export("Sở Nội vụ", "a", as: nil).status == 64)
        #expect(try export("", "a").status == 65)
        let made = try export("Sở Nội vụ", "a")
        #expect(made.status == 0, "\(made.complaint)")
        #expect(try export("UBND tỉnh", "a").status == 73)
        let names = try ReleaseCommandTests.files(in: folder + "/a")
        #expect(names.isSuperset(of: ["figures.csv", "goal-3.xlsx", "report.docx", "report.html", "approval.json", "manifest.json"]))
        let csv = try String(contentsOfFile: folder + "/a/figures.csv", encoding: .utf8)
        #expect(csv.contains("goal,3.2a,denominator,") && csv.contains("Sở Nội vụ"))
        let page = try String(contentsOfFile: folder + "/a/report.html", encoding: .utf8)
        #expect(page.contains("Sở Nội vụ") && page.contains("Đường xa."))
        func verify() throws -> Int32 {
            let files = names.filter { !$0.hasSuffix(".minisig") }.map { "\(folder)/a/\($0)" }
            return try ProgramRun(["verify", "--key", folder + "/a/nuong.pub"] + files).status
        }
        #expect(try verify() == 0)
        for name in names {
            let file = URL(filePath: "\(folder)/a/\(name)")
            let whole = try Data(contentsOf: file)
            var changed = whole
            changed[whole.count - 3] ^= 1
            try changed.write(to: file)
            #expect([64, 65].contains(try verify()), "\(name)")
            try whole.write(to: file)
        }
        #expect(try verify() == 0)
        let derived = try ProgramRun([
            "verify", "--key", folder + "/a/nuong.pub", "--data", folder + "/data", folder + "/a/manifest.json",
            folder + "/a/figures.json",
        ])
        #expect(derived.status == 0, "\(derived.complaint)")
        #expect(try nuong("audit", "verify").status == 0)
    }

    private func nuong(release words: [String]) throws -> ProgramRun {
        try ProgramRun(
            ["release"] + words + ["--data", folder + "/data", "--as", "tong-hop", "--passphrase-file", "\(folder)/tong-hop.txt"])
    }
}
