import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Indicators
import Support
import Testing

@testable import Web

/// Estimates, finals and what an officer types beside figures.
@Suite struct EstimateAndFinalPagesTests {
    private static let estimate = [
        "period": "2026-Q4", "vintage": "estimate", "calendar": "administrative", "from": "1/11/2026", "to": "9/11/2026",
    ]

    @Test func anEstimateHasDaysOfItsOwnAndNeverBecomesPublic() async throws {
        let two = try await ReleaseSite([("03388", "2026-11-03", 7)])
        let form = try await two.page(ReleaseAddress.new, as: two.officer)
        #expect(form.contains("Fourth quarter of 2026 (not over yet)") && form.contains("name=\"from\"") && form.contains("name=\"to\""))
        let release = try await two.prepare(EstimateAndFinalPagesTests.estimate)
        let own = try await two.page(release, as: two.officer)
        #expect(own.contains("01/11/2026 – 09/11/2026") && own.contains("An estimate is never public"))
        // It is called by its days, not by the quarter in which they lie.
        #expect(own.contains("<h1>01/11/2026 to 09/11/2026: ") && !own.contains("<h1>Fourth quarter"))
        #expect(own.contains("so somebody else has to approve it.") && own.contains("Once somebody approves it"))
        // Seven people, and nowhere a number of them.
        #expect(!own.contains(">7<") && !own.contains("data-head=\"Detected\"") && !own.contains("No cell is hidden"))
        _ = try await two.site.send(release + "/approve", ["form": "a", "remark": "đã xem"], as: two.approver)
        let page = try await two.page(release, as: two.approver)
        #expect(page.contains("href=\"\(release)/return\"") && page.contains("None was handed out yet."))
        #expect(try await two.page(release + "/return", as: two.officer).contains("<h1>01/11/2026 to 09/11/2026, "))
        #expect(!page.contains("href=\"\(release)/publish\"") && !page.contains("waits to be published"))
        #expect(try await two.site.send(release + "/publish", [:], as: two.approver).status == .conflict)
        let list = try await two.page(ReleaseAddress.list, as: two.officer)
        #expect(list.contains(">01/11/2026 to 09/11/2026<") && !list.contains("waits to be published"))
    }

    @Test func aPeriodIsOverOnceItIsOverInThePublicCalendar() async throws {
        // In the administrative calendar the last quarter and the year ended on 14 December.
        let site = try await StaffedSite(today: Day("2026-12-20"))
        let form = try await site.get(ReleaseAddress.new, as: try await site.person("tong-hop", .indicatorOfficer)).text
        let offered = form.matches(of: /<option value="(2026[^"]*)"[^>]*>([^<]*)<\/option>/).map { [String($0.1), String($0.2)] }
        #expect(offered.filter { $0[1].hasSuffix("(not over yet)") }.map { $0[0] } == ["2026", "2026-Q4"])
        #expect(offered.count == 7 && offered.contains(["2026-Q3", "Third quarter of 2026"]))
    }

    @Test func whoCameLateToAFinalIsALineBesideTheYear() async throws {
        let quarters = ["2025-02-03", "2025-05-04", "2025-08-05", "2025-11-06"].map { (place: "03388", day: $0, people: 20) }
        let two = try await ReleaseSite(quarters, served: 10)
        for quarter in ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"] {
            let fields = ["period": quarter, "vintage": "first", "calendar": "calendar"]
            #expect(try await two.publish(try await two.prepare(fields, form: quarter)) == .seeOther)
        }
        let late = ReleaseSite.register([("03388", "2025-03-01", 12)], served: 12, first: 900)
        try await two.site.fixture.test.importRegister(late)
        let year = ["period": "2025", "vintage": "final", "calendar": "calendar"]
        let release = try await two.prepare(year, form: "final")
        let page = try await two.page(release, as: two.approver)
        #expect(page.contains("<dt>3.2a: known after the year was fixed</dt>"))
        #expect(page.contains("<dd>12 people more, 0 no longer counted; the outcome is over 92 people</dd>"))
        #expect(page.contains("<td data-head=\"Detected\" class=\"number\">80</td>"))
        #expect(try await two.publish(release) == .seeOther)
        #expect(try await two.site.fixture.page("/", in: "en").contains("the outcome is over 92 people"))
        let again = try await two.site.send(ReleaseAddress.new, year.merging(["form": "z"]) { $1 }, as: two.officer)
        #expect(again.status == .unprocessableContent && again.text.contains("the year has its final"))
    }

    @Test func whatIsTypedIsReadByTheApprover() async throws {
        let two = try await ReleaseSite()
        let typed = ReleaseSite.quarter.merging(["difficulties": "Đường xa <i>", "remarks": "Cần thêm tập huấn"]) { $1 }
        let release = try await two.prepare(typed)
        let page = try await two.page(release, as: two.approver)
        #expect(page.contains("<dd>Đường xa &lt;i&gt;</dd>") && page.contains("<dd>Cần thêm tập huấn</dd>"))
        #expect(page.contains("no names, no small numbers of people"))
        let own = try await two.page(release, as: two.officer)
        #expect(own.contains("Cần thêm tập huấn") && !own.contains("no names, no small numbers of people"))
    }

    @Test func aSmallNumberBesideACommuneIsAskedAboutAndEverythingTypedIsKept() async throws {
        let two = try await ReleaseSite()
        let commune = try #require(two.installation.rulebook.gazetteer.communes.first { $0.code.description == "03388" }?.name)
        let fields = ReleaseSite.quarter.merging(["remarks": "Ở \(commune) đã mở 2 lớp", "difficulties": "Đường xa"]) { $1 }
        let asked = try await two.site.send(ReleaseAddress.new, fields.merging(["form": "f"]) { $1 }, as: two.officer)
        #expect(asked.status == .unprocessableContent)
        #expect(asked.text.contains("đã mở 2 lớp</textarea>") && asked.text.contains("Đường xa</textarea>"))
        #expect(asked.text.contains("href=\"#o-checked\"") && asked.text.contains("Looked at again: no number tells what a table hides"))
        #expect(!asked.text.contains("name=\"checked\" value=\"yes\" checked"))
        let release = try await two.prepare(fields.merging(["checked": "yes"]) { $1 })
        #expect(try await two.page(release, as: two.officer).contains("đã mở 2 lớp</dd>"))
        // Ticked, and a count of people all the same.
        let small = fields.merging(["checked": "yes", "remarks": "Ở \(commune) có 2 nạn nhân", "form": "g"]) { $1 }
        let refused = try await two.site.send(ReleaseAddress.new, small, as: two.officer)
        #expect(refused.status == .unprocessableContent && refused.text.contains("href=\"#o-remarks\""))
        #expect(refused.text.contains("name=\"checked\" value=\"yes\" checked"))
    }

    @Test func whyFiguresDifferIsSaidWithoutNumbers() async throws {
        let two = try await ReleaseSite()
        #expect(try await two.publish(try await two.prepare()) == .seeOther)
        try await two.site.fixture.test.importRegister(
            ReleaseSite.register([("03388", "2026-02-03", 20)], served: 20), ImportOptions(update: true))
        try await two.site.fixture.test.importRegister(ReleaseSite.register([("03388", "2026-02-09", 3)], first: 900))
        let revised = try await two.prepare(ReleaseSite.quarter.merging(["vintage": "revised"]) { $1 }, form: "g")
        let page = try await two.page(revised, as: two.approver)
        let section = page.components(separatedBy: "aria-labelledby=\"thay-doi\"").last?.components(separatedBy: "</section>").first ?? ""
        #expect(section.contains("<dt>3.2a</dt><dd>cases that were recorded later; support recorded since</dd>"))
        #expect(!section.replacing("3.2a", with: "").replacing(/<[^>]*>/, with: "").contains(/\d/))
    }
}
