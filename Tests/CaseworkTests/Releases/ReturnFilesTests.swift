import CaseDomain
import Foundation
import Indicators
import Support
import Testing

@testable import Casework

/// What really leaves the house: the files of a return that was prepared, approved and handed out.
@Suite struct ReturnFilesTests {
    private static let mark = "HẠN CHẾ – chỉ dành cho Bộ Nội vụ, \"Vụ BĐG\" & <Hà Nội> – bản số 1"
    private static let read = ["goal-3.xlsx", "report.docx", "report.html"]
    private static let proofs = ["manifest.json", "manifest.json.minisig", "approval.json", "approval.json.minisig", "nuong.pub"]

    private func names(_ read: [String]) -> [String] {
        ["figures.csv", "figures.json"] + read + read.map { "en/" + $0 } + ReturnFilesTests.proofs
    }

    /// What a page shows, without its markup and style.
    private func text(_ page: String) -> String {
        page.replacing(/(?s)<style>.*?<\/style>/, with: "").replacing(/<[^>]*>/, with: "\n")
    }

    /// Every code that stands in the rows; words of one letter and numbers are none.
    private func codes(_ rows: [[String: String]]) -> Set<String> {
        let columns = ["measure", "place", "sex", "age", "scope", "detail"]
        let found = rows.filter { $0["table"] != "coverage" }.flatMap { row in columns.compactMap { row[$0] } }
        let answers = rows.filter { $0["table"] == "coverage" }.compactMap { $0["value"] }
        return Set(found + answers).filter { $0.contains { $0.isLetter } && $0 != "all" }
    }

    private func rows(_ files: [String: [UInt8]]) throws -> [[String: String]] {
        let figures = try #require(files["figures.json"])
        let json = try #require(try JSONSerialization.jsonObject(with: Data(figures)) as? [String: Any])
        return try #require(json["figures"] as? [[String: Any]]).map { $0.mapValues { ($0 as? String) ?? "\($0)" } }
    }

    private func check(_ list: [(name: String, bytes: [UInt8])], hasExplanation: Bool) throws -> (page: String, rows: [[String: String]]) {
        #expect(list.map(\.name) == names(ReturnFilesTests.read + (hasExplanation ? ["explanation.docx"] : [])))
        let files = Dictionary(uniqueKeysWithValues: list.map { ($0.name, $0.bytes) })
        // For whom it is stands in every file that people read, in text or in stored archives.
        let escaped = ReturnFilesTests.mark.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
        for (name, bytes) in list where name.hasSuffix(".html") || name.hasSuffix(".docx") {
            let wanted = name.hasPrefix("en/") ? "RESTRICTED – for Bộ Nội vụ, &quot;Vụ BĐG&quot; &amp; &lt;Hà Nội&gt; only" : escaped
            #expect(String(decoding: bytes, as: UTF8.self).contains(wanted), "\(name)")
        }
        let csv = String(decoding: try #require(files["figures.csv"]), as: UTF8.self)
        let cell = "\"" + ReturnFilesTests.mark.replacing("\"", with: "\"\"")
        #expect(csv.split(separator: "\r\n").dropFirst().allSatisfy { $0.contains(cell) })
        #expect(list.allSatisfy { !$0.name.contains("Nội") && !$0.name.lowercased().contains("bdg") })
        let rows = try rows(files)
        for (name, keeps) in [("report.html", Set<String>()), ("en/report.html", Set(codes(rows).filter { !$0.contains("_") }))] {
            let shown = text(String(decoding: try #require(files[name]), as: UTF8.self))
            let words = Set(shown.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
            #expect(words.isDisjoint(with: codes(rows).subtracting(keeps)), "\(name): \(words.intersection(codes(rows)))")
            #expect(!words.contains { $0.contains("_") })
        }
        return (text(String(decoding: try #require(files["report.html"]), as: UTF8.self)), rows)
    }

    @Test func aFirstVintageHasWordsForEveryCodeAndItsMarkEverywhere() async throws {
        let house = try await ReturnHouse()
        let (page, rows) = try check(try await house.files(of: try await house.approved(.first)), hasExplanation: false)
        // The register has what a return can have.
        #expect(Set(rows.compactMap { $0["scope"] }) == ["all", "domestic", "non_domestic"])
        for sex in ["female", "male", "other", "unknown"] {
            #expect(rows.contains { $0["table"] == "sex" && $0["indicator"] == "3.2a" && $0["sex"] == sex && $0["value"] != "0" }, "\(sex)")
        }
        #expect(rows.count { $0["table"] == "service" && $0["indicator"] == "3.2a" && $0["scope"] == "all" } >= 4)
        #expect(Set(rows.filter { $0["table"] == "coverage" }.compactMap { $0["value"] }) == ["complete", "nothing", "silent"])
        for text in ["Trung tâm A", "đã báo đủ", "không phát sinh", "chưa báo", "nhiều hình thức, không ghi hình thức chính"] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(!page.contains("(chỉ bạo lực gia đình)") && page.contains("Trong và ngoài gia đình"))
    }

    @Test func aRevisedVintageExplainsWhatChanged() async throws {
        let house = try await ReturnHouse()
        try await house.publish(try await house.approved(.first))
        try await house.correct()
        let (page, rows) = try check(try await house.files(of: try await house.approved(.revised)), hasExplanation: true)
        let changes = rows.filter { $0["table"] == "changes" }
        let reasons = Set(changes.compactMap { $0["measure"] })
        #expect(reasons.isSuperset(of: ["before", "after", "late_entry", "people_linked", "error", "service_recorded"]), "\(reasons)")
        #expect(page.contains("Vào sổ muộn") && page.contains("Gộp hoặc tách người") && page.contains("+2") && page.contains("−1"))
        #expect(changes.filter { $0["measure"] == "before_public" }.map { $0["value"] } == ["yes"])
        // Reasons add up to the change.
        for detail in ["denominator", "numerator"] {
            let own = changes.filter { $0["indicator"] == "3.2a" && $0["detail"] == detail }
            let values = Dictionary(uniqueKeysWithValues: own.map { ($0["measure"] ?? "", Int($0["value"] ?? "") ?? 0) })
            let sum = values.filter { !["before", "after"].contains($0.key) }.values.reduce(0, +)
            #expect(values["after", default: 0] - values["before", default: 0] == sum)
        }
    }

    @Test func aDepartmentOfOneScopeReadsWhichScopeItIs() async throws {
        let house = try await ReturnHouse()
        let (page, rows) = try check(
            try await house.files(of: try await house.approved(.first), for: .culture), hasExplanation: false)
        #expect(Set(rows.filter { $0["table"] == "goal" && $0["indicator"] == "3.2a" }.compactMap { $0["scope"] }) == ["domestic"])
        #expect(page.contains("(chỉ bạo lực gia đình)") && page.contains("Theo giới, nhóm tuổi (3.2a, 3.2b: bạo lực gia đình)"))
        #expect(!page.contains("chưa có số liệu") && !page.contains("Trong và ngoài gia đình"))
    }
}
