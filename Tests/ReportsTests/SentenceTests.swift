import CaseDomain
import Disclosure
import Indicators
import Support
import Testing
import Wording

@testable import Reports

/// The sentences of a report, and its numbers, in both languages.
@Suite struct SentenceTests {
    @Test func eachIndicatorHasItsSentence() throws {
        let report = try Written.report(ReportContent(try Written.restricted()))
        let sentences = report.sentences
        #expect(sentences.count == 5)
        #expect(sentences[0].hasSuffix(": 1,8\u{A0}lần; mục tiêu không quá 1,4\u{A0}lần: chưa đạt."))
        #expect(sentences[1].hasSuffix(": 40 trên 48 người, đạt 83,3\u{A0}%; mục tiêu từ 90\u{A0}% trở lên: chưa đạt."))
        #expect(sentences[2].hasSuffix(": 1.001 trên 1.234 người, đạt 81,1\u{A0}%; mục tiêu từ 70\u{A0}% trở lên: đạt."))
        #expect(sentences[3].hasSuffix("cộng đồng: không phát sinh trong kỳ."))
        #expect(sentences[4].hasSuffix(": 2 trên 2 cơ sở, đạt 100,0\u{A0}%; mục tiêu từ 100\u{A0}% trở lên: đạt."))
        #expect(report.coverage == "41 trên 48 đơn vị phải báo cáo đã xác nhận.")
    }

    @Test func whatIsHiddenIsSaidWithoutANumber() throws {
        let report = try Written.report(try Written.published(.year, missing: ["statistics"]))
        let sentences = report.sentences
        #expect(sentences[0].hasSuffix(": chưa có xác nhận của Thống kê tỉnh."))
        #expect(sentences[3].hasSuffix(": … (không công bố để bảo vệ người được trợ giúp)."))
        #expect(report.missingApprovals == ["Chỉ tiêu 3.1: chưa có xác nhận của Thống kê tỉnh."])
        #expect(
            report.notes.contains { $0.contains("không phải mức độ phổ biến") } && report.notes.contains { $0.contains("không công bố") })
        #expect(report.mark == nil)
    }

    @Test func englishSaysTheSame() throws {
        let report = try Written.report(ReportContent(try Written.restricted()), .english)
        #expect(report.sentences[2].hasSuffix(": 1,001 of 1,234 people, 81.1%; target at least 70%: met."))
        #expect(report.mark == "RESTRICTED – for Sở Nội vụ only – copy 2 – made on 13/01/2027 by phe-duyet")
    }

    @Test func whatAPersonTypedIsNoPlaceForAnotherWord() throws {
        let report = try Written.report(ReportContent(try Written.restricted(recipient: "{1} {2} {x\nSở")))
        #expect(report.mark == "HẠN CHẾ – chỉ dành cho {1} {2} {x Sở – bản số 2 – do phe-duyet lập ngày 13/01/2027")
    }

    @Test func periodsAreSaidInWords() throws {
        func subject(_ part: PeriodPart) throws -> String { try Written.report(try Written.published(part)).subject }
        #expect(try subject(.q1).hasSuffix(", quý I năm 2026"))
        #expect(try subject(.h1).hasSuffix(", 6 tháng đầu năm 2026"))
        #expect(try subject(.year).hasSuffix(", năm 2026"))
    }

    @Test func anEstimateOfOtherDaysIsNotCalledByItsPeriod() throws {
        func report(_ vintage: Vintage, _ days: (from: String, to: String)?, _ language: Language = .vietnamese) throws -> WrittenReport {
            WrittenReport(
                ReportContent(try Written.restricted(vintage: vintage, days: days)), names: try Written.names(calendar: "calendar"),
                layout: try Written.layout(), language: language)
        }
        let few = try report(.estimate, ("2026-11-01", "2026-11-09"))
        #expect(few.subject.hasSuffix(", kỳ từ ngày 01/11/2026 đến ngày 09/11/2026"))
        #expect(
            few.sheets.allSatisfy { few.heading(of: $0).contains("09/11/2026") } && !few.sheets.flatMap(\.cells).contains(.text("năm 2026"))
        )
        #expect(!ExplanationBody(report: few).text.contains("năm 2026<"))
        #expect(try report(.estimate, ("2026-11-01", "2026-11-09"), .english).period == "period from 01/11/2026 to 09/11/2026")
        #expect(try report(.estimate, nil).subject.hasSuffix(", năm 2026"))
        // Only an estimate has days of its own.
        #expect(try report(.first, ("2025-12-15", "2026-12-14")).subject.hasSuffix(", năm 2026"))
    }

    @Test func aWholeNumberFromElsewhereIsAFigure() throws {
        let rows = [ExactRow(.goal, "3.1", "value", value: "2"), ExactRow(.goal, "3.1", "target", value: "1.4")]
        let sentence = try #require(try Written.report(ReportContent(try Written.restricted(rows: rows))).sentences.first)
        #expect(sentence.contains(": 2\u{A0}lần; mục tiêu không quá 1,4\u{A0}lần"))
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1.000"), (1_234_567, "1.234.567"), (-1_000, "−1.000")])
    func thousandsAreGrouped(count: Int, text: String) {
        #expect(ReportWords(.vietnamese).count(count) == text)
        #expect(ReportWords(.vietnamese).decimal("1234.5") == "1.234,5" && ReportWords(.english).decimal("1234.5") == "1,234.5")
    }

    @Test func everyCodeOfTheRowsThatThisProgramMakesHasAWord() {
        let words = ReportWords(.english)
        func isSaid(_ phrases: String, _ codes: [String]) -> Bool {
            codes.allSatisfy { words.say(Phrase("\(phrases).\($0)")) != "\(phrases).\($0)" }
        }
        #expect(isSaid("report.reason", UnreachedReason.allCases.map(\.rawValue)))
        #expect(isSaid("report.age", ViolenceForms.AgeGroup.allCases.map(\.rawValue)))
        #expect(isSaid("report.scope", Scope.allCases.map(\.rawValue)))
        #expect(isSaid("report.change", ChangeReason.allCases.map(\.rawValue)))
        #expect(isSaid("report.form", ["several", "unrecorded"]) && isSaid("report.answer", ["complete", "nothing", "silent"]))
        #expect(isSaid("report.late", ["fixed", "entries", "withdrawals", "denominator", "numerator"]))
        for reason in ChangeReason.allCases.map(\.rawValue) {
            #expect(isSaid("report.because", [reason]) || isSaid("report.because", [reason + ".more", reason + ".fewer"]))
        }
        for vintage in Vintage.allCases { #expect(words.vintage(vintage.rawValue) != "report.vintage.\(vintage.rawValue)") }
    }
}
