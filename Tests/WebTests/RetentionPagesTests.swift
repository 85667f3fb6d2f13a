import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Policies
import Store
import Support
import Testing

@testable import Web

/// A centre's first manager, who signs in anew whenever asked.
private struct ReturningManager {
    let site: StaffedSite
    let passphrase: String
    private let totp: String

    init(_ site: StaffedSite, of centre: String) async throws {
        self.site = site
        let secrets = try await site.installation.addUserUnattended(
            NewUser(name: "lan", role: .centreManager, centre: centre), departments: [], by: .local)
        passphrase = secrets.passphrase
        totp = try #require(secrets.totp)
        let person = try await again()
        try await site.installation.enrolFirstManager(openingCode: site.openingCodes[centre] ?? "", by: site.visit(person))
    }

    func again() async throws -> StaffedSite.Person {
        site.fixture.test.clock.advance(seconds: 30)
        let half = try await site.installation.signIn(SignInAttempt(name: "lan", passphrase: Array(passphrase.utf8), source: "test"))
        let whole = try await site.installation.giveSecondFactor(
            try TOTPCode.of(totp, at: site.fixture.test.clock.now), in: site.visit(half.cookie))
        let visit = try site.visit(whole.cookie)
        return StaffedSite.Person(name: "lan", user: visit.actor.user, cookie: whole.cookie, form: visit.formText)
    }
}

/// What has been kept long enough, as a centre's manager sees it and erases it.
@Suite struct RetentionPagesTests {
    /// The form of the first row that asks to erase a case, or an identity.
    private static func item(_ page: String, identity: Bool) throws -> String {
        let values = page.components(separatedBy: "name=\"item\" value=\"").dropFirst().compactMap { $0.split(separator: "\"").first }
        return String(try #require(values.first { $0.contains("/") == identity }))
    }

    /// Years later: the case was detected on 10 January 2026.
    private static func later(_ site: StaffedSite, _ day: String) throws {
        let day = try #require(Day(day))
        let clock = site.fixture.test.clock
        clock.advance(seconds: Int64(day.number) * 86_400 - clock.now.seconds)
    }

    @Test func whatIsOverIsListedAndErasedAfterThePageThatSaysWhatFollows() async throws {
        let site = try await StaffedSite()
        let lan = try await ReturningManager(site, of: "TT")
        // Sixty months for the identity and thirty days before them.
        for (day, over, soon) in [("2030-12-01", 0, 0), ("2031-01-05", 0, 1), ("2031-01-11", 1, 0), ("2036-01-05", 1, 1)] {
            try RetentionPagesTests.later(site, day)
            let manager = try await lan.again()
            let page = try await site.get(Address.retention, as: manager).text
            let parts = page.components(separatedBy: "id=\"sap-het-han\"")
            #expect(parts.count == 2)
            #expect(parts[0].components(separatedBy: "name=\"item\"").count - 1 == over, "\(day)")
            #expect(parts.last?.components(separatedBy: "name=\"item\"").count == soon + 1, "\(day)")
            #expect(!page.contains("Nhân vật"))
            let members = try await site.get(Address.members, as: manager).text
            #expect(members.contains("See the list") == (over + soon > 0), "\(day)")
        }
        try RetentionPagesTests.later(site, "2036-02-01")
        var manager = try await lan.again()
        let list = try await site.get(Address.retention, as: manager).text
        let identity = try RetentionPagesTests.item(list, identity: true)
        let asked = try await site.send(Address.askErase, ["item": identity], as: manager)
        #expect(asked.status == .ok)
        #expect(asked.text.contains("gone for good") && asked.text.contains("name=\"passphrase\""))
        #expect(asked.text.contains(try #require(site.caseCodes["TT"])))
        for (typed, status) in [("", HTTPResponse.Status.unprocessableContent), ("wrong", .unprocessableContent)] {
            let answer = try await site.send(Address.eraseConfirmed, ["item": identity, "passphrase": typed], as: manager)
            #expect(answer.status == status && answer.text.contains("gone for good"))
        }
        let erased = try await site.send(
            Address.eraseConfirmed, ["item": identity, "passphrase": lan.passphrase], as: manager)
        #expect(erased.status == .seeOther && erased.headers[.location] == "/retention?done=identity")
        #expect(erased.headers[.setCookie]?.contains("nuong-development-session") == true)
        // The answer carries a new token.
        manager = try await lan.again()
        let after = try await site.get("/retention?done=identity", as: manager).text
        #expect(after.contains("without a name"))
        let caseItem = try RetentionPagesTests.item(after, identity: false)
        #expect(!after.contains(identity))
        #expect(try await site.send(Address.askErase, ["item": identity], as: manager).status == .notFound)
        #expect(try await site.send(Address.askErase, ["item": caseItem], as: manager).text.contains("can no longer be derived"))
        let gone = try await site.send(
            Address.eraseConfirmed, ["item": caseItem, "passphrase": lan.passphrase], as: manager)
        #expect(gone.headers[.location] == "/retention?done=case")
        manager = try await lan.again()
        #expect(try await site.get(Address.retention, as: manager).text.components(separatedBy: "None.").count == 3)
        #expect(try site.fixture.test.audit().findings.isEmpty)
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let other = try await site.firstManager("mai", of: "T2")
        let session = try site.installation.centreSession(of: try site.visit(other))
        let foreign = try #require(
            try site.installation.store.caseIdentifiers().first { (try? site.installation.readCase($0, in: session)) != nil })
        var bodies: Set<String> = []
        for item in [foreign.description, "", "x", "\(foreign)/\(foreign)", "\(Identifier<Case>(high: 4, low: 4))", "\(foreign)/"] {
            for (path, more) in [(Address.askErase, [:]), (Address.eraseConfirmed, ["passphrase": "x"])] {
                let answer = try await site.send(path, ["item": item].merging(more) { first, _ in first }, as: manager)
                #expect(answer.status == .notFound, "\(path) \(item)")
                bodies.insert(answer.text)
            }
        }
        #expect(bodies.count == 1)
        #expect(try await site.send(Address.askErase, ["role": "x"], as: manager).status == .badRequest)
        #expect(try site.installation.store.caseIdentifiers().count == 2)
    }

    @Test func aManagerWithoutTheKeySeesNoList() async throws {
        let site = try await StaffedSite()
        let manager = try await site.person("lan", .centreManager, centre: "TT")
        let page = try await site.get(Address.retention, as: manager)
        #expect(page.status == .ok && page.text.contains("do not hold the centre") && !page.text.contains("name=\"item\""))
    }
}
