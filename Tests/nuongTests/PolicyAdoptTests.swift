import CaseDomain
import Foundation
import Support
import Testing

/// From an installation of an older version to this one: what it says, what it keeps, what it refuses.
@Suite struct PolicyAdoptTests {
    private static let archive = "Tests/nuongTests/Fixtures/data-folder-005.tar.gz"
    private static let kills = ProofSize.of("NUONG_KILLS", small: 10, environment: ProcessInfo.processInfo.environment)
    /// What the older version printed of the fixture.
    private static let figures = ProjectFiles.root.appending(path: "Tests/nuongTests/Fixtures/figures-005.json")

    private func older(_ body: (String) throws -> Void) throws {
        let folder = try OlderFolder.unpack(PolicyAdoptTests.archive)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func run(_ arguments: String...) throws -> RunningProgram.Outcome {
        try RunningProgram.run(arguments)
    }

    /// The shipped policies with a change, in a folder of their own.
    private func changed(_ file: String, _ old: String, _ new: String, in folder: String) throws -> String {
        let copy = folder + "/changed-policies-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.copyItem(atPath: ProjectFiles.root.path + "/policies", toPath: copy)
        let path = copy + "/" + file
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(old))
        let next = text.replacingOccurrences(of: old, with: new)
        try Data(next.utf8).write(to: URL(fileURLWithPath: path))
        return copy
    }

    @Test func anOlderInstallationSaysWhatToDoAndIsAsItWasAfterIt() throws {
        try older { folder in
            for command in [["indicators", "--period", "2026"], ["serve", "--port", "0"], ["import", folder]] {
                let refused = try RunningProgram.run(command + ["--data", folder])
                #expect(refused.status == 65, "\(command)")
                #expect(refused.complaint.contains("nuong policy adopt --data \(folder)"))
            }
            let adopted = try run("policy", "adopt", "--data", folder)
            #expect(adopted.status == 0, "\(adopted.complaint)")
            #expect(adopted.out.contains("from commit 2 on"))
            let figures = try run("indicators", "--data", folder, "--period", "2026", "--format", "json")
            let before = try String(contentsOf: PolicyAdoptTests.figures, encoding: .utf8)
            #expect(figures.out == before.replacingOccurrences(of: "\"cutoff\":1", with: "\"cutoff\":2"))
            let verified = try run("audit", "verify", "--data", folder)
            #expect(verified.status == 0, "\(verified.complaint)")
            let again = try run("policy", "adopt", "--data", folder)
            #expect(again.status == 0 && again.out.contains("nothing was changed"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/policies").count == 2)
        }
    }

    @Test func aSetWithoutACodeThatWasThereIsRefusedAndChangesNothing() throws {
        try older { folder in
            let gone = try changed("hotlines.yaml", "hotlines:", "hotlines:", in: folder)
            #expect(try run("policy", "adopt", "--data", folder, gone).status == 0, "the shipped ones")
            let other = try changed(
                "departments.yaml", "  - code: statistics", "  - code: counting", in: folder)
            let refused = try run("policy", "adopt", "--data", folder, other)
            #expect(refused.status == 65)
            let broken = try changed("upkeep.yaml", "value: 2048", "value: 1", in: folder)
            let faulty = try run("policy", "adopt", "--data", folder, broken)
            #expect(faulty.status == 65)
            #expect(faulty.complaint.contains("upkeep.yaml:"))
            let verified = try run("audit", "verify", "--data", folder)
            #expect(verified.status == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/policies").count == 2)
        }
    }

    @Test func aWordThatIsGoneIsNamed() throws {
        try older { folder in
            let file = "vocabularies/closure-reasons.yaml"
            let text = try String(contentsOf: ProjectFiles.root.appending(path: "policies/" + file), encoding: .utf8)
            let code = try #require(text.split(separator: "\n").first { $0.hasPrefix("  - code: ") }?.dropFirst("  - code: ".count))
            let other = try changed(file, "  - code: \(code)\n", "  - code: quite_another\n", in: folder)
            let refused = try run("policy", "adopt", "--data", folder, other)
            #expect(refused.status == 65)
            #expect(refused.complaint.contains("\(file): the code \(code)"))
            #expect(refused.complaint.contains("Not adopted: 1 codes"))
            // Still the older one: nothing was adopted by the way.
            #expect(try run("indicators", "--data", folder, "--period", "2026").status == 65)
        }
    }

    @Test func anotherDefinitionCountsFromItsCommitOnAndOlderCutoffsAsBefore() throws {
        try older { folder in
            #expect(try run("policy", "adopt", "--data", folder).status == 0)
            let before = try run("indicators", "--data", folder, "--period", "2026", "--format", "json").out
            let next = try changed("indicators/goal-3.yaml", "\nversion: 1\n", "\nversion: 2\n", in: folder)
            let adopted = try run("policy", "adopt", "--data", folder, next)
            #expect(adopted.status == 0 && adopted.out.contains("from commit 3 on"), "\(adopted.complaint)")
            let now = try run("indicators", "--data", folder, "--period", "2026", "--format", "json").out
            #expect(before.contains("goal-3@1") && now.contains("goal-3@2"))
            let at2 = try run("indicators", "--data", folder, "--period", "2026", "--format", "json", "--cutoff", "2")
            #expect(at2.out == before, "\(at2.complaint)")
            // Of a set that this program cannot read as a whole, what counting rests on is enough.
            let at1 = try run("indicators", "--data", folder, "--period", "2026", "--format", "json", "--cutoff", "1")
            #expect(at1.out == (try String(contentsOf: PolicyAdoptTests.figures, encoding: .utf8)), "\(at1.complaint)")
            #expect(try run("audit", "verify", "--data", folder).status == 0)
        }
    }

    @Test func editedPoliciesAndEditedRowsAreRefused() throws {
        try older { folder in
            let digest = try #require(try FileManager.default.contentsOfDirectory(atPath: folder + "/policies").first)
            let path = folder + "/policies/\(digest)/hotlines.yaml"
            let text = try Data(contentsOf: URL(fileURLWithPath: path))
            try (text + Data("# x\n".utf8)).write(to: URL(fileURLWithPath: path))
            let refused = try run("policy", "adopt", "--data", folder)
            #expect(refused.status == 65 && refused.complaint.contains("cannot be compared"))
            try text.write(to: URL(fileURLWithPath: path))
            #expect(try run("policy", "adopt", "--data", folder).status == 0)
            // Somebody without the key who takes the newest policies away again is found.
            try sqlite(folder, "DROP TRIGGER policy_version_is_not_changed; UPDATE policy_version SET sequence = 1")
            #expect(try run("indicators", "--data", folder, "--period", "2026").status == 65)
            try sqlite(folder, "DROP TRIGGER policy_version_is_not_deleted; DELETE FROM policy_version")
            let verified = try run("audit", "verify", "--data", folder)
            #expect(verified.status == 65 && verified.complaint.contains("policy_version"))
        }
    }

    @Test func aRunningServiceIsNotChangedUnderItself() throws {
        try older { folder in
            #expect(try run("policy", "adopt", "--data", folder).status == 0)
            let service = try RunningProgram(["serve", "--data", folder, "--port", "0"])
            #expect(service.waits(for: "http://127.0.0.1:"))
            let other = try changed("hotlines.yaml", "hotlines:", "# another\nhotlines:", in: folder)
            #expect(try run("policy", "adopt", "--data", folder, other).status == 69)
            service.send(SIGTERM)
            #expect(service.outcome().status == 0)
            #expect(try run("policy", "adopt", "--data", folder, other).status == 0)
        }
    }

    /// Migration and adoption of the real program, ended at random moments: the old or the new, never between.
    @Test func anUpgradeThatIsKilledIsDoneOrNotAtAll() throws {
        let chance = SeededChance(seed: 408)
        for round in 0..<PolicyAdoptTests.kills {
            try older { folder in
                let running = try RunningProgram(["policy", "adopt", "--data", folder])
                Thread.sleep(forTimeInterval: Double(chance.below(900)) / 1_000)
                running.send(SIGKILL)
                _ = running.outcome()
                #expect(try run("audit", "verify", "--data", folder).status == 0, "round \(round)")
                let figures = try run("indicators", "--data", folder, "--period", "2026", "--format", "json")
                #expect(figures.status == 0 || figures.complaint.contains("nuong policy adopt"), "round \(round): \(figures.complaint)")
                let again = try run("policy", "adopt", "--data", folder)
                #expect(again.status == 0, "round \(round): \(again.complaint)")
                let now = try run("indicators", "--data", folder, "--period", "2026", "--format", "json")
                let before = try String(contentsOf: PolicyAdoptTests.figures, encoding: .utf8)
                #expect(now.out == before.replacingOccurrences(of: "\"cutoff\":1", with: "\"cutoff\":2"), "round \(round)")
                if figures.status == 0 { #expect(figures.out == now.out) }
                #expect(try run("audit", "verify", "--data", folder).status == 0, "round \(round)")
            }
        }
    }

    private func sqlite(_ folder: String, _ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        process.arguments = [folder + "/nuong.sqlite", sql]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
