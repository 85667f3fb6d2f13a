import CaseDomain
import Foundation
import Testing

@testable import Policies

@Suite("How long things are kept")
struct RetentionRulesTests {
    private static let file = "retention.yaml"

    private static func faults(_ files: [PolicyFile]) -> [String] {
        ShippedPolicies.faults(of: files).map { "\($0.file):\($0.line): \($0.code.rawValue)" }
    }

    @Test("is what was agreed", arguments: CaseKind.allCases)
    func shipped(kind: CaseKind) throws {
        let rules = try ShippedPolicies.read().retention
        let day = try #require(Day("2024-02-29"))
        #expect(rules.warningDays == 30)
        #expect(rules.identityEnd(kind, from: day) == Day("2029-02-28"))
        #expect(rules.caseEnd(kind, from: day) == Day("2034-02-28"))
    }

    @Test("has a floor and a ceiling that no file passes")
    func bounds() {
        #expect(RetentionRules.identityBounds == 12...240)
        #expect(RetentionRules.caseBounds == 24...600)
        #expect(RetentionRules.warningBounds == 30...180)
    }

    @Test(
        "is a fault where the file is wrong, with its line",
        arguments: [
            Breakage(.outOfRange, file, "warning_days: 30", "warning_days: 29", at: "29"),
            Breakage(.outOfRange, file, "identity_months: 60", "identity_months: 11", at: "11"),
            Breakage(.outOfRange, file, "case_months: 120", "case_months: 601", at: "601"),
            Breakage(.outOfRange, file, "case_months: 120", "case_months: 59", at: "case_months: 59"),
            Breakage(.notANumber, file, "case_months: 120", "case_months: long", at: "long"),
            Breakage(.unknownCode, file, "kind: trafficking_return", "kind: quarrel", at: "quarrel"),
            Breakage(.duplicateCode, file, "kind: trafficking_return", "kind: domestic_violence", at: "kind: domestic_violence"),
            Breakage(.unknownKey, file, "warning_days: 30", "warning_days: 30\nforever: true", at: "forever"),
        ])
    func faults(breakage: Breakage) throws {
        let (files, line) = try breakage.apply(to: ShippedPolicies.files())
        let found = RetentionRulesTests.faults(files)
        #expect(found.contains("\(breakage.file):\(line): \(breakage.code.rawValue)"), "\(found)")
    }

    @Test("names every kind of case")
    func kinds() throws {
        let files = try ShippedPolicies.files().map { shipped -> PolicyFile in
            guard shipped.path == RetentionRulesTests.file else { return shipped }
            let text = String(decoding: shipped.bytes, as: UTF8.self)
            let cut = text.components(separatedBy: "  - kind: trafficking_return")[0]
            return PolicyFile(path: shipped.path, bytes: Array(cut.utf8))
        }
        #expect(RetentionRulesTests.faults(files).map { $0.split(separator: " ").last } == ["missing_key"])
    }
}
