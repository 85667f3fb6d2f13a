import CaseDomain
import Disclosure
import Foundation
import Indicators
import Policies
import Support
import Testing

@testable import Casework

/// The folder of the public site is whole again whatever becomes of it, and what visitors ask for costs the same however much there is.
@Suite struct KeepPublicSiteTests {
    private static let people = [("03388", "2026-02-03", 12), ("03390", "2026-05-01", 15)]

    private func department() async throws -> ReleaseDepartment {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register(KeepPublicSiteTests.people))
        return department
    }

    /// Every file below `public` by its path.
    private func files(of test: TestInstallation) throws -> [String: Data] {
        let folder = test.folder + "/public"
        var found: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder)
            if !isFolder.boolValue { found[path] = try Data(contentsOf: URL(filePath: folder + "/" + path)) }
        }
        return found
    }

    private func write(_ text: String, to path: String, of test: TestInstallation) throws {
        try Data(text.utf8).write(to: URL(filePath: test.folder + "/public/" + path))
    }

    private func remove(_ path: String, of test: TestInstallation) throws {
        try FileManager.default.removeItem(atPath: test.folder + "/public/" + path)
    }

    @Test func aFolderThatWasLostIsMadeAgainAsItWas() async throws {
        let department = try await department()
        try await department.released("2026-Q1")
        try await department.released("2026-Q2")
        let whole = try files(of: department.test)
        #expect(whole.keys.contains("index.html") && whole.keys.contains("published/000002/en/goal-3.xlsx"))
        let copy = try TestInstallation(restarting: department.test)
        try FileManager.default.removeItem(atPath: copy.folder + "/public")
        #expect(try copy.installation.keepPublicSite(under: copy.policies) == [])
        #expect(try files(of: copy) == whole)
    }

    @Test func whatIsMissingIsWrittenAndNothingElse() async throws {
        let department = try await department()
        try await department.released("2026-Q1")
        let (test, installation) = (department.test, department.installation)
        let whole = try files(of: test)
        func written(_ path: String) throws -> Date? {
            try FileManager.default.attributesOfItem(atPath: test.folder + "/public/" + path)[.modificationDate] as? Date
        }
        let before = try written("published/000001/figures.csv")
        for path in ["published/000001/manifest.json", "en/index.html"] { try remove(path, of: test) }
        for path in whole.keys where path.hasPrefix("releases/") { try remove(path, of: test) }
        try write("<p>0</p>", to: "index.html", of: test)
        #expect(try installation.keepPublicSite(under: test.policies) == [])
        #expect(try files(of: test) == whole)
        #expect(try written("published/000001/figures.csv") == before)
        let after = try written("index.html")
        #expect(try installation.keepPublicSite(under: test.policies, thoroughly: true) == [])
        #expect(try written("index.html") == after)
    }

    @Test func aChangedFileOfTheSameLengthIsSeenByItsReaderOrAtTheStart() async throws {
        let department = try await department()
        try await department.released("2026-Q1")
        let (test, installation, policies) = (department.test, department.installation, department.test.policies)
        let path = "published/000001/figures.csv"
        let whole = try #require(try files(of: test)[path])
        func change() throws { try write(String(repeating: "x", count: whole.count), to: path, of: test) }
        try change()
        #expect(try installation.keepPublicSite(under: policies) == [])
        #expect(try files(of: test)[path] != whole)
        #expect(try installation.publicSiteFile(path, under: policies) == nil)
        // Whoever asks writes nothing; the next look does.
        #expect(try files(of: test)[path] != whole)
        #expect(try installation.keepPublicSite(under: policies) == [])
        #expect(try files(of: test)[path] == whole)
        #expect(try installation.publicSiteFile(path, under: policies) == Array(whole))
        try change()
        #expect(try installation.keepPublicSite(under: policies, thoroughly: true) == [])
        #expect(try files(of: test)[path] == whole)
    }

    @Test func aFullDiskAtPublishingIsMadeGoodLater() async throws {
        let department = try await department()
        let (test, installation, policies) = (department.test, department.installation, department.test.policies)
        let release = try await department.prepare("2026-Q1")
        // Where nothing can be written: a file stands in the place of the folder.
        try FileManager.default.createDirectory(atPath: test.folder + "/public", withIntermediateDirectories: true)
        try write("", to: "published", of: test)
        try await department.publish(release)
        #expect(throws: CaseworkError.release(.notWritten)) { _ = try installation.keepPublicSite(under: policies) }
        #expect(try installation.publicSiteFile("published/000001/figures.csv", under: policies) == nil)
        try remove("published", of: test)
        #expect(try installation.keepPublicSite(under: policies) == [])
        let files = try await installation.publicFiles(of: release, under: policies, by: .local)
        for file in files {
            #expect(try installation.publicSiteFile("published/000001/" + file.name, under: policies) == file.bytes, "\(file.name)")
        }
    }

    @Test func anOlderPageNeverLiesOverANewerOne() async throws {
        let department = try await department()
        let (test, installation, policies) = (department.test, department.installation, department.test.policies)
        try await department.released("2026-Q1")
        let older = try #require(try files(of: test)["index.html"])
        let second = try await department.prepare("2026-Q2")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<20 { _ = try installation.keepPublicSite(under: policies) } }
            }
            group.addTask { _ = try await department.publish(second) }
            try await group.waitForAll()
        }
        let newer = try #require(try files(of: test)["index.html"])
        #expect(newer != older && String(decoding: newer, as: UTF8.self).contains("published/000002/figures.csv"))
        try older.write(to: URL(filePath: test.folder + "/public/index.html"))
        #expect(try installation.publicSiteFile("index.html", under: policies) == Array(newer))
        #expect(try installation.keepPublicSite(under: policies) == [])
        #expect(try files(of: test)["index.html"] == newer)
    }

    /// The shipped policies with another letterhead.
    private func renamed() throws -> PolicySet {
        let files = try PolicyFile.all(in: ProjectFiles.root.appending(path: "policies")).map { file in
            guard file.path == "report.yaml" else { return file }
            let text = String(decoding: file.bytes, as: UTF8.self)
            return PolicyFile(path: file.path, bytes: Array(text.replacing("Lai Châu", with: "Tỉnh mới").utf8))
        }
        return try PolicyReader.read(files)
    }

    @Test func filesOfAnOlderReleaseAreMadeUnderThePoliciesOfThen() async throws {
        let department = try await department()
        let release = try await department.prepare("2026-Q1")
        try await department.publish(release)
        let whole = try files(of: department.test)
        let (older, newer) = (department.test.policies, try renamed())
        try await department.installation.adoptPolicies("newer", by: .local)

        let copy = try TestInstallation(restarting: department.test, with: newer) { $0 == "test" ? older : nil }
        #expect(copy.installation.policies == "newer")
        try remove("published", of: copy)
        #expect(try copy.installation.keepPublicSite(under: newer) == [])
        for (path, bytes) in try files(of: copy) where path.hasPrefix("published/") { #expect(bytes == whole[path], "\(path)") }
        #expect(try files(of: copy).keys.sorted() == whole.keys.sorted())
        try remove("published/000001/report.docx", of: copy)
        let files = try await copy.installation.publicFiles(of: release, under: newer, by: .local)
        #expect(files.first { $0.name == "report.docx" }.map { Data($0.bytes) } == whole["published/000001/report.docx"])

        // Without them it is said once, and everything else is kept.
        let alone = try TestInstallation(restarting: department.test, with: newer)
        try remove("published", of: alone)
        #expect(try alone.installation.keepPublicSite(under: newer) == [1])
        #expect(try alone.installation.keepPublicSite(under: newer) == [])
        #expect(try self.files(of: alone).keys.contains("published/000001/manifest.json"))
        await #expect(throws: CaseworkError.policiesGone(digest: "test")) {
            _ = try await alone.installation.publicFiles(of: release, under: newer, by: .local)
        }
    }

    @Test func whatVisitorsAskForIsReadOnceHoweverMuchThereIs() async throws {
        let department = try await department()
        let (test, installation, policies) = (department.test, department.installation, department.test.policies)
        for period in ["2026-Q1", "2026-Q2", "2026-H1"] { try await department.released(period) }
        _ = try await department.prepare("2026-Q3")
        func look() throws {
            #expect(try installation.readPublished(under: policies).map(\.number) == [3, 2, 1])
            for address in ["index.html", "published/000001/manifest.json", "published/000003/figures.csv", "published/000009/figures.csv"]
            {
                _ = try installation.publicSitePage(address, under: policies)
            }
        }
        try look()
        let readings = installation.publishedShelf.readings
        let outbox = test.folder + "/public/releases"
        let names = try FileManager.default.contentsOfDirectory(atPath: outbox).sorted()
        // Not even a manifest that cannot be read any more is looked at.
        let manifest = try #require(names.first { $0.hasSuffix(".json") })
        let bytes = try Data(contentsOf: URL(filePath: outbox + "/" + manifest))
        let handle = try #require(FileHandle(forWritingAtPath: outbox + "/" + manifest))
        try handle.write(contentsOf: Data(repeating: 0x20, count: bytes.count))
        try handle.close()
        for _ in 0..<50 { try look() }
        #expect(installation.publishedShelf.readings == readings)
        // What comes into the folder or goes is seen, and nothing is written for whoever looks.
        try FileManager.default.removeItem(atPath: outbox + "/" + manifest)
        try remove("index.html", of: test)
        let left = try files(of: test)
        for _ in 0..<10 { try look() }
        #expect(installation.publishedShelf.readings == readings + 1)
        #expect(try files(of: test) == left)
        try await department.released("2026-H1", .revised)
        #expect(try installation.readPublished(under: policies).map(\.number) == [4, 3, 2, 1])
    }

    @Test func stylesAreLookedForInPagesAlone() async throws {
        let department = try await department()
        try await department.released("2026-Q1")
        let policies = department.test.policies
        for (address, styles) in [("index.html", 1), ("published/000001/report.html", 1), ("published/000001/goal-3.xlsx", 0)] {
            let page = try #require(try department.installation.publicSitePage(address, under: policies))
            #expect(page.styles.count == styles, "\(address)")
        }
    }
}
