import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Support
import Testing
import Wording

@testable import Web

/// The page says in a sentence what is wrong and what to do, to administrators alone.
@Suite struct HealthPageTests {
    private static func view(_ findings: [CheckFinding], _ language: String) -> String {
        let voice = Voice(language == "vi" ? .vietnamese : .english)
        let reader = PageVisit.Reader(name: "lan.pham", role: .administrator, places: [.health, .account])
        return HealthView(PageVisit(voice, csrf: "token", reader: reader), findings: findings).html
    }

    @Test(arguments: CheckFault.allCases, ["vi", "en"])
    func everyFaultHasASentenceAndWhatToDo(fault: CheckFault, language: String) {
        let page = HealthPageTests.view([CheckFinding(.clock), CheckFinding(.disk, fault, figure: 1_234)], language)
        #expect(!page.contains("page.health") && !page.contains("{0}"))
        #expect(page.contains("<strong>"))
        #expect(page.contains(language == "vi" ? "Cần xử lý" : "Needs attention"))
        // What is wrong stands first.
        let names = language == "vi" ? ("Chỗ trống trên đĩa", "Đồng hồ") : ("Room on the disk", "Clock")
        let places = (page.range(of: "<h2>\(names.0)"), page.range(of: "<h2>\(names.1)"))
        #expect((places.0?.lowerBound).flatMap { first in places.1.map { first < $0.lowerBound } } == true)
    }

    @Test(arguments: CheckSubject.allCases, ["vi", "en"])
    func everyCheckThatIsFineSaysSo(subject: CheckSubject, language: String) {
        let page = HealthPageTests.view([CheckFinding(subject, figure: 7)], language)
        #expect(!page.contains("page.health") && !page.contains("{0}"))
        #expect(!page.contains("class=\"notice\""))
        #expect(page.contains(language == "vi" ? "Ổn" : "Fine"))
    }

    @Test func administratorsAloneFindIt() async throws {
        let site = try await StaffedSite()
        let administrator = try await site.person("admin", .administrator)
        #expect(try await site.get("/health", as: administrator).status == .ok)
        #expect(String(buffer: try await site.get("/account", as: administrator).body).contains("href=\"/health\""))
        let auditor = try await site.person("inspector", .auditor)
        #expect(try await site.get("/health", as: auditor).status == .notFound)
        #expect(try await site.get("/health", as: nil).status == .seeOther)
    }
}
