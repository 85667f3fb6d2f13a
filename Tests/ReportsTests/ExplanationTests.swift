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

    /// A return of a changed figure, and what the public tables say of who came late.
    private func report(
        _ changed: [(String, Int, Int)], late: (entries: Int, withdrawals: Int) = (12, 12), isTold: Bool = true,
        isBeforePublic: Bool? = true, vintage: Vintage = .final, _ language: Language = .vietnamese
    ) throws -> WrittenReport {
        let before = isBeforePublic.map { [ExactRow(.changes, "3.2a", "before_public", value: $0 ? "yes" : "no")] } ?? []
        let came = [
            ("entries", String(late.entries)), ("withdrawals", String(late.withdrawals)), ("told", isTold ? "yes" : "no"),
        ].map { ExactRow(.late, "3.2a", $0.0, value: $0.1) }
        return try Written.report(
            ReportContent(try Written.restricted(vintage: vintage, rows: before + changes(changed) + came)), language)
    }

    private static let allReasons = [("before", 7, 7), ("after", 17, 17)] + ChangeReason.allCases.map { ($0.rawValue, 1, 1) }

    @Test(arguments: Language.allCases)
    func whatIsReadAloudHasNoNumberNoPlaceAndNoReasonOfOnePerson(language: Language) throws {
        let sentences = try #require(ReportExplanation(try report(ExplanationTests.allReasons, language)).aloud)
        let aloud = sentences.joined(separator: "\n")
        // The goal and the year have their numbers, and nothing else.
        #expect(aloud.matches(of: /\d+/).allSatisfy { ["3", "2026"].contains(String($0.output)) })
        #expect(!aloud.contains("3.2a") && !aloud.contains("xóa") && !aloud.contains("erased"))
        let places = try Written.names().places.values.flatMap { [$0.vietnamese, $0.english] }
        #expect(places.allSatisfy { !aloud.contains($0) })
        #expect(sentences.count == 1 + ReportExplanation.PublicReason.allCases.count + 2)
    }

    @Test func onlyReasonsThatThereAreAreReadAloud() throws {
        let aloud = try #require(ReportExplanation(try report([("before", 9, 9), ("after", 3, 3), ("erased", -6, -6)])).aloud)
        #expect(aloud[1] == "Một số hồ sơ được sửa lại." && aloud.count == 4)
    }

    @Test func aReasonThatThePublicTablesDoNotTellIsNotReadAloud() throws {
        // Two came late, and so the public tables have no line of it: whoever hears of late records would know that they were few.
        let few = [("before", 46, 40), ("after", 48, 40), ("late_entry", 2, 0), ("definition_changed", 0, 1)]
        let untold = try #require(ReportExplanation(try report(few, late: (2, 0), isTold: false)).aloud)
        #expect(untold.count == 3 && !untold.joined().contains("hồ sơ") && !untold.joined().contains("Cách tính"))
        // What the line says of those who came says nothing of those who went.
        let entries = try #require(ReportExplanation(try report(ExplanationTests.allReasons, late: (12, 0))).aloud)
        #expect(entries.dropFirst().dropLast(2) == ["Một số hồ sơ đến muộn.", "Cách tính đã thay đổi."])
        // Another vintage than the final has no such line at all.
        let revised = ReportContent(try Written.restricted(vintage: .revised))
        #expect(ReportExplanation(try Written.report(revised)).aloud?.count == 3)
    }

    @Test func nothingIsReadAloudOfWhatWasNeverPublic() throws {
        let (title, pageBreak) = ("BẢN ĐỌC TRƯỚC CÔNG CHÚNG", "<w:pageBreakBefore/>")
        for silent in [
            try report(ExplanationTests.allReasons, vintage: .estimate), try report(ExplanationTests.allReasons, isBeforePublic: false),
            try report(ExplanationTests.allReasons, isBeforePublic: nil),
        ] {
            #expect(ReportExplanation(silent).aloud == nil)
            let body = ExplanationBody(report: silent).text
            #expect(!body.contains(title) && body.contains("GIẢI TRÌNH") && !body.contains(pageBreak))
            #expect(DocumentFile.explanation(of: silent) != nil)
        }
        #expect(ExplanationBody(report: try report(ExplanationTests.allReasons)).text.contains(title))
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
