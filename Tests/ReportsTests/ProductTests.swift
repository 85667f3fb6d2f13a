import Disclosure
import Foundation
import Indicators
import Support
import Testing
import Wording

@testable import Reports

/// The files of a product: which there are, what they may not say, and that nothing but the figures changes them.
@Suite struct ProductTests {
    private static let names = [
        "figures.csv", "figures.json", "goal-3.xlsx", "report.docx", "report.html", "en/goal-3.xlsx", "en/report.docx", "en/report.html",
    ]

    private func published(_ part: PeriodPart, remarks: String = "") throws -> PublicProduct {
        try PublicProduct(
            try ReportSample.tables(part, try Written.policies()), facts: ReportSample.facts(part), names: try Written.names(),
            layout: try Written.layout(), remarks: remarks)
    }

    private func restricted(_ restricted: RestrictedReturn) throws -> RestrictedProduct {
        try RestrictedProduct(return: restricted, names: try Written.names(), layout: try Written.layout())
    }

    @Test func aPublicProductHasTheFiguresAsTheyWereAndTheFormsThatPeopleRead() throws {
        let product = try published(.year)
        #expect(product.files.map(\.name) == ProductTests.names)
    }

    @Test func whatIsSignedMakesTheSameFilesAgain() throws {
        let release = try #require(try ReportSample.release(.q1, try Written.policies()))
        let again = try PublicProduct(release, names: try Written.names(), layout: try Written.layout(), remarks: "Không có gì.")
        let product = try published(.q1, remarks: "Không có gì.")
        for (file, same) in zip(product.files, again.files) { #expect(file.name == same.name && file.bytes == same.bytes, "\(file.name)") }
    }

    @Test func aRestrictedProductIsTheSameEachTimeAndDependsOnTheRecipient() throws {
        let (first, again) = (try restricted(try Written.restricted()), try restricted(try Written.restricted()))
        let names = ProductTests.names.prefix(5) + ["explanation.docx"] + ProductTests.names.suffix(3) + ["en/explanation.docx"]
        #expect(first.files.map(\.name) == Array(names))
        for (file, same) in zip(first.files, again.files) { #expect(file.bytes == same.bytes, "\(file.name)") }
        let other = try restricted(try Written.restricted(recipient: "Sở Y tế"))
        for (file, changed) in zip(first.files, other.files) { #expect(file.bytes != changed.bytes, "\(file.name)") }
        #expect(other.files.map(\.name) == Array(names))
        let unchanged = try restricted(try Written.restricted(rows: []))
        #expect(unchanged.files.map(\.name) == ProductTests.names)
    }

    @Test func manyAtOnceAreAsOneAfterTheOther() async throws {
        let (first, second) = (try Written.report(ReportContent(try Written.restricted())), try Written.report(try Written.published(.q1)))
        let (one, two) = (try WorkbookFile.bytes(of: first), try WorkbookFile.bytes(of: second))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                group.addTask { try WorkbookFile.bytes(of: index % 2 == 0 ? first : second) == (index % 2 == 0 ? one : two) }
            }
            for try await isSame in group { #expect(isSame) }
        }
    }

    @Test func everyRowOfRestrictedFiguresSaysForWhomItIs() throws {
        let restricted = try Written.restricted(recipient: "=Sở, \"A\"")
        let files = try self.restricted(restricted).files
        let mark = "HẠN CHẾ – chỉ dành cho =Sở, \"A\" – bản số 2 – do phe-duyet lập ngày 13/01/2027"
        let lines = String(decoding: files[0].bytes, as: UTF8.self).components(separatedBy: "\r\n").dropLast()
        #expect(lines.count == restricted.rows.count + 1)
        #expect(lines[0].hasSuffix("table,indicator,measure,place,sex,age,scope,detail,value,recipient"))
        let quoted = "\"" + mark.replacingOccurrences(of: "\"", with: "\"\"") + "\""
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(quoted) })
        #expect(lines.contains { $0.contains(",'=CMD(),") })
        // An end of a line in a name ends no row, be it CR and LF together, which is one character, or either of them.
        for end in ["\n", "\r", "\r\n"] {
            let name = "Trạm\(end)=HYPERLINK(\"x\")"
            let row = ExactRow(.coverage, "", "answer", detail: name, value: "silent")
            let text = String(decoding: try self.restricted(try Written.restricted(rows: [row])).files[0].bytes, as: UTF8.self)
            #expect(text.contains(",\"Trạm\(end)=HYPERLINK(\"\"x\"\")\",silent,"), "\(Array(end.utf8))")
            let first = ExactRow(.coverage, "", "answer", detail: end + "=A1", value: "silent")
            let cells = String(decoding: try self.restricted(try Written.restricted(rows: [first])).files[0].bytes, as: UTF8.self)
            #expect(cells.contains(",\"'\(end)=A1\",silent,"), "\(Array(end.utf8))")
        }
        // A number below zero stays one.
        #expect(lines.contains { $0.hasPrefix("changes,3.2a,people_linked,all,all,all,all,denominator,-2,") })
        let json = try #require(try JSONSerialization.jsonObject(with: Data(files[1].bytes)) as? [String: Any])
        #expect(json["recipient"] as? String == mark)
        let figures = try #require(json["figures"] as? [[String: Any]])
        #expect(figures.count == restricted.rows.count)
        for (figure, row) in zip(figures, restricted.rows) {
            #expect(figure["table"] as? String == row.table.rawValue && figure["detail"] as? String == row.detail)
            if let count = Int(row.value) { #expect(figure["value"] as? Int == count) }
            if row.value.isEmpty { #expect(figure["value"] is NSNull) }
        }
    }
}
