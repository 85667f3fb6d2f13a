import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Indicators
import Policies
import Store
import Support
import Testing

@testable import Web

/// The register of organisations, activities and periods as people see and change them.
@Suite struct CentrePagesTests {
    private static let address = [
        "code": "DC-1", "name": "Nhà <i>Một</i>", "kind": "trusted_address", "public": "yes", "place": "03388", "valid_from": "1/2/2026",
        "valid_to": "",
    ]

    private func text(_ response: TestResponse) -> String { String(buffer: response.body) }

    /// Sends one form twice to one service, as a double click does.
    private func sendTwice(
        _ path: String, _ fields: [String: String], as person: StaffedSite.Person, _ site: StaffedSite
    ) async throws -> [TestResponse] {
        let body = fields.merging(["csrf": person.form]) { first, _ in first }.encodedForm
        let headers = StaffedSite.headers(person.cookie, [.contentType: "application/x-www-form-urlencoded"])
        return try await site.fixture.site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            var answers: [TestResponse] = []
            for _ in 0..<2 {
                answers.append(
                    try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body)))
            }
            return answers
        }
    }

    /// The hidden value of a form.
    private func hidden(_ name: String, in page: String) throws -> String {
        let start = try #require(page.range(of: "name=\"\(name)\" value=\"")).upperBound
        return String(page[start...].prefix { $0 != "\"" })
    }

    @Test func aManagerAddsATrustedAddressOnceAndItStandsOnTheSheet() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        var fields = CentrePagesTests.address
        fields["form"] = try hidden("form", in: text(try await site.get(CentreAddress.new, as: manager)))
        for (name, wrong, anchor) in [
            ("code", "", "o-code"), ("code", "DC 1", "o-code"),
            ("kind", "social_assistance_centre", "o-kind"), ("valid_from", "31/2/2026", "o-valid-from"),
            ("valid_to", "1/1/2026", "o-valid-to"), ("place", "99999", "o-place"), ("public", "", "o-public"),
            ("name", String(repeating: "a", count: 201), "o-name"),
        ] {
            var broken = fields
            broken[name] = wrong
            let answer = try await site.send(CentreAddress.new, broken, as: manager)
            #expect(answer.status == .unprocessableContent, "\(name)")
            #expect(text(answer).contains("href=\"#\(anchor)\""), "\(name)")
            // What was typed stands there again, escaped.
            if name != "name" { #expect(text(answer).contains("Nhà &lt;i&gt;Một&lt;/i&gt;")) }
        }
        for answer in try await sendTwice(CentreAddress.new, fields, as: manager, site) {
            #expect(answer.status == .seeOther && answer.headers[.location] == "/centres?done=added")
        }
        let page = text(try await site.get(CentreAddress.centres, as: manager))
        #expect(page.components(separatedBy: "DC-1").count == 2)
        fields["form"] = "another"
        #expect(text(try await site.send(CentreAddress.new, fields, as: manager)).contains("href=\"#o-code\""))
        let centre = try #require(try site.installation.readCentres(by: site.visit(manager)).first { $0.code == "DC-1" })
        let gazetteer = site.fixture.test.policies.rulebook.gazetteer
        let commune = try #require(centre.description.commune(on: site.fixture.test.today, gazetteer)?.code)
        let sheet = text(try await site.get("\(CentreAddress.print)?place=\(commune)", as: manager))
        #expect(sheet.contains("Nhà &lt;i&gt;Một&lt;/i&gt;") && sheet.contains("class=\"card paper\""))
        // The numbers to call are those of the policies.
        for hotline in site.fixture.test.policies.hotlines { #expect(sheet.contains(": call \(hotline.telephone)</p>")) }
        // No longer public: not on paper, nor when the register itself is printed.
        fields["public"] = "no"
        fields["code"] = nil
        fields["form"] = nil
        fields["after"] = "1"
        #expect(try await site.send(CentreAddress.of(centre.identifier), fields, as: manager).status == .seeOther)
        let hiddenSheet = text(try await site.get("\(CentreAddress.print)?place=\(commune)", as: manager))
        #expect(!hiddenSheet.contains("Nhà &lt;i&gt;Một"))
        #expect(text(try await site.get(CentreAddress.centres, as: manager)).contains("<tr class=\"unprinted\"><th scope=\"row\">"))
        #expect(try site.fixture.test.audit().findings.isEmpty)
        #expect(!site.fixture.log.lines.contains { $0.contains("Một") || $0.contains("DC-1") })
    }

    @Test func twoEditsOfOneOrganisationShowBoth() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        var fields = CentrePagesTests.address
        fields["form"] = "1"
        _ = try await site.send(CentreAddress.new, fields, as: manager)
        let centre = try #require(try site.installation.readCentres(by: site.visit(manager)).first { $0.code == "DC-1" })
        fields["code"] = nil
        fields["form"] = nil
        fields["after"] = "1"
        fields["name"] = "Nhà Ba"
        #expect(try await site.send(CentreAddress.of(centre.identifier), fields, as: manager).status == .seeOther)
        fields["name"] = "Nhà Bốn"
        let both = try await site.send(CentreAddress.of(centre.identifier), fields, as: manager)
        #expect(both.status == .conflict)
        #expect(text(both).contains("Nhà Ba") && text(both).contains("value=\"Nhà Bốn\""))
        fields["after"] = try hidden("after", in: text(both))
        #expect(try await site.send(CentreAddress.of(centre.identifier), fields, as: manager).status == .seeOther)
    }

    @Test func anActivityIsAskedAboutOutsideTheCentresDaysAndRefusedInTheFuture() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        var fields = ["form": "1", "kind": "prevention", "on": "1/1/2027", "female": "7", "male": "", "note": "Buổi <b>"]
        #expect(text(try await site.send(CentreAddress.newActivity, fields, as: manager)).contains("href=\"#o-on\""))
        fields["on"] = "5/5/2019"
        let asked = try await site.send(CentreAddress.newActivity, fields, as: manager)
        #expect(asked.status == .unprocessableContent && text(asked).contains("href=\"#o-outside\""))
        fields["outside"] = "yes"
        #expect(
            try await site.send(CentreAddress.newActivity, fields, as: manager).headers[.location]
                == "/centres/activities?year=2019&done=saved")
        fields["outside"] = nil
        fields["on"] = "5/5/2026"
        fields["female"] = "-1"
        fields["form"] = "2"
        #expect(text(try await site.send(CentreAddress.newActivity, fields, as: manager)).contains("href=\"#o-female\""))
        fields["female"] = "7"
        for answer in try await sendTwice(CentreAddress.newActivity, fields, as: manager, site) { #expect(answer.status == .seeOther) }
        let page = text(try await site.get("\(CentreAddress.activities)?year=2026", as: manager))
        #expect(page.components(separatedBy: "Buổi &lt;b&gt;").count == 2)
        #expect(page.contains("/centres/activities/2026-1-0"))
        let place = ActivityPlace(year: 2026, revision: 1, row: 0)
        let form = text(try await site.get(CentreAddress.of(place), as: manager))
        #expect(form.contains("value=\"05/05/2026\"") && form.contains("Buổi &lt;b&gt;"))
        fields["form"] = "3"
        fields["male"] = "2"
        #expect(
            try await site.send(CentreAddress.of(place), fields, as: manager).headers[.location]?.contains("done=saved") == true)
        // Struck by the older version: nothing happens, and it says so.
        let stale = try await site.send(CentreAddress.strike(place), ["form": "4"], as: manager)
        #expect(stale.headers[.location] == "/centres/activities?year=2026&done=overtaken")
        let newest = ActivityPlace(year: 2026, revision: 2, row: 0)
        #expect(
            try await site.send(CentreAddress.strike(newest), ["form": "5"], as: manager).headers[.location]?.contains("done=struck")
                == true)
        #expect(!text(try await site.get("\(CentreAddress.activities)?year=2026", as: manager)).contains("Buổi"))
    }

    @Test func aManagerIsAskedBeforeSayingThatNothingHappenedBesideCases() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        // The case of the centre was detected in January.
        let (first, third) = (Period(year: 2026, part: .q1), Period(year: 2026, part: .q3))
        let page = CentreAddress.of(first, "calendar")
        #expect(text(try await site.get(page, as: manager)).contains("name=\"after\" value=\"0\""))
        var fields = ["answer": "nothing", "after": "0"]
        let asked = try await site.send(page, fields, as: manager)
        #expect(asked.status == .unprocessableContent && text(asked).contains("href=\"#o-sure\""))
        #expect(try site.installation.store.confirmations(at: .max).isEmpty)
        fields["sure"] = "yes"
        #expect(try await site.send(page, fields, as: manager).headers[.location] == "/centres/periods?calendar=calendar&done=confirmed")
        // Nothing is asked where there is no case, nor before the day of it.
        let plain = ["answer": "nothing", "after": "0"]
        #expect(try await site.send(CentreAddress.of(third, "calendar"), plain, as: manager).status == .seeOther)
        let fixed = try await site.send(CentreAddress.withdraw(first, "calendar"), ["after": "1"], as: manager)
        #expect(fixed.headers[.location]?.contains("done=overtaken") == true)
        #expect(try await site.send(CentreAddress.of(Period(year: 2026, part: .q4), "calendar"), plain, as: manager).status == .notFound)
        #expect(try await site.get(CentreAddress.of(Period(year: 2026, part: .h1), "calendar"), as: manager).status == .notFound)
        #expect(try await site.get("\(CentreAddress.periods)?calendar=none", as: manager).status == .notFound)
        let officer = try await site.person("tong-hop", .indicatorOfficer)
        let coverage = text(try await site.get(CentreAddress.coverage, as: officer))
        #expect(coverage.contains("Nothing happened") && coverage.contains("Silent") && coverage.contains("No log is waiting"))
        let departmental = try await site.person("tong-hop-2", .indicatorOfficer, department: "health")
        #expect(try await site.get(CentreAddress.coverage, as: departmental).status == .ok)
    }

    @Test func aPeriodKeepsItsCalendarWhereOnlyTheFormComesBack() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let period = Period(year: 2026, part: .q3)
        // As after an idle session: sent to the path without what stood behind it.
        let path = "\(CentreAddress.periods)/\(period)"
        for calendar in ["administrative", "calendar"] {
            let page = text(try await site.get(CentreAddress.of(period, calendar), as: manager))
            var fields = ["answer": "nothing", "after": "0", "calendar": try hidden("calendar", in: page)]
            #expect(
                try await site.send(path, fields, as: manager).headers[.location]
                    == "/centres/periods?calendar=\(calendar)&done=confirmed")
            let said = text(try await site.get(CentreAddress.of(period, calendar), as: manager))
            #expect(said.components(separatedBy: "name=\"calendar\" value=\"\(calendar)\"").count == 3)
            fields["after"] = try hidden("after", in: said)
            fields["answer"] = nil
            #expect(
                try await site.send("\(path)/withdraw", fields, as: manager).headers[.location]
                    == "/centres/periods?calendar=\(calendar)&done=withdrawn")
        }
        // No calendar is guessed for what is said.
        #expect(try await site.send(path, ["answer": "nothing", "after": "2"], as: manager).status == .badRequest)
    }

    @Test func whetherSomethingIsPublicIsAskedByItsKind() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let new = text(try await site.get(CentreAddress.new, as: manager))
        #expect(new.contains("printed on the list for people?") && !new.contains("Is it the state"))
        let own = try #require(try site.visit(manager).actor.centre)
        let administrator = try await site.person("quan-tri", .administrator)
        let centre = text(try await site.get(CentreAddress.of(own), as: administrator))
        #expect(!centre.contains("printed on the list for people?") && centre.contains("Is it the state"))
    }
}
