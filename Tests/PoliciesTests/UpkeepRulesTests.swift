import Foundation
import Testing

@testable import Policies

@Suite("The limits of upkeep")
struct UpkeepRulesTests {
    @Test("are those that were agreed")
    func shipped() throws {
        let rules = try ShippedPolicies.read().upkeep
        #expect(rules.dailyHour == 2)
        #expect(rules.diskFreeMegabytes == 2_048)
        #expect(rules.logMegabytes == 512)
        #expect(rules.clockBehindMinutes == 5)
        #expect(rules.clockAheadDays == 400)
        #expect(rules.certificateDays == 14)
    }

    @Test("stay within what the program allows", arguments: UpkeepLimit.allCases)
    func bounds(limit: UpkeepLimit) throws {
        for value in [limit.bounds.lowerBound, limit.bounds.upperBound] {
            #expect(ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value])) == [])
        }
        for value in [limit.bounds.lowerBound - 1, limit.bounds.upperBound + 1] {
            let found = ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value]))
            #expect(found == ["upkeep.yaml:\(try ShippedPolicies.line(of: limit)): out_of_range"])
        }
    }

    @Test(
        "are a fault where the file is wrong, with its line",
        arguments: [
            Breakage(.unknownKey, "upkeep.yaml", "  daily_hour:", "  hour: {value: 4, source: x}\n  daily_hour:", at: "hour: {value"),
            Breakage(.notANumber, "upkeep.yaml", "value: 2048", "value: two GB", at: "two GB"),
        ])
    func faults(breakage: Breakage) throws {
        let (files, line) = try breakage.apply(to: ShippedPolicies.files())
        #expect(ShippedPolicies.lines(of: files) == ["\(breakage.file):\(line): \(breakage.code.rawValue)"])
    }
}

@Suite("The codes of a set of policies")
struct PolicyCodesTests {
    private static func codes(_ file: String, _ old: String, _ new: String) throws -> [PolicyCodes.Loss] {
        let files = try ShippedPolicies.files()
        let changed = try files.map { shipped in
            guard shipped.path == file else { return shipped }
            let text = String(decoding: shipped.bytes, as: UTF8.self)
            try #require(text.contains(old))
            return PolicyFile(path: file, bytes: Array(text.replacingOccurrences(of: old, with: new).utf8))
        }
        return PolicyCodes(files).losses(in: PolicyCodes(changed))
    }

    @Test("lose nothing in the same set, nor in one with more")
    func same() throws {
        let files = try ShippedPolicies.files()
        #expect(PolicyCodes(files).losses(in: PolicyCodes(files)).isEmpty)
        let fewer = files.filter { $0.path != "upkeep.yaml" && $0.path != "vocabularies/risk-levels.yaml" }
        #expect(PolicyCodes(fewer).losses(in: PolicyCodes(files)).isEmpty)
        #expect(
            PolicyCodes(files).losses(in: PolicyCodes(fewer)).contains { loss in
                if case .gone(file: "vocabularies/risk-levels.yaml", _) = loss { true } else { false }
            })
    }

    @Test("are missed by file when one is gone, renamed or renumbered")
    func losses() throws {
        let file = "vocabularies/service-kinds.yaml"
        let text = String(decoding: try #require(try ShippedPolicies.files().first { $0.path == file }).bytes, as: UTF8.self)
        let lines = text.split(separator: "\n").drop { $0 != "terms:" }
        let code = try #require(lines.first { $0.hasPrefix("  - code: ") }).dropFirst("  - code: ".count)
        #expect(
            try PolicyCodesTests.codes(file, "\n  - code: \(code)\n    number", "\n  - code: another_word\n    number") == [
                .gone(file: file, code: String(code))
            ])
        let number = try #require(lines.first { $0.hasPrefix("    number: ") })
        #expect(
            try PolicyCodesTests.codes(file, "\(code)\n\(number)\n", "\(code)\n    number: 63\n") == [
                .renumbered(file: file, code: String(code))
            ])
        #expect(
            try PolicyCodesTests.codes("departments.yaml", "- code: statistics", "- code: statistik").contains(
                .gone(file: "departments.yaml", code: "statistics")))
    }
}
