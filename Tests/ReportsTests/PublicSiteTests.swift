import CaseDomain
import Disclosure
import Foundation
import Indicators
import Support
import Testing
import Wording

@testable import Reports

/// The public page: the newest release first, each with its files, in both languages.
@Suite struct PublicSiteTests {
    private func site(_ releases: [ApprovedRelease]) throws -> [String: String] {
        let names = try Written.names()
        let site = PublicSite(releases, more: ProofFile.ofRelease, layout: try Written.layout(), names: { _ in names }) {
            PublicPath.file($1, of: $0.manifest.facts.number)
        }
        return Dictionary(uniqueKeysWithValues: site.files.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })
    }

    private func releases() throws -> [ApprovedRelease] {
        let files = [
            PublicFile(name: "figures.csv", bytes: 4_096, digest: String(repeating: "0123456789abcdef", count: 4)),
            PublicFile(name: "en/report.html", bytes: 100, digest: String(repeating: "f", count: 64)),
        ]
        return try [PeriodPart.q1, .h1].enumerated().compactMap {
            try ReportSample.release($0.element, try Written.policies(), number: $0.offset + 7, files: files)
        }
    }

    @Test func theNewestReleaseComesFirstWhateverTheOrder() throws {
        let releases = try releases()
        let site = try site(releases)
        #expect(try self.site(releases.reversed()) == site)
        let page = try #require(site["index.html"])
        #expect(page.contains("Bản mới nhất: 6 tháng đầu năm 2026, số liệu sơ bộ"))
        #expect(page.contains("<html lang=\"vi\">") && page.contains("href=\"en/index.html\" hreflang=\"en\" lang=\"en\""))
        #expect(page.contains("href=\"published/000008/figures.csv\"") && page.contains("href=\"published/000007/en/report.html\""))
        #expect(page.contains("0123456789abcdef…") && !page.contains("0123456789abcdef0"))
        #expect(page.contains("nuong verify --key nuong.pub manifest.json figures.csv"))
        let english = try #require(site["en/index.html"])
        #expect(english.contains("<html lang=\"en\">") && english.contains("href=\"../published/000008/figures.csv\""))
        #expect(english.contains("href=\"../index.html\"") && english.contains("Newest release: first half of 2026"))
    }

    @Test func everythingIsInTheFile() throws {
        for (name, page) in try site(try releases()) {
            for wanted in ["src=", "url(", "@import", "http:", "https:", "<script", " style="] {
                #expect(!page.contains(wanted), "\(name): \(wanted)")
            }
            #expect(page.contains("prefers-color-scheme: dark"))
            let links = page.matches(of: /href="([^"]*)"/).map { String($0.1) }
            #expect(links.allSatisfy { !$0.hasPrefix("/") && !$0.contains(":") })
        }
    }

    @Test func hiddenCellsHaveTheirSentence() throws {
        let page = try #require(try site(try releases())["index.html"])
        #expect(page.contains(PageTests.hidden) && page.contains("…: không công bố để bảo vệ người được trợ giúp"))
        #expect(page.contains("không phải mức độ phổ biến của bạo lực"))
    }

    @Test func withoutAReleaseThePageSaysSo() throws {
        let site = try site([])
        #expect(site.count == 2)
        #expect(site["index.html"]?.contains("Chưa công bố bản nào.") == true)
    }

    @Test func filesThatAreNotOfferedAreNotLinked() throws {
        let names = try Written.names()
        let site = PublicSite(try releases(), more: [], layout: try Written.layout(), names: { _ in names }, link: { _, _ in nil })
        let page = String(decoding: site.files[0].bytes, as: UTF8.self)
        #expect(!page.contains("published/0") && page.contains("figures.csv"))
    }
}
