import CaseDomain
import Casework
import Crypto
import Foundation
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// What anybody reads without signing in: the newest figures at `/`, the static page and the files of releases.
@Suite struct PublishedPagesTests {
    @Test func anybodyReadsTheNewestFiguresWithoutACookie() async throws {
        let two = try await ReleaseSite()
        // 3.3 is about nobody, 3.2a about 21: what waits shows nothing.
        let release = try await two.prepare()
        #expect(try await two.site.fixture.page("/", in: "en").contains("<h1>No published figures yet</h1>"))
        #expect(try await two.publish(release) == .seeOther)
        let answer = try await two.site.fixture.answer("/", headers: [.cookie: "language=en"])
        #expect(answer.status == .ok && answer.headers[.setCookie] == nil)
        let page = answer.text
        #expect(page.contains("<h1>Goal 3: First quarter of 2026</h1>"))
        #expect(page.contains("<td data-head=\"Detected\" class=\"number\">21</td>"))
        #expect(page.contains("<td data-head=\"Reached\" class=\"number\">18</td>"))
        #expect(page.contains("<td data-head=\"Share\" class=\"number\">85.7%</td>"))
        #expect(page.contains("<td data-head=\"Target\" class=\"number\">"))
        #expect(page.contains("<span aria-hidden=\"true\">…</span><span class=\"hidden\">not published"))
        #expect(page.contains("Detected by services") && page.contains("organisations that must report have confirmed"))
        #expect(page.contains("href=\"/published/000001/goal-3.xlsx\" download>Workbook"))
        #expect(page.contains("href=\"/published/000001/report.html\">Page to print"))
        for forbidden in ["tong-hop", "phe-duyet", "csrf", "DEMO"] { #expect(!page.contains(forbidden), "\(forbidden)") }
        for language in ["vi", "en"] {
            let shape = PageShape("/ \(language)", try await two.site.fixture.page("/", in: language))
            shape.hasNothingInline()
            shape.hasEveryText()
            shape.namesEveryField()
        }
        // Nobody is written down for looking, and no name of a release stands in a log.
        #expect(try two.site.fixture.test.audit().findings.isEmpty)
    }

    @Test func nothingExactOfWhatIsHiddenStandsThere() async throws {
        let two = try await ReleaseSite([("03388", "2026-02-03", 2)], served: 1)
        let release = try await two.prepare(ReleaseSite.quarter.merging(["remarks": "Lời dài"]) { $1 })
        #expect(try await two.publish(release) == .seeOther)
        let page = try await two.site.fixture.page("/", in: "en")
        let cells = page.matches(of: /<td data-head="(?:Detected|Women among them|Reached|Share)" class="number">(.*?)<\/td>/).map {
            String($0.1)
        }
        let people = cells.filter { !$0.hasSuffix("%") }
        #expect(people.count == 12 && people.allSatisfy { $0.hasPrefix("<span aria-hidden=\"true\">…</span>") })
    }

    @Test func theNewestComesFirstAndEveryReleaseHasItsFiles() async throws {
        let two = try await ReleaseSite([("03388", "2026-02-03", 20), ("03388", "2026-05-03", 12)])
        #expect(try await two.publish(try await two.prepare()) == .seeOther)
        let second = try await two.prepare(ReleaseSite.quarter.merging(["period": "2026-Q2"]) { $1 }, form: "g")
        #expect(try await two.publish(second) == .seeOther)
        let page = try await two.site.fixture.page("/", in: "en")
        #expect(page.contains("<h1>Goal 3: Second quarter of 2026</h1>"))
        let summaries = page.matches(of: /<summary>(.*?)<\/summary>/).map { String($0.1) }
        #expect(summaries.map { $0.prefix(9) } == ["Release 2", "Release 1"])
        let paths = page.matches(of: /href="(\/published\/[^"]+)"/).map { String($0.1) }
        #expect(paths.count == 22)
        for path in paths {
            let answer = try await two.site.fixture.answer(path)
            #expect(answer.status == .ok && answer.body.readableBytes > 0, "\(path)")
            #expect(answer.headers[.setCookie] == nil)
            #expect((answer.headers[.contentDisposition] == nil) == path.hasSuffix(".html"), "\(path)")
            #expect(answer.headers[.contentType] == PublicFileKind(path.split(separator: "/").last.map(String.init) ?? "").type)
        }
    }

    @Test(arguments: ["/index.html", "/en/index.html", "/published/000001/report.html", "/published/000001/en/report.html"])
    func aStaticPageAllowsExactlyItsOwnStyle(path: String) async throws {
        let two = try await ReleaseSite()
        #expect(try await two.site.fixture.answer(path).status == .notFound)
        #expect(try await two.publish(try await two.prepare()) == .seeOther)
        let answer = try await two.site.fixture.answer(path)
        #expect(answer.status == .ok && answer.headers[.contentType] == "text/html; charset=utf-8")
        let style = try #require(answer.text.firstMatch(of: /(?s)<style>(.*?)<\/style>/)?.1)
        let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        #expect(
            answer.headers[.contentSecurityPolicy]
                == "default-src 'none'; style-src 'sha256-\(digest)'; img-src 'self'; form-action 'none'; base-uri 'none'; "
                + "frame-ancestors 'none'")
        #expect(answer.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
        #expect(answer.text.matches(of: /<style/).count == 1 && !answer.text.contains(" style=") && !answer.text.contains("<script"))
        #expect(HTTPFields.Element.Name("X-Content-Type-Options").flatMap { answer.headers[$0] } == "nosniff")
        // Any other page keeps its own policy.
        #expect(try await two.site.fixture.answer("/").headers[.contentSecurityPolicy]?.contains("style-src 'self'") == true)
    }

    @Test(arguments: [
        "/published/1/figures.csv", "/published/0000001/figures.csv", "/published/000002/figures.csv", "/published/00000a/figures.csv",
        "/published/000001/..%2F..%2Findex.html", "/published/000001/%2E%2E/figures.csv", "/published/000001/.figures.csv",
        "/published/000001/FIGURES.CSV", "/published/000001/other.csv", "/published/000001/", "/published/000001/fr/report.html",
        "/published/000001/en/../figures.csv", "/releases/000001.json", "/published/../service.key", "/published/000001/figures.csv%00",
    ])
    func onlyWhatIsPublicIsThere(path: String) async throws {
        let two = try await ReleaseSite()
        #expect(try await two.publish(try await two.prepare()) == .seeOther)
        let status = try await two.site.fixture.answer(path).status
        #expect(status == .notFound || status == .seeOther || status == .badRequest, "\(path)")
        #expect(try await two.site.fixture.answer("/published/000001/figures.csv").status == .ok)
    }

    @Test func whatSomebodyChangedInTheFolderIsNotHandedOut() async throws {
        let two = try await ReleaseSite()
        #expect(try await two.publish(try await two.prepare()) == .seeOther)
        let file = two.site.fixture.test.folder + "/public/published/000001/figures.csv"
        try Data("x".utf8).write(to: URL(filePath: file))
        #expect(try await two.site.fixture.answer("/published/000001/figures.csv").status == .notFound)
    }

    @Test(arguments: ["index.html", "en/index.html"])
    func aPageThatSomebodyChangedInTheFolderIsNotHandedOut(page: String) async throws {
        let two = try await ReleaseSite()
        #expect(try await two.publish(try await two.prepare()) == .seeOther)
        let whole = try await two.site.fixture.answer("/" + page)
        #expect(whole.text.contains("<td class=\"n\">21</td>"))
        let file = URL(filePath: two.site.fixture.test.folder + "/public/" + page)
        let changed = whole.text.replacing(">21<", with: ">99<").replacing("<style>", with: "<style>p{display:none}</style><style>")
        for bytes in [Data(changed.utf8), Data()] {
            try bytes.write(to: file)
            let answer = try await two.site.fixture.answer("/" + page)
            #expect(answer.status == .ok && answer.text == whole.text)
            #expect(answer.headers[.contentSecurityPolicy] == whole.headers[.contentSecurityPolicy])
        }
        try FileManager.default.removeItem(at: file)
        #expect(try await two.site.fixture.answer("/" + page).text == whole.text)
    }

    @Test func aServiceMakesItsFolderWholeAtTheStartAndAgainLater() async throws {
        let two = try await ReleaseSite()
        #expect(try await two.publish(try await two.prepare()) == .seeOther)
        let test = two.site.fixture.test
        let paths = ["index.html", "en/index.html", "published/000001/figures.csv", "published/000001/nuong.pub"]
        let files = paths.map { URL(filePath: test.folder + "/public/" + $0) }
        let whole = try files.map { try Data(contentsOf: $0) }
        let log = RecordedLog()
        let minutely = EveryMinute(
            nil, of: two.installation, test.policies, door: nil, now: { test.clock.now }, logger: log.logger)
        func lose() throws { for file in files { try FileManager.default.removeItem(at: file) } }
        // As long as before, and not what was signed: this takes reading.
        let changed = files[2]
        try Data(repeating: 0x78, count: whole[2].count).write(to: changed)
        try FileManager.default.removeItem(at: files[0])
        await minutely.run { throw CancellationError() }
        #expect(try files.map { try Data(contentsOf: $0) } == whole)
        try lose()
        await minutely.turn()
        #expect(try files.map { try Data(contentsOf: $0) } == whole)
        #expect(log.lines.isEmpty)
    }

    @Test func releasesStandNewestFirst() async throws {
        let two = try await ReleaseSite()
        #expect(try await two.publish(try await two.prepare()) == .seeOther)
        for number in 2...3 {
            let fields = ReleaseSite.quarter.merging(["vintage": "revised"]) { $1 }
            #expect(try await two.publish(try await two.prepare(fields, form: "f\(number)")) == .seeOther)
        }
        #expect(try two.installation.readPublished(under: two.site.fixture.test.policies).map(\.number) == [3, 2, 1])
    }
}
