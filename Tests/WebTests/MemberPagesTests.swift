import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// Members and telephones of a centre, by its manager.
@Suite struct MemberPagesTests {
    private func candidate(_ user: Identifier<User>, _ site: StaffedSite, by manager: StaffedSite.Person) throws -> String {
        let visit = try site.visit(manager)
        let members = try site.installation.members(of: try #require(visit.actor.centre), by: visit)
        return AdmitView.Candidate(try #require(members.candidates.first { $0.user == user })).id
    }

    @Test func theFirstManagerBeginsWithTheOpeningCode() async throws {
        let site = try await StaffedSite()
        let manager = try await site.person("lan", .centreManager, centre: "TT")
        let before = try await site.get(Address.members, as: manager).text
        #expect(before.contains("name=\"opening_code\""))
        #expect(before.contains("Một &lt;b&gt;&amp;") && !before.contains("<b>"))
        // Nobody admits anybody without a key.
        #expect(!before.contains("href=\"\(Address.admit)\""))
        let wrong = try await site.send(Address.openingCode, ["opening_code": try #require(site.openingCodes["T2"])], as: manager)
        #expect(wrong.status == .unprocessableContent)
        #expect(wrong.text.contains("id=\"o-opening-code-fault\""))
        #expect(!wrong.text.contains(site.openingCodes["T2"] ?? "-"))
        let missing = try await site.send(Address.openingCode, ["opening_code": ""], as: manager)
        #expect(missing.status == .unprocessableContent)
        let done = try await site.send(Address.openingCode, ["opening_code": try #require(site.openingCodes["TT"])], as: manager)
        #expect(done.status == .seeOther)
        #expect(done.headers[.location] == "/members?done=begun")
        let after = try await site.get("/members?done=begun", as: manager).text
        #expect(!after.contains("name=\"opening_code\""))
        #expect(after.contains("You hold the centre’s key."))
        #expect(after.contains("href=\"\(Address.admit)\""))
        // What lay under the paper's keys lies under the manager's.
        #expect(try site.installation.staleWraps(in: site.installation.centreSession(of: site.visit(manager))) == 0)
    }

    @Test func aColleagueIsAdmittedByTheKeysThatWereCompared() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let worker = try await site.person("minh", .caseWorker, centre: "TT")
        let stranger = try await site.person("hoa", .caseWorker, centre: "T2")
        let page = try await site.get(Address.admit, as: manager).text
        let shown = try candidate(worker.user, site, by: manager)
        #expect(page.contains("value=\"\(shown)\""))
        #expect(!page.contains(stranger.user.description))
        let unticked = try await site.send(Address.admit, ["candidate": shown], as: manager)
        #expect(unticked.status == .unprocessableContent)
        #expect(unticked.text.contains("id=\"o-compared-fault\""))
        // Other keys than those shown, another centre's account, and nobody's: one answer.
        let user = shown.prefix { $0 != "/" }
        let fingerprint = shown.drop { $0 != "/" }
        var bodies: Set<String> = []
        for value in [
            "\(user)/0000-0000-0000-0000", "\(user)", "\(stranger.user)\(fingerprint)", "00000000000000000000000007\(fingerprint)", "<b>x",
        ] {
            let answer = try await site.send(Address.admit, ["candidate": value, "compared": "yes"], as: manager)
            #expect(answer.status == .unprocessableContent, "\(value)")
            #expect(!answer.text.contains("<b>"))
            bodies.insert(answer.text)
        }
        #expect(bodies.count == 1)
        let done = try await site.send(Address.admit, ["candidate": shown, "compared": "yes"], as: manager)
        #expect(done.headers[.location] == "/members?done=admitted")
        #expect(throws: Never.self) { try site.installation.centreSession(of: site.visit(worker)) }
        #expect(try await site.get(Address.members, as: worker).text.contains("can open"))
    }

    @Test func whoIsRemovedOpensNothingAndTheCentreGoesOn() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let worker = try await site.person("minh", .caseWorker, centre: "TT")
        try await site.admit(worker.user, by: manager)
        let asking = try await site.send(Address.remove, ["member": "2"], as: manager)
        #expect(asking.status == .ok)
        #expect(asking.text.contains("Take the key from minh?"))
        #expect(asking.text.contains("action=\"\(Address.removeConfirmed)\""))
        for unknown in ["9", "-1", "x", "", "2 ", "99999999999999999999"] where unknown != "2 " {
            #expect(try await site.send(Address.remove, ["member": unknown], as: manager).status == .notFound)
            #expect(try await site.send(Address.removeConfirmed, ["member": unknown], as: manager).status == .notFound)
        }
        // A manager who asks for their own removal is told why not.
        let own = try await site.send(Address.removeConfirmed, ["member": "1"], as: manager)
        #expect(own.status == .unprocessableContent)
        #expect(own.text.contains("You cannot remove yourself."))
        // A grant in force is not taken back without asking.
        #expect(try await site.send(Address.takeBack, ["member": "2"], as: manager).status == .ok)
        #expect(throws: Never.self) { try site.visit(worker) }
        let done = try await site.send(Address.removeConfirmed, ["member": "2"], as: manager)
        #expect(done.headers[.location] == "/members?done=removed")
        #expect(throws: StaffedSite.Missing.session) { try site.visit(worker) }
        let session = try site.installation.centreSession(of: site.visit(manager))
        #expect(try site.installation.staleWraps(in: session) == 0)
        #expect(try site.fixture.test.audit().findings.isEmpty)
    }

    @Test func onlyAManagerIsOfferedToChangeAnything() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let worker = try await site.person("minh", .caseWorker, centre: "TT")
        try await site.admit(worker.user, by: manager)
        let page = try await site.get(Address.members, as: worker).text
        for address in [Address.admit, Address.remove, Address.devices, Address.removeDevice, Address.openingCode] {
            #expect(!page.contains("\"\(address)\""), "\(address)")
        }
        // A manager does not remove themselves.
        let own = try await site.get(Address.members, as: manager).text
        #expect(own.contains("name=\"member\" value=\"2\""))
        #expect(!own.contains("name=\"member\" value=\"1\""))
    }

    @Test func aTelephoneEnrolsWithACodeAndIsTakenAway() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let other = try await site.firstManager("hoa", of: "T2")
        let volunteer = try await site.person("thao", .volunteer, centre: "TT")
        let made = try await site.send(Address.devices, ["volunteer": volunteer.user.description], as: manager)
        #expect(made.status == .ok)
        #expect(made.text.contains("For thao."))
        let groups = made.text.matches(of: /[0-9A-HJKMNP-TV-Z]{4}(?=<)/).map { String($0.output) }
        let code = groups.joined(separator: "-")
        #expect(groups.count == 3)
        let enrolled = try await site.installation.enrolDevice(code: code, source: "phone")
        #expect(enrolled.userName == "thao")
        let visit = try site.visit(manager)
        let centre = try #require(visit.actor.centre)
        let device = try #require(try site.installation.devices(of: centre, by: visit).first)
        #expect(try await site.get(Address.members, as: manager).text.contains("value=\"\(device.identifier)\""))
        // Another centre's telephone and volunteer are like those that are not there.
        var bodies: Set<String> = []
        for (path, field, value) in [
            (Address.removeDevice, "device", device.identifier.description), (Address.removeDevice, "device", "0"),
            (Address.devices, "volunteer", volunteer.user.description), (Address.devices, "volunteer", "00000000000000000000000007"),
            (Address.devices, "volunteer", other.user.description),
        ] {
            let answer = try await site.send(path, [field: value], as: other)
            #expect(answer.status == .notFound)
            bodies.insert(answer.text)
        }
        #expect(bodies.count == 1)
        #expect(try await site.send(Address.devices, ["volunteer": ""], as: manager).status == .unprocessableContent)
        let removed = try await site.send(Address.removeDevice, ["device": device.identifier.description], as: manager)
        #expect(removed.headers[.location] == "/members?done=device_removed")
        #expect(try site.installation.volunteer(deviceCookie: enrolled.cookie) == nil)
    }

    @Test func unknownFieldsAreRefused() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        for path in [Address.admit, Address.openingCode, Address.remove, Address.removeConfirmed, Address.takeBack, Address.devices] {
            #expect(try await site.send(path, ["role": "auditor"], as: manager).status == .badRequest, "\(path)")
        }
    }
}
