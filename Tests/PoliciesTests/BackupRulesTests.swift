import Foundation
import Testing

@testable import Policies

@Suite("The limits of backups")
struct BackupRulesTests {
    @Test("are those that were agreed")
    func shipped() throws {
        let rules = try ShippedPolicies.read().backup
        #expect(rules.daysKept == 35)
        #expect(rules.warningHours == 48)
    }

    @Test("stay within what the program allows", arguments: BackupLimit.allCases)
    func bounds(limit: BackupLimit) throws {
        for value in [limit.bounds.lowerBound, limit.bounds.upperBound] {
            #expect(ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value])) == [])
        }
        for value in [limit.bounds.lowerBound - 1, limit.bounds.upperBound + 1] {
            let found = ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value]))
            #expect(found == ["backup.yaml:\(try ShippedPolicies.line(of: limit)): out_of_range"])
        }
    }

    @Test("never keep a backup less than a week or past ninety days, and warn within a week")
    func floors() {
        #expect(BackupLimit.daysKept.bounds == 7...90)
        #expect(BackupLimit.warningHours.bounds.upperBound == 168)
    }

    @Test(
        "are a fault where the file is wrong, with its line",
        arguments: [
            Breakage(.missingKey, "backup.yaml", "    value: 35\n", "", at: "source: policy of this system; whoever"),
            Breakage(.unknownKey, "backup.yaml", "  warning_hours:", "  copies: {value: 4, source: x}\n  warning_hours:", at: "copies"),
            Breakage(.notANumber, "backup.yaml", "value: 48", "value: two days", at: "two days"),
            Breakage(
                .missingKey, "backup.yaml", "    value: 48\n    source: policy of this system; backups", "    value: 48 #", at: "value: 48"),
        ])
    func faults(breakage: Breakage) throws {
        let (files, line) = try breakage.apply(to: ShippedPolicies.files())
        #expect(ShippedPolicies.lines(of: files) == ["\(breakage.file):\(line): \(breakage.code.rawValue)"])
    }
}
