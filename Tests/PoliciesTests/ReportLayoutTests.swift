import CaseDomain
import Disclosure
import Foundation
import Testing

@testable import Policies

@Suite("The look of printed reports")
struct ReportLayoutTests {
    @Test("is that of official documents")
    func shipped() throws {
        let rules = try ShippedPolicies.read().report
        #expect(rules.page == ReportLayout.Page(width: 210, height: 297, top: 20, bottom: 20, left: 30, right: 15))
        #expect(rules.font == "Times New Roman")
        #expect((13...14).contains(rules.textSize) && rules.tableSize <= rules.textSize)
        #expect(rules.signature.map(\.vietnamese) == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"])
        #expect(rules.recipients.count == 3)
    }

    @Test("says that nobody compared the decree's numbers with its text")
    func provenance() throws {
        let file = try #require(try ShippedPolicies.files().first { $0.path == ReportReading.path })
        let lines = String(decoding: file.bytes, as: UTF8.self).components(separatedBy: "\n")
        let sources = lines.indices.filter { lines[$0].contains("decree 30/2020") }
        #expect(!sources.isEmpty && sources.allSatisfy { lines[$0 + 1].contains("unverified: true") })
    }

    @Test(
        "is a fault where the file is wrong, with its line",
        arguments: [
            Breakage(.outOfRange, "report.yaml", "    value: 30\n", "    value: 90\n", at: "value: 90"),
            Breakage(.outOfRange, "report.yaml", "    value: 297\n", "    value: 209\n", at: "value: 209"),
            Breakage(.notANumber, "report.yaml", "    value: 14\n", "    value: large\n", at: "value: large"),
            Breakage(.missingKey, "report.yaml", "    value: 14\n", "", at: "source: decree 30/2020/ND-CP, annex I (running"),
            Breakage(.unknownKey, "report.yaml", "  symbol: BC-SNV\n", "  symbol: BC-SNV\n  number: 5\n", at: "number: 5"),
            Breakage(.badCode, "report.yaml", "value: Times New Roman", "value: Times; x{}", at: "value: Times; x{}"),
            Breakage(.badCode, "report.yaml", "value: Times New Roman", "value: Tê", at: "value: Tê"),
            Breakage(.missingText, "report.yaml", "    en: DEPARTMENT OF HOME AFFAIRS\n", "", above: "vi: SỞ NỘI VỤ"),
            Breakage(.wrongType, "report.yaml", "  symbol: BC-SNV\n", "  symbol: [BC-SNV]\n", at: "symbol: [BC-SNV]"),
            Breakage(.wrongType, "report.yaml", "    - vi: KT. GIÁM ĐỐC\n      en: FOR", "    - KT\n    - vi: FOR", at: "- KT"),
        ])
    func faults(breakage: Breakage) throws {
        let (files, line) = try breakage.apply(to: ShippedPolicies.files())
        #expect(ShippedPolicies.lines(of: files).contains("\(breakage.file):\(line): \(breakage.code.rawValue)"))
    }
}
