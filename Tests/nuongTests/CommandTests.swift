import Foundation
import Support
import Testing

/// The command line from outside: what it prints, its exit codes, and that a refusal changes nothing.
@Suite struct CommandTests {
    private let folder = NSTemporaryDirectory() + "nuong-cli-\(UInt32.random(in: .min ... .max))"

    @discardableResult
    private func run(_ arguments: String..., language: String = "en") throws -> (status: Int32, out: String, complaint: String) {
        let process = Process()
        process.executableURL = ProjectFiles.program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["NUONG_POLICIES": ProjectFiles.root.path + "/policies", "NUONG_LANGUAGE": language]
        ) { $1 }
        let complaints = folder + "-complaints"
        _ = FileManager.default.createFile(atPath: complaints, contents: nil)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: complaints)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let said = FileManager.default.contents(atPath: complaints) ?? Data()
        try FileManager.default.removeItem(atPath: complaints)
        return (process.terminationStatus, String(decoding: data, as: UTF8.self), String(decoding: said, as: UTF8.self))
    }

    private func installed(_ body: (String) throws -> Void) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let made = try run("init", "--data", folder, "--unattended")
        #expect(made.status == 0)
        #expect(made.out.hasPrefix("{\"administrator\":{\"name\":\"administrator\",\"passphrase\":\""))
        #expect(made.out.hasSuffix("\"version\":\"0.1.0\"}\n"))
        try body(folder)
    }

    @Test func theDataFolderIsForItsOwnerAlone() throws {
        try installed { (data: String) throws in
            for (name, mode) in [("", 0o700), ("/service.key", 0o400), ("/nuong.sqlite", 0o600), ("/policies", 0o700), ("/public", 0o700)] {
                let attributes = try FileManager.default.attributesOfItem(atPath: data + name)
                #expect((attributes[.posixPermissions] as? Int) == mode, "\(name)")
            }
            let again = try run("init", "--data", data)
            #expect(again.status == 73)
        }
    }

    @Test func aMakingThatWasCutShortIsTakenUpAgain() throws {
        try installed { (data: String) throws in
            // As if the process had been killed after the key and before the installation.
            for name in ["nuong.sqlite", "nuong.sqlite-wal", "nuong.sqlite-shm"] {
                try? FileManager.default.removeItem(atPath: data + "/" + name)
            }
            #expect(try run("init", "--data", data, "--unattended").status == 0)
            #expect(try run("indicators", "--data", data, "--period", "2026").status == 0)
        }
    }

    @Test func aRegisterNameIsBoundedByItsCharactersNotByWhatLooksLikeOne() throws {
        try installed { (data: String) throws in
            let name = "a" + String(repeating: "\u{301}", count: 40_000)
            #expect(try run("import", "--data", data, ProjectFiles.golden("rules-2026").path, "--register", name).status == 64)
            #expect(try run("import", "--data", data, ProjectFiles.golden("rules-2026").path, "--register", "   ").status == 64)
        }
    }

    @Test func aServiceKeyThatIsNotAsItMustBeIsRefusedAndSaysWhy() throws {
        try installed { (data: String) throws in
            let key = data + "/service.key"
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            let open = try run("indicators", "--data", data, "--period", "2026")
            #expect(open.status == 77)
            #expect(open.complaint.contains("0400"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
            try Data(repeating: 1, count: 31).write(to: URL(fileURLWithPath: key))
            #expect(try run("indicators", "--data", data, "--period", "2026").complaint.contains("32 bytes"))
            try Data(repeating: 1, count: 32).write(to: URL(fileURLWithPath: key))
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: key)
            let foreign = try run("indicators", "--data", data, "--period", "2026")
            #expect(foreign.status == 65)
            #expect(foreign.complaint.contains("not that of this installation"))
            try FileManager.default.removeItem(atPath: key)
            #expect(try run("indicators", "--data", data, "--period", "2026").status == 77)
        }
    }

    @Test func faultsOfARegisterAreListedAndNothingIsWritten() throws {
        try installed { (data: String) throws in
            let register = data + "-register"
            defer { try? FileManager.default.removeItem(atPath: register) }
            try FileManager.default.createDirectory(atPath: register, withIntermediateDirectories: true)
            try Data("case,kind,detected_on,detected_place,channel,state\nA,wrong,2026-13-01,99999,police,confirmed\n".utf8)
                .write(to: URL(fileURLWithPath: register + "/cases.csv"))
            let text = try run("import", "--data", data, register)
            #expect(text.status == 65)
            #expect(text.complaint.contains("cases.csv:2:2: unknown_code: "))
            #expect(text.complaint.contains("cases.csv:2:3: impossible_date: "))
            #expect(text.complaint.contains("people.csv:1:1: missing_file: "))
            #expect(!text.complaint.contains("99999"))
            let json = try run("import", "--data", data, register, "--format", "json")
            #expect(json.status == 65)
            #expect(json.out.hasPrefix("{\"faults\":[{\"code\":"))
            #expect(try run("import", "--data", data, register + "/none").status == 65)
            #expect(try run("indicators", "--data", data, "--period", "2026", "--format", "json").out.contains("\"cutoff\":0"))
        }
    }

    @Test func aFolderThatIsHeldIsRefusedWith69() throws {
        let test = try TestInstallation(deriving: false)
        // The test process holds the folder; its policies are not those of the command, so only the lock is looked at.
        let held = try run("audit", "verify", "--data", test.folder)
        #expect(held.status == 0)
        try installed { (data: String) throws in
            let lock = open(data + "/nuong.lock", O_RDWR | O_CREAT, 0o600)
            #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
            defer { _ = close(lock) }
            #expect(try run("indicators", "--data", data, "--period", "2026").status == 69)
            #expect(try run("import", "--data", data, ProjectFiles.golden("rules-2026").path).status == 69)
            #expect(try run("audit", "verify", "--data", data).status == 0)
        }
    }

    @Test func wrongUseIs64() throws {
        #expect(try run("indicators").status == 64)
        #expect(try run("indicators", "--data", "/nonexistent-nuong").status == 64)
        #expect(try run("indicators", "--data", folder, "--period", "2026-Q7").status == 64)
        #expect(try run("import", "--data", folder).status == 64)
        #expect(try run("nothing").status == 64)
    }

    @Test func policyCheckPassesTheShippedPoliciesAndListsEveryFaultOfABrokenFolder() throws {
        let fine = try run("policy", "check")
        #expect(fine.status == 0)
        let broken = folder + "-policies"
        defer { try? FileManager.default.removeItem(atPath: broken) }
        try FileManager.default.copyItem(atPath: ProjectFiles.root.path + "/policies", toPath: broken)
        let plan = broken + "/plans/lai-chau-2026-2030.yaml"
        let text = try String(contentsOfFile: plan, encoding: .utf8)
        try text.replacingOccurrences(of: "public_calendar: calendar", with: "public_calendar: lunar").write(
            toFile: plan, atomically: true, encoding: .utf8)
        let goal = broken + "/indicators/goal-3.yaml"
        let definitions = try String(contentsOfFile: goal, encoding: .utf8)
        try definitions.replacingOccurrences(of: "lookback_days: 30", with: "lookback_dayz: 30").write(
            toFile: goal, atomically: true, encoding: .utf8)
        let found = try run("policy", "check", broken)
        #expect(found.status == 65)
        #expect(found.complaint.contains("plans/lai-chau-2026-2030.yaml:"))
        #expect(found.complaint.contains("unknown_key"))
        #expect(found.complaint.contains("missing_key"))
    }

    @Test func aDefinitionCaseWhoseOutcomeDiffersIsAFault() throws {
        let broken = folder + "-policies"
        defer { try? FileManager.default.removeItem(atPath: broken) }
        try FileManager.default.copyItem(atPath: ProjectFiles.root.path + "/policies", toPath: broken)
        let goal = broken + "/indicators/goal-3.yaml"
        let text = try String(contentsOfFile: goal, encoding: .utf8)
        try text.replacingOccurrences(of: "lookback_days: 30", with: "lookback_days: 0").write(
            toFile: goal, atomically: true, encoding: .utf8)
        let found = try run("policy", "check", broken)
        #expect(found.status == 65)
        #expect(found.complaint.contains("indicators/goal-3.cases.yaml:"))
        #expect(found.complaint.contains("case_differs"))
    }

    @Test func bothLanguagesSayTheSameThings() throws {
        let vietnamese = try run("--help", language: "vi").out
        let english = try run("--help", language: "en").out
        #expect(vietnamese.contains("Nhập một sổ đăng ký"))
        #expect(english.contains("Import a register"))
    }

    @Test func aCutOffBeforeAnErasureIsRefusedInBothLanguages() throws {
        try installed { (data: String) throws in
            #expect(try run("import", "--data", data, ProjectFiles.golden("rules-2026").path).status == 0)
            try StolenFile(folder: data).change("INSERT INTO erasure SELECT max(sequence), randomblob(16), 1 FROM commit_log")
            let erasure = try #require(try StolenFile(folder: data).numbers("SELECT sequence FROM erasure").first)
            let figures = ["indicators", "--data", data, "--period", "2026-Q1", "--cutoff"]
            #expect(try run(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], String(erasure)).status == 0)
            for (language, words) in [("en", "can no longer be derived"), ("vi", "Không tính lại được")] {
                let refused = try run(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], "0", language: language)
                #expect(refused.status == 65)
                #expect(refused.out.isEmpty)
                #expect(refused.complaint.contains(words) && refused.complaint.contains("\(erasure)"))
            }
        }
    }
}
