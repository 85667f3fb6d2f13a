import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// Exact figures for one named recipient, as a browser gets them.
@Suite struct ReturnPagesTests {
    private let two: ReleaseSite
    private let release: String

    init() async throws {
        two = try await ReleaseSite([("03388", "2026-02-03", 3)], served: 1)
        release = try await two.prepare()
    }

    private func approve(_ remark: String = "") async throws {
        _ = try await two.site.send(release + "/approve", ["form": "a", "remark": remark], as: two.approver)
    }

    private func ask(_ fields: [String: String], as person: StaffedSite.Person? = nil) async throws -> TestResponse {
        let all = ["form": "r", "recipient": "Sở Nội vụ", "comment": "đã gọi điện nhắc"].merging(fields) { $1 }
        return try await two.site.send(release + "/return", all, as: person ?? two.officer)
    }

    /// A file of a ZIP archive whose entries are stored as they are.
    private func entry(_ name: String, of archive: [UInt8]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "return-\(UInt64.random(in: .min ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(archive).write(to: folder.appending(path: "a.zip"))
        let unzip = Process()
        unzip.executableURL = URL(filePath: "/usr/bin/env")
        unzip.arguments = [
            "python3", "-c", "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall(sys.argv[2])",
            folder.appending(path: "a.zip").path(), folder.path(),
        ]
        try unzip.run()
        unzip.waitUntilExit()
        #expect(unzip.terminationStatus == 0)
        return String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    @Test func theArchiveHoldsTheExactNumberAndTheCopyIsListed() async throws {
        // Before anybody has signed there is nothing to ask.
        #expect(try await two.site.get(release + "/return", as: two.officer).headers[.location] == release)
        try await approve()
        let form = try await two.page(release + "/return", as: two.officer)
        #expect(form.contains("It holds exact figures") && form.contains("printed on every page") && form.contains("written down"))
        #expect(form.contains("name=\"recipient\"") && form.contains("type=\"password\" name=\"passphrase\""))
        let answer = try await ask(["passphrase": two.officer.passphrase])
        #expect(answer.status == .ok && answer.headers[.contentType] == "application/zip")
        #expect(answer.headers[.contentDisposition] == "attachment; filename=\"nuong-2026-Q1-first-1.zip\"")
        #expect(answer.headers[.cacheControl] == "no-store")
        let archive = Array(buffer: answer.body)
        let figures = try entry("figures.csv", of: archive)
        // Three, and the one of the site's own cases: in public a mark.
        #expect(figures.contains("goal,3.2a,denominator,all,all,all,all,all,4"))
        #expect(try entry("manifest.json", of: archive).contains("Sở Nội vụ"))
        #expect(try entry("en/report.html", of: archive).contains("RESTRICTED – for Sở Nội vụ only – copy 1"))
        let page = try await two.page(release, as: try two.site.goingOn(two.officer, after: answer))
        #expect(page.contains("Copy 1</th>") && page.contains(">Sở Nội vụ</td>") && page.contains(">đã gọi điện nhắc</td>"))
        #expect(page.contains(">tong-hop</td>"))
        let cells = page.matches(of: /<td data-head="Detected" class="number">(.*?)<\/td>/).map { String($0.1) }
        #expect(cells.first?.hasPrefix("<span aria-hidden=\"true\">…</span>") == true)
        #expect(try two.site.fixture.test.audit().findings.isEmpty)
        #expect(!two.site.fixture.log.lines.contains { $0.contains("Nội vụ") || $0.contains(release) })
    }

    @Test func sentTwiceItHandsOutOneCopy() async throws {
        try await approve()
        let fields = ["form": "r", "recipient": "Sở Nội vụ", "comment": "x", "passphrase": two.officer.passphrase]
        let (path, next) = (release + "/return", fields.merging(["form": "s"]) { $1 })
        let (answers, officer) = try await two.sendOn([(path, fields), (path, fields), (path, next)], as: two.officer)
        #expect(answers.map(\.status) == [.ok, .seeOther, .ok])
        #expect(answers[1].headers[.location] == release + "?done=handed_out")
        #expect(answers[2].headers[.contentDisposition] == "attachment; filename=\"nuong-2026-Q1-first-2.zip\"")
        let page = try await two.page(release + "?done=handed_out", as: officer)
        #expect(page.contains("This form was sent before") && page.contains("Copy 2</th>") && !page.contains("Copy 3</th>"))
        // The page that stayed open belongs to the session's token of before: nothing is handed out by it.
        #expect(try await two.sendAll([(path, fields)], as: two.officer).map(\.status) == [.forbidden])
    }

    @Test func whatIsMissingOrWrongStandsBesideItsFieldAndThePassphraseIsNeverPrinted() async throws {
        try await approve()
        let cases = [
            (["passphrase": "sai rồi nhé"], "o-passphrase", "Passphrase"), (["passphrase": ""], "o-passphrase", "Passphrase"),
            (["recipient": " ", "passphrase": two.officer.passphrase], "o-recipient", "Please answer: Recipient"),
            (["recipient": "a\nb", "passphrase": two.officer.passphrase], "o-recipient", "on one line"),
            (["recipient": String(repeating: "a", count: 201), "passphrase": two.officer.passphrase], "o-recipient", "too long"),
            (["comment": "", "passphrase": two.officer.passphrase], "o-comment", "Say why it goes out all the same"),
        ]
        for (fields, anchor, sentence) in cases {
            let answer = try await ask(fields)
            #expect(answer.status == .unprocessableContent, "\(anchor)")
            #expect(answer.text.contains("href=\"#\(anchor)\"") && answer.text.contains("id=\"\(anchor)-fault\""), "\(anchor)")
            #expect(answer.text.contains(sentence), "\(anchor)")
            if fields["recipient"] == nil { #expect(answer.text.contains("value=\"Sở Nội vụ\""), "\(anchor)") }
            #expect(!answer.text.contains("sai rồi nhé") && !answer.text.contains(two.officer.passphrase))
        }
        #expect(try await two.page(release, as: two.officer).contains("None was handed out yet."))
        #expect(try await ask(["passphrase": two.officer.passphrase]).status == .ok)
    }

    @Test func aWordAtApprovingIsEnough() async throws {
        try await approve("đã nhắc")
        #expect(try await ask(["comment": "", "passphrase": two.officer.passphrase]).status == .ok)
    }

    @Test func anOfficerOfOneDepartmentGetsThatDepartmentsRows() async throws {
        try await approve()
        let health = try await two.site.person("y-te", .indicatorOfficer, department: "health")
        let answer = try await ask(["passphrase": health.passphrase], as: health)
        #expect(answer.status == .ok)
        let whole = try await ask(["form": "s", "passphrase": two.officer.passphrase])
        let all = try entry("figures.csv", of: Array(buffer: whole.body))
        let own = try entry("figures.csv", of: Array(buffer: answer.body))
        #expect(all.contains("\ngoal,3.2a,") || all.contains("\r\ngoal,3.2a,"))
        #expect(!own.contains("goal,3.2a,"))
        let auditor = try await two.site.person("kiem-tra", .auditor)
        #expect(try await two.site.get(release + "/return", as: auditor).status == .notFound)
        #expect(try await ask(["passphrase": auditor.passphrase], as: auditor).status == .notFound)
    }

    @Test(arguments: ["vi", "en"])
    func theFormHasTheShapeOfAPage(language: String) async throws {
        try await approve()
        let headers: HTTPFields = [.cookie: "nuong-development-session=\(two.officer.cookie); language=\(language)"]
        let answer = try await two.site.fixture.answer(release + "/return", headers: headers)
        let shape = PageShape("return \(language)", answer.text)
        shape.hasNothingInline()
        shape.hasOneTokenAForm(two.officer.form)
        shape.namesEveryField(ofCases: true)
        shape.hasEveryText()
        try shape.hasANeutralTitle()
    }
}
