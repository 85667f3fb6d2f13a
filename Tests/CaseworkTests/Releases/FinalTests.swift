import CaseDomain
import Disclosure
import Foundation
import Indicators
import Support
import Testing

@testable import Casework

@Suite struct FinalTests {
    private static let quarters = ["2025-02-03", "2025-05-04", "2025-08-05", "2025-11-06"]

    /// A year of which all four quarters are public.
    private func year(_ served: Int = 60) async throws -> ReleaseDepartment {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(
            ReleaseDepartment.register(FinalTests.quarters.map { ("outside", $0, 20) }, served: served))
        await #expect(throws: CaseworkError.release(.quartersNotFixed)) { _ = try await department.prepare("2025", .final) }
        for quarter in ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"] { try await department.released(quarter) }
        return department
    }

    private func late(_ count: Int, served: Int = 0) -> [String: String] {
        ReleaseDepartment.register([("outside", "2025-03-01", count)], served: served, first: 900)
    }

    @Test func whoCameLateIsToldBesideTheYearAndTheOutcomeIsOverAll() async throws {
        let department = try await year()
        try await department.test.importRegister(late(12, served: 12))
        let release = try await department.prepare("2025", .final)
        try await department.publish(release)
        let published = try await department.installation.publicFiles(of: release, under: department.test.policies, by: .local)
        let csv = String(decoding: try #require(published.first { $0.name == "figures.csv" }).bytes, as: UTF8.self)
        #expect(csv.contains("T1,3.2a,denominator,all,2025,all,all,all,80,published"))
        #expect(csv.contains("T6,3.2a,entries,all,2025,all,all,all,12,published"))
        #expect(csv.contains("T6,3.2a,withdrawals,all,2025,all,all,all,0,published"))
        // 60 of the 80, and all 12 of those who came late.
        #expect(csv.contains("T5,3.2a,numerator,all,2025,all,all,all,72,published"))
        #expect(csv.contains("T5,3.2a,percent,all,2025,all,all,all,78.3,published"))
        // In words on the page and on the public site, with the share that the rows have.
        let page = try #require(published.first { $0.name == "report.html" }).bytes
        let site = try #require(try department.installation.publicSiteFile("index.html", under: department.test.policies))
        for text in [page, site].map({ String(decoding: $0, as: UTF8.self) }) {
            #expect(text.contains("Chỉ tiêu 3.2a. Sau khi chốt: thêm 12 người, bớt 0 người; kết quả của năm tính trên 92 người sau cùng."))
            #expect(text.contains("72 trên 92 người, đạt 78,3"))
        }
        let made = try await department.handedOut(release)
        #expect(made.value(.late, "entries") == "12" && made.value(.late, "fixed") == "80" && made.value(.late, "denominator") == "92")
        #expect(made.value(.late, "told") == "yes")
        #expect(made.value(.goal, "denominator") == "92" && made.value(.goal, "numerator") == "72")
        // Nothing of the year changes any more.
        for (period, vintage) in [("2025", Vintage.final), ("2025", .revised), ("2025-Q1", .revised), ("2025-H1", .first)] {
            await #expect(throws: CaseworkError.release(.yearIsFinal)) { _ = try await department.prepare(period, vintage) }
        }
        await #expect(throws: CaseworkError.release(.finalOfYear)) { _ = try await department.prepare("2026-Q1", .final) }
    }

    @Test func aFewWhoCameLateAreToldToTheRecipientAlone() async throws {
        let department = try await year()
        try await department.test.importRegister(late(3, served: 3))
        let release = try await department.prepare("2025", .final)
        let published = try await department.publish(release)
        #expect(!published.manifest.rows.contains { $0.table == "T6" })
        // The outcome is over those who were fixed.
        #expect(published.value("T5", "3.2a", "numerator") == "60")
        let made = try await department.handedOut(release)
        #expect(made.value(.late, "entries") == "3" && made.value(.late, "told") == "no")
    }

    @Test func fewerThanTenAreNotToldBesideTheOutcomesOfTheQuarters() async throws {
        // Six who came late could be told, but then the outcome over all would tell what became of the six.
        let department = try await year()
        try await department.test.importRegister(late(6, served: 1))
        let published = try await department.released("2025", .final)
        #expect(!published.manifest.rows.contains { $0.table == "T6" } && published.value("T5", "3.2a", "numerator") == "60")
    }

    @Test func whoIsCountedNoMoreIsWithdrawnAndAnErasedCaseIsNot() async throws {
        let department = try await year(80)
        var register = ReleaseDepartment.register(FinalTests.quarters.map { ("outside", $0, 20) }, served: 80)
        for number in 1...11 {
            register["cases.csv"] = register["cases.csv"]?.replacingOccurrences(
                of: "H\(number),domestic_violence,2025-02-03,outside,peoples_committee,confirmed",
                with: "H\(number),domestic_violence,2025-02-03,outside,peoples_committee,error")
        }
        try await department.test.importRegister(register, ImportOptions(update: true))
        let release = try await department.prepare("2025", .final)
        let published = try await department.publish(release)
        #expect(published.value("T6", "3.2a", "withdrawals") == "11" && published.value("T6", "3.2a", "entries") == "0")
        #expect(published.value("T1") == "80" && published.value("T5", "3.2a", "numerator") == "69")
        #expect(published.value("T5", "3.2a", "percent") == "100.0")
    }
}

@Suite struct DemoReleaseTests {
    @Test func whatADemoPublishesSaysSoWhereverItGoes() async throws {
        let department = try await ReleaseDepartment(isDemo: true)
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        let release = try await department.prepare("2026-Q1")
        try await department.publish(release)
        let files = try await department.installation.publicFiles(of: release, under: department.test.policies, by: .local)
        for name in ["report.html", "en/report.html"] {
            let page = String(decoding: try #require(files.first { $0.name == name }).bytes, as: UTF8.self)
            #expect(page.contains("DEMO – "), "\(name)")
        }
        for address in ["index.html", "en/index.html"] {
            let page = String(
                decoding: try #require(try department.installation.publicSiteFile(address, under: department.test.policies)), as: UTF8.self)
            #expect(page.contains("DEMO – "), "\(address)")
        }
    }
}

@Suite struct LateChangesTests {
    private func person(_ keys: [RecordKey], isReached: Bool = false) -> CountedPerson {
        CountedPerson(
            quarter: 0, place: .outside, day: Day(number: 20_000), sex: .female, age: .from18To59, scope: .domestic, isReached: isReached,
            records: keys)
    }

    private func changes(_ members: [[UInt32]], _ people: [[UInt32]], present: Set<UInt32> = Set(0..<100)) -> [Int] {
        func keys(_ numbers: [UInt32]) -> [RecordKey] { numbers.map { RecordKey(number: $0, mark: UInt64($0)) } }
        let quarter = ReleaseRecord.Quarter(quarter: 0, revision: 1, members: members.map { CountedMember(person(keys($0))) })
        let late = LateChanges(from: [quarter], to: people.map { person(keys($0)) }, cases: present)
        return [late.fixed, late.entries, late.withdrawals, late.people]
    }

    @Test func comingGoingJoiningSplittingAndErasing() {
        #expect(changes([[1], [2]], [[1], [2]]) == [2, 0, 0, 2])
        #expect(changes([[1], [2]], [[1], [2], [3]]) == [2, 1, 0, 3])
        #expect(changes([[1], [2]], [[2]]) == [2, 0, 1, 1])
        // Two who are one by now; one of them who came in late joins nobody.
        #expect(changes([[1], [2]], [[1, 2]]) == [2, 0, 1, 1])
        #expect(changes([[1], [2]], [[1, 2, 3]]) == [2, 0, 1, 1])
        // One who was two.
        #expect(changes([[1, 2]], [[1], [2]]) == [1, 1, 0, 2])
        // A split after a join is as it was.
        #expect(changes([[1, 2], [1, 2]], [[1], [2]]) == [2, 0, 0, 2])
        // Whoever touches two members leaves one of them to whom it touches alone.
        #expect(changes([[1, 2], [3]], [[1, 3], [2]]) == [2, 0, 0, 2])
        // An erased case keeps its member.
        #expect(changes([[1], [2]], [[2]], present: [2]) == [2, 0, 0, 2])
    }
}
