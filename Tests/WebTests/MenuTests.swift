import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// Nobody is offered a page of their centre that does not open to them.
@Suite struct MenuTests {
    /// Where the links within a part of a page lead.
    private func links(_ page: String, from start: String, to end: String) -> [String] {
        let part = page.components(separatedBy: start).dropFirst().first?.components(separatedBy: end).first ?? ""
        return part.matches(of: /href="([^"#]+)[^"]*"/).map { String($0.1) }
    }

    @Test func everyPlaceOfTheMenuOpens() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("manager", of: "TT")
        var people = [("manager", manager, true)]
        for (index, role) in UserRole.allCases.enumerated() {
            let centre = role.belongsToCentre ? "TT" : nil
            people.append((role.rawValue, try await site.person("n\(index)", role, centre: centre), false))
            guard role.opensCases else { continue }
            let member = try await site.person("m\(index)", role, centre: centre)
            try await site.admit(member.user, by: manager)
            people.append(("\(role.rawValue) with a key", member, role != .centreManager))
        }
        for (label, person, holdsKey) in people {
            let menu = links(try await site.get(Address.account, as: person).text, from: "<nav class=\"places\"", to: "</nav>")
            #expect(!menu.isEmpty, "\(label)")
            for path in menu { #expect(try await site.get(path, as: person).status == .ok, "\(label) \(path)") }
            if holdsKey { #expect(menu.contains(CaseAddress.cases), "\(label)") }
        }
    }

    @Test func everyLinkOfTheDayOpens() async throws {
        let fixture = try await PaperFixture()
        let site = fixture.site
        let worker = try await site.person("worker", .caseWorker, centre: "TT")
        try await site.admit(worker.user, by: fixture.manager)
        let session = try site.installation.centreSession(of: site.visit(worker))
        try await site.installation.closeCase(
            fixture.caseFile, for: Code(number: 1), on: site.fixture.test.clock.now.dayInVietNam, note: "", by: session)
        for (person, signs) in [(worker, false), (fixture.manager, true)] {
            let page = try await site.get(CaseAddress.today, as: person).text
            #expect(page.contains("id=\"muc-closure-waits\""))
            let offered = links(page, from: "<main", to: "</main>")
            for path in offered { #expect(try await site.get(path, as: person).status == .ok, "\(path)") }
            #expect(offered.contains(CaseAddress.of(fixture.caseFile, CaseAddress.sign)) == signs)
        }
    }

    @Test func whatIsDueIsOneLinkAway() async throws {
        let fixture = try await PaperFixture()
        let (site, today) = (fixture.site, fixture.site.fixture.test.clock.now.dayInVietNam)
        var action = PlannedAction(text: "Gọi")
        action.due = today.adding(days: 1)
        for (kind, record, section) in [
            (RecordKind.action, CaseRecord.action(action), "soon"),
            (.followUp, .followUp(FollowUp(kind: Code(number: 1), due: today.adding(days: -2))), "overdue"),
        ] {
            let detection = Detection(on: today, place: .outside, channel: Code(number: 1))
            let person = CasePerson(id: .none, role: .victim, sex: .female, birthYear: nil)
            let caseFile = try await site.installation.openCase(.domesticViolence, .confirmed, detection, for: person, in: fixture.session)
            try await site.installation.record(record, as: site.installation.freshIdentifier(), in: caseFile, by: fixture.session)
            let page = try await site.get(CaseAddress.today, as: fixture.manager).text
            let part = page.components(separatedBy: "id=\"muc-\(section)\"").last?.components(separatedBy: "</section>").first ?? ""
            #expect(part.contains("href=\"\(CaseAddress.of(caseFile))#\(kind.anchor)\">See what is due"))
            #expect(try await site.get(CaseAddress.of(caseFile), as: fixture.manager).text.contains("id=\"\(kind.anchor)\""))
        }
    }
}
