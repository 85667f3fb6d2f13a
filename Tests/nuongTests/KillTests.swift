import CaseDomain
import Foundation
import Support
import Testing

/// What stands after `kill -9` at a random moment of an import: all of it or nothing, and a chain that holds.
@Suite struct KillTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let kills = ProofSize.of("NUONG_KILLS", small: 4, environment: environment)

    private func run(_ arguments: [String], killAfter seconds: Double? = nil) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = ProjectFiles.program
        process.arguments = arguments
        process.environment = KillTests.environment.merging(["NUONG_POLICIES": ProjectFiles.root.path + "/policies"]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        if let seconds {
            Thread.sleep(forTimeInterval: seconds)
            kill(process.processIdentifier, SIGKILL)
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    private func makeRegister(_ folder: String, cases: Int) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let files = [
            "centres": "code,name,kind,public,place,valid_from,valid_to\nTT,Trung tâm,social_assistance_centre,yes,03388,2015-01-01,\n",
            "cases": "case,kind,detected_on,detected_place,channel,state,centre\n"
                + (0..<cases).map { "HS\($0),domestic_violence,2026-01-10,03388,police,confirmed,TT\n" }.joined(),
            "people": "case,person,role,sex\n" + (0..<cases).map { "HS\($0),N\($0),victim,female\n" }.joined(),
        ]
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).csv")) }
    }

    @Test func anImportThatIsKilledIsAllThereOrNotAtAll() throws {
        let chance = SeededChance(seed: 77)
        let folder = NSTemporaryDirectory() + "nuong-kill-\(chance.next())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try makeRegister(folder + "/register", cases: 400)
        for round in 0..<KillTests.kills {
            let data = "\(folder)/data-\(round)"
            #expect(try run(["init", "--data", data, "--unattended"]).status == 0)
            _ = try run(["import", "--data", data, folder + "/register"], killAfter: Double(chance.below(1_500)) / 1_000)
            let figures = try run(["indicators", "--data", data, "--period", "2026-Q1", "--format", "json"])
            #expect(figures.status == 0)
            let isThere = figures.text.contains("\"denominator\":400")
            #expect(isThere != figures.text.contains("\"cutoff\":0"))
            #expect(try run(["audit", "verify", "--data", data]).status == 0)
            let again = try run(["import", "--data", data, folder + "/register", "--format", "json"])
            #expect(again.status == 0)
            #expect(again.text.contains(isThere ? "\"cases\":0" : "\"cases\":400"))
        }
    }

    @Test func anAcknowledgedImportSurvivesAKillOfTheNextCommand() throws {
        let folder = NSTemporaryDirectory() + "nuong-kill-\(SeededChance(seed: 78).next())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try makeRegister(folder + "/register", cases: 5)
        #expect(try run(["init", "--data", folder + "/data", "--unattended"]).status == 0)
        #expect(try run(["import", "--data", folder + "/data", folder + "/register"]).status == 0)
        for _ in 0..<KillTests.kills {
            _ = try run(["indicators", "--data", folder + "/data", "--period", "2026-Q1"], killAfter: 0.15)
            let figures = try run(["indicators", "--data", folder + "/data", "--period", "2026-Q1", "--format", "json"])
            #expect(figures.text.contains("\"denominator\":5"))
        }
    }
}
