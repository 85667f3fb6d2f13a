import CaseDomain
import Disclosure
import Indicators
import Support
import Testing

@testable import Reports

/// What a report says follows from its rows alone.
@Suite struct ReportContentTests {
    @Test(arguments: [PeriodPart.q1, .year])
    func aPublicReportHasTheValuesOfItsRowsAndNoOthers(part: PeriodPart) throws {
        let tables = try ReportSample.tables(part, try Written.policies())
        let rows = tables.flatMap(\.publicRows)
        let content = try Written.published(part)
        #expect(content.lines.count == rows.count)
        for (line, row) in zip(content.lines, rows) {
            #expect((line.value == .hidden) == (row.value == nil))
            #expect(line.indicator == row.indicator && line.measure == row.measure)
        }
        #expect(rows.contains { $0.value == nil } && rows.contains { $0.value != nil })
    }

    @Test func aHiddenCellIsHiddenInEverySheet() throws {
        let report = try Written.report(try Written.published(.year))
        let hidden = report.content.lines.count { $0.value == .hidden }
        let shown = report.sheets.flatMap(\.cells).count { $0 == .hidden }
        // The indicator that is hidden as a whole is judged as hidden, and stands above its groups once more.
        #expect(hidden > 20 && shown >= hidden)
        let goal = try #require(report.sheets.first { $0.subject == .goal })
        let row = try #require(goal.tables[0].rows.first { $0[0] == .text("3.3") })
        #expect(row[2] == .hidden && row[3] == .hidden && row[4] == .hidden && row[7] == .hidden)
    }

    @Test func theSameReportComesFromTheTablesAndFromTheSignedRelease() throws {
        let release = try #require(try ReportSample.release(.year, try Written.policies(), missing: ["health"]))
        #expect(try ReportContent(release, remarks: "x") == Written.published(.year, missing: ["health"], remarks: "x"))
    }

    @Test func sheetsOfServicesAreInTheRestrictedReturnAlone() throws {
        let open = try Written.report(try Written.published(.year)).sheets.map(\.name)
        #expect(open == ["Mục tiêu 3", "Theo xã", "Theo giới và tuổi", "Định nghĩa và ghi chú"])
        let closed = try Written.report(ReportContent(try Written.restricted())).sheets.map(\.name)
        #expect(
            closed == [
                "Mục tiêu 3", "Theo xã", "Theo giới và tuổi", "Chưa được tiếp cận dịch vụ", "Dịch vụ", "Biểu bạo lực gia đình",
                "Xác nhận và thay đổi muộn", "So với bản trước", "Định nghĩa và ghi chú",
            ])
        #expect(closed.allSatisfy { $0.count <= 31 })
    }

    @Test func anEmptyReturnHasEverySheet() throws {
        let report = try Written.report(ReportContent(try Written.restricted(rows: [])))
        #expect(report.sheets.count == 9)
        #expect(try !WorkbookFile.bytes(of: report).isEmpty && !DocumentFile.bytes(of: report).isEmpty)
    }

    @Test func aCodeThatNobodyNamedIsCalledByItself() throws {
        let report = try Written.report(ReportContent(try Written.restricted()))
        let services = try #require(report.sheets.first { $0.subject == .services })
        #expect(services.cells.contains(.text("a_kind_of_tomorrow")) && services.cells.contains(.text("trợ giúp pháp lý")))
        let coverage = try #require(report.sheets.first { $0.subject == .coverage })
        #expect(coverage.cells.contains(.text("Trung tâm Công tác xã hội A")) && coverage.cells.contains(.text("không phát sinh")))
    }

    @Test(arguments: [
        ("", ReportValue.nothing), ("0", .count(0)), ("83.3", .decimal("83.3")), ("yes", .met(true)), ("no", .met(false)),
        ("silent", .word("silent")), ("-12", .count(-12)), ("-1.5", .word("-1.5")), ("1.", .word("1.")), ("1.2.3", .word("1.2.3")),
        (".5", .word(".5")),
    ])
    func valuesAreReadAsTheyAreMeant(text: String, value: ReportValue) {
        #expect(ReportValue(text: text) == value)
    }
}
