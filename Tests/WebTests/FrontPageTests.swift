import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Indicators
import Support
import Testing

@testable import Web

/// The first page: a demo's figures as they are, and nothing unpublished of anybody else.
@Suite struct FrontPageTests {
    @Test func aDemoSaysTheFiguresOfTheLastFullQuarterInWords() async throws {
        let page = try await SiteFixture(golden: "rules-2026").page()
        #expect(page.contains("<h1>Mục tiêu 3, quý I năm 2026</h1>"))
        #expect(page.plain.contains("4 trên 12 người, 33,3 %, mục tiêu 90 %: chưa đạt"))
        #expect(page.plain.contains("2 trên 5 người, 40,0 %, mục tiêu 70 %: chưa đạt"))
        #expect(page.plain.contains("Số liệu từ ngày 01/01/2026 đến ngày 31/03/2026."))
        #expect(page.plain.contains("Lịch: theo năm dương lịch."))
        #expect(page.contains("Được các cơ sở phát hiện, không phải tỷ lệ phổ biến"))
        #expect(page.plain.contains("Số liệu bịa ra để dùng thử. Không ai trong này là người thật."))
        #expect(page.contains("<title>Số liệu theo quý – Nương</title>"))
    }

    @Test func englishSaysTheSame() async throws {
        let page = try await SiteFixture(golden: "rules-2026").page(in: "en")
        #expect(page.contains("<h1>Goal 3, first quarter of 2026</h1>"))
        #expect(page.plain.contains("4 of 12 people, 33.3%, target 90%: not met"))
        #expect(page.plain.contains("Figures from 01/01/2026 to 31/03/2026."))
        #expect(page.plain.contains("Made-up figures for trying things out. Nobody in here is real."))
        #expect(!page.contains("chưa"))
    }

    @Test func nobodyInTheDenominatorIsNeitherMetNorMissed() async throws {
        let fixture = try await SiteFixture(golden: "rules-2026", today: Day("2026-10-02"))
        let page = try await fixture.page().plain
        #expect(try fixture.figures("2026-Q3").total(of: IndicatorID(rawValue: "3.3"))?.denominator == 0)
        #expect(page.contains("không phát sinh, mục tiêu 100 %"))
        #expect(!page.contains("không phát sinh, mục tiêu 100 %:"))
    }

    @Test func whoOwnsNothingIsSaid() async throws {
        let page = try await SiteFixture(golden: "rules-2026").page().plain
        #expect(page.contains("trong gia đình (4 trên 11 người): Sở Văn hóa, Thể thao và Du lịch"))
        #expect(page.contains("ngoài gia đình (0 trên 1 người): chưa phân công"))
        #expect(page.contains("Sở Y tế"))
        #expect(page.contains("Thống kê tỉnh"))
    }

    @Test func anUnownedIndicatorOfAnOldPlanGoesToTheSuccessor() async throws {
        let page = try await SiteFixture(golden: "rules-2026", today: Day("2026-01-20")).page().plain
        #expect(page.contains("Mục tiêu 3, quý IV năm 2025"))
        #expect(page.contains("Sở Nội vụ"))
        #expect(!page.contains("Sở Lao động"))
        #expect(page.contains("Cả năm 2025"))
    }

    @Test func anotherInstallationShowsOnlyWhatIsPublished() async throws {
        let fixture = try await SiteFixture(isDemo: false, golden: "rules-2026")
        let vietnamese = try await fixture.page()
        #expect(vietnamese.contains("<h1>Chưa có số liệu công bố</h1>"))
        #expect(try await fixture.page(in: "en").contains("<h1>No published figures yet</h1>"))
        for forbidden in ["trên 12", "33,3", "DEMO", "<table", "class=\"bar\""] { #expect(!vietnamese.contains(forbidden)) }
    }

    @Test func incompleteFiguresCarryAWarning() async throws {
        let fixture = try await SiteFixture(golden: "rules-2026")
        #expect(!(try await fixture.page()).contains("class=\"notice\""))
        fixture.breakOneSeal()
        #expect(try await fixture.page().plain.contains("Số liệu còn thiếu: 1 hồ sơ không mở được."))
        #expect(try await fixture.page(in: "en").plain.contains("Figures are incomplete. Records that could not be opened: 1."))
    }

    @Test func anEmptyDemoHasAPage() async throws {
        let page = try await SiteFixture().page()
        #expect(page.plain.contains("không phát sinh"))
        #expect(page.plain.contains("chưa có số liệu"))
    }

    @Test func theCutOffIsTheLedgers() async throws {
        let fixture = try await SiteFixture(golden: "rules-2026")
        let cutoff = try #require(fixture.test.installation.live).read { $0.cutoff }
        #expect(try await fixture.page().plain.contains("Mốc chốt số liệu: lần ghi thứ \(cutoff)."))
    }

    @Test func drawnValuesAreTheFigures() async throws {
        let fixture = try await SiteFixture(golden: "rules-2026", today: Day("2026-10-02"))
        let page = try await fixture.page()
        let quarters = try ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"].map { try fixture.figures($0) }
        let indicators = ["3.2a", "3.2b", "3.3", "3.4"].map(IndicatorID.init)
        let printed = indicators.flatMap { id in
            quarters.map { $0.total(of: id)?.percent?.replacing(".", with: ",") ?? "–" }
        }
        #expect(page.matches(of: /class="value"[^>]*>([^<]*)</).map { String($0.1) } == printed)
        let bars = indicators.compactMap { quarters[3].total(of: $0)?.percent }.map { $0.hasSuffix(".0") ? String($0.dropLast(2)) : $0 }
        #expect(page.matches(of: /class="fill"[^>]* width="([0-9.]+)%"/).map { String($0.1) } == bars)
    }

    @Test func thePageIsLight() async throws {
        let page = try await SiteFixture(golden: "rules-2026", today: Day("2026-10-02")).page()
        #expect(page.utf8.count + StaticFile.stylesheet.bytes.count + StaticFile.icon.bytes.count < 120_000)
    }
}

extension String {
    /// Without tags, every run of white space as one space.
    var plain: String {
        replacing(/<[^>]*>/, with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
