import CaseDomain
import Disclosure
import Foundation
import Indicators
import Support
import Testing
import Wording

@testable import Reports

/// What changed since the vintage before: the table, the sentences, and what may be read aloud.
@Suite struct ExplanationTests {
    private func report(_ language: Language = .vietnamese) throws -> WrittenReport {
        try Written.report(ReportContent(try Written.restricted()), language)
    }

    private func changes(_ rows: [(String, Int, Int)]) -> [ExactRow] {
        rows.flatMap { measure, denominator, numerator in
            [("denominator", denominator), ("numerator", numerator)].map {
                ExactRow(.changes, "3.2a", measure, detail: $0.0, value: String($0.1))
            }
        }
    }

    @Test func theTableLeadsFromThenToNowByReasons() throws {
        let sheet = try #require(try report().sheets.first { $0.subject == .changes })
        let table = try #require(sheet.tables.first)
        #expect(
            table.rows.map { $0[1] }
                == [
                    "Bản trước", "Vào sổ muộn", "Gộp hoặc tách người", "Dịch vụ được ghi thêm", "Bản này", "Bản trước", "Hồ sơ đã xóa",
                    "Bản này",
                ].map { .text($0) })
        #expect(table.rows.prefix(5).map { $0[2] } == [.count(47), .change(3), .change(-2), .change(0), .count(48)])
        #expect(table.rows.prefix(5).map { $0[3] } == [.count(39), .change(1), .change(-1), .change(1), .count(40)])
        let words = try report().words
        #expect([3, -2, 0].map { words.text(ReportTable.Cell.change($0)) } == ["+3", "−2", "0"])
    }

    @Test func eachChangedFigureIsExplainedInSentences() throws {
        let pages = ReportExplanation(try report()).pages
        #expect(pages.count == 2 && pages[0].title.hasPrefix("Chỉ tiêu 3.2a – "))
        #expect(pages[0].parts[0].change == "Bản trước: 47 người; bản này: 48 người.")
        #expect(
            pages[0].parts[0].reasons
                == ["Thêm 3 người: vào sổ muộn, khi lập bản trước chưa có hồ sơ.", "Bớt 2 người: hóa ra là một người đã được đếm."])
        #expect(pages[0].parts[1].reasons.last == "Thêm 1 người: dịch vụ được ghi nhận sau bản trước.")
        #expect(pages[0].parts[2].change == "Bản trước: 83,0\u{A0}%; bản này: 83,3\u{A0}%.")
        #expect(pages[1].parts[2].change == "Bản trước: 100,0\u{A0}%; bản này: không phát sinh.")
        let english = ReportExplanation(try report(.english)).pages[0]
        #expect(english.parts[0].reasons[1] == "2 people fewer: found to be a person who was counted already.")
        #expect(english.parts[1].reasons.last == "1 person more: a service was recorded after the vintage before.")
    }

    @Test(arguments: Language.allCases)
    func whatIsReadAloudHasNoNumberNoPlaceAndNoReasonOfOnePerson(language: Language) throws {
        let reasons = ChangeReason.allCases.map { ($0.rawValue, 1, 1) }
        let rows = changes([("before", 7, 7), ("after", 17, 17)] + reasons)
        let report = try Written.report(ReportContent(try Written.restricted(rows: rows)), language)
        let aloud = ReportExplanation(report).aloud.joined(separator: "\n")
        // The goal and the year have their numbers, and nothing else.
        #expect(aloud.matches(of: /\d+/).allSatisfy { ["3", "2026"].contains(String($0.output)) })
        #expect(!aloud.contains("3.2a") && !aloud.contains("xóa") && !aloud.contains("erased"))
        let places = try Written.names().places.values.flatMap { [$0.vietnamese, $0.english] }
        #expect(places.allSatisfy { !aloud.contains($0) })
        #expect(ReportExplanation(report).aloud.count == 1 + ReportExplanation.PublicReason.allCases.count + 2)
    }

    @Test func onlyReasonsThatThereAreAreReadAloud() throws {
        let rows = changes([("before", 1, 1), ("after", 0, 0), ("erased", -1, -1)])
        let aloud = ReportExplanation(try Written.report(ReportContent(try Written.restricted(rows: rows)))).aloud
        #expect(aloud[1] == "Một số hồ sơ được sửa lại." && aloud.count == 4)
    }

    @Test func theDocumentHasItsLetterheadOnEveryPageAndIsWellFormed() throws {
        for language in Language.allCases {
            let report = try report(language)
            let body = ExplanationBody(report: report).text
            #expect(XMLParserBox(body).isWellFormed)
            #expect(body.components(separatedBy: "SỞ NỘI VỤ").count == 4 || language == .english)
            #expect(body.components(separatedBy: "<w:pageBreakBefore/>").count == 3)
        }
        #expect(DocumentFile.explanation(of: try Written.report(try Written.published(.year))) == nil)
    }

    @Test func aReasonOfAnotherProgramIsCalledByItself() throws {
        let rows = changes([("before", 1, 1), ("after", 2, 1), ("reason_of_tomorrow", 1, 0)])
        let report = try Written.report(ReportContent(try Written.restricted(rows: rows)))
        #expect(ReportExplanation(report).pages[0].parts[0].reasons == ["Thêm 1 người: reason_of_tomorrow."])
        #expect(report.changeTables[0].rows[1][1] == .text("reason_of_tomorrow"))
    }
}
