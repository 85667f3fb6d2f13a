import CaseDomain
import Disclosure
import Foundation
import Indicators
import Support
import Testing
import Wording

@testable import Reports

/// Rows of all scopes and of each: one of them stands for an indicator, and no list mixes them.
@Suite struct ScopeTests {
    private func report(_ scopes: [Scope?], _ language: Language = .vietnamese) throws -> WrittenReport {
        let rows = ReportRows.all(ReportSample.communes(try Written.policies()), scopes: scopes)
        return try Written.report(ReportContent(try Written.restricted(rows: rows)), language)
    }

    private static let subjects: [ExactRow.Table] = [.goal, .place, .sex, .age, .service, .unreached, .delay]

    @Test func whereAllScopesStandTheyAreTheHeadlineAndEachScopeHasItsRow() throws {
        let report = try report([nil, .domestic, .nonDomestic])
        for subject in ScopeTests.subjects {
            let lines = report.content.lines(of: subject)
            #expect(!lines.isEmpty && lines.allSatisfy { $0.scope == "all" }, "\(subject)")
        }
        #expect(report.content.headline("3.2a", "denominator") == .count(48))
        let groups = try #require(report.sheets.first { $0.subject == .groups })
        #expect(groups.tables.map(\.caption) == ["Theo giới, nhóm tuổi", "Trong và ngoài gia đình"])
        #expect(groups.tables[1].rows.map { $0[0] } == [.text("bạo lực gia đình"), .text("bạo lực ngoài gia đình")])
        #expect(groups.tables[1].rows.map { $0[1] } == [.count(47), .count(1)])
    }

    @Test(arguments: [(Scope.domestic, "bạo lực gia đình", 47), (.nonDomestic, "bạo lực ngoài gia đình", 1)])
    func whereOneScopeStandsAloneEveryTableSaysWhich(scope: Scope, name: String, counted: Int) throws {
        let report = try report([scope])
        #expect(report.content.headline("3.2a", "denominator") == .count(counted))
        #expect(report.goalTable.rows.first { $0[0] == .text("3.2a") }?[2] == .count(counted))
        #expect(report.sentences.filter { $0.contains("(chỉ \(name))") }.count == 2)
        for subject in [ReportSheet.Subject.places, .groups, .unreached, .services] {
            let sheet = try #require(report.sheets.first { $0.subject == subject })
            // Of the smaller one nobody was reached, and so there is no kind of service for one of its indicators.
            #expect(sheet.tables.allSatisfy { $0.caption.hasSuffix(": \(name))") }, "\(sheet.tables.map(\.caption))")
            #expect(sheet.tables.count == 1)
        }
        #expect(report.sheets[0].tables.dropFirst().allSatisfy { $0.caption.hasSuffix("(3.2a, 3.2b: \(name))") })
        // What other departments approved is no business of this return.
        #expect(!report.goalTable.rows.contains { $0[0] == .text("3.3") || $0[0] == .text("3.4") })
    }

    @Test func theOldFormHasItsWordsAndItsTotals() throws {
        let sheet = try #require(try report([nil, .domestic, .nonDomestic]).sheets.first { $0.subject == .forms })
        func first(_ table: Int) -> [ReportTable.Cell] { sheet.tables[table].rows.map { $0[0] } }
        #expect(
            first(0)
                == [
                    "Tổng số vụ", "kinh tế", "thân thể", "tinh thần", "tình dục", "nhiều hình thức, không ghi hình thức chính",
                    "không ghi hình thức",
                ].map { .text($0) })
        #expect(
            first(1)
                == ["Tổng số", "cấm tiếp xúc", "góp ý, phê bình trong cộng đồng dân cư", "xử phạt vi phạm hành chính"].map { .text($0) })
        #expect(first(2) == ["Tổng số", "dưới 16 tuổi", "từ 16 đến 59 tuổi", "từ 60 tuổi trở lên"].map { .text($0) })
        #expect(sheet.remarks.contains { $0.contains("không cộng thành tổng số") })
        #expect(sheet.cells.allSatisfy { if case .text(let text) = $0 { !text.contains("_") } else { true } })
    }

    @Test func nothingIsSaidWhereNobodyIsCounted() throws {
        let report = try report([nil, .domestic, .nonDomestic])
        let row = try #require(report.goalTable.rows.first { $0[0] == .text("3.3") })
        #expect(row[2] == .count(0) && row[4] == .empty && row[7] == .text("không phát sinh"))
        #expect(!report.sheets.flatMap(\.cells).contains(.hidden))
    }
}

/// Who came late into a year that is public: one line of its own, and the outcome over the people in the end.
@Suite struct LateLineTests {
    private func content(entries: String, withdrawals: String) throws -> ReportContent {
        let release = try #require(try ReportSample.release(.year, try Written.policies()))
        var json = try #require(try JSONSerialization.jsonObject(with: Data(release.bytes)) as? [String: Any])
        var rows = try #require(json["rows"] as? [[String]])
        rows += [("entries", entries), ("withdrawals", withdrawals)].map {
            ["T6", "3.2a", $0.0, "all", "2026", "all", "all", "all", $0.1, "published"]
        }
        json["rows"] = rows
        let bytes = Array(try JSONSerialization.data(withJSONObject: json))
        return ReportContent(try #require(ApprovedRelease(bytes: bytes, signature: "", verifies: { _, _ in true })))
    }

    @Test func itStandsBelowTheGoalInEveryForm() throws {
        let content = try content(entries: "12", withdrawals: "0")
        let report = try Written.report(content)
        let line = "Chỉ tiêu 3.2a. Sau khi chốt: thêm 12 người, bớt 0 người; kết quả của năm tính trên 252 người sau cùng."
        #expect(report.lateLines == [line] && report.sheets[0].remarks.first == line)
        #expect(Written.page(report).contains(line) && DocumentBody(report: report).text.contains(line))
        let sentence = try #require(report.sentences.first { $0.contains("3.2a") })
        #expect(sentence.contains("240 người được tính khi chốt; sau khi chốt: thêm 12 người, bớt 0 người; cuối cùng 200 trên 252 người"))
        #expect(sentence.contains("đạt 79,4\u{A0}%"))
        #expect(
            try Written.report(content, .english).lateLines[0].contains("12 people came in, 0 went out; the year’s result is over the 252"))
    }

    @Test func itIsAbsentWhereNothingIsTold() throws {
        let report = try Written.report(try Written.published(.year))
        #expect(report.lateLines.isEmpty && report.sentences.contains { $0.contains("200 trên 240 người, đạt 83,3") })
        // The restricted return has the exact changes in a table, and its total is over the people in the end already.
        #expect(try Written.report(ReportContent(try Written.restricted())).lateLines.isEmpty)
    }
}
