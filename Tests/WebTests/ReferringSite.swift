import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Store
import Support
import Testing

@testable import Web

/// A site with two centres whose managers sign in anew whenever asked; the first keeps a case of one named person.
struct ReferringSite: Sendable {
    let site: StaffedSite
    let caseFile: Identifier<Case>
    let person: Identifier<Person>
    let receiver: Identifier<Centre>
    private let secrets: [String: UnattendedSecrets]

    var installation: OpenInstallation { site.installation }

    /// The one person's name, as the register has it.
    static let name = "Nhân vật Một"

    init() async throws {
        let site = try await StaffedSite()
        self.site = site
        var secrets: [String: UnattendedSecrets] = [:]
        for (name, centre) in [("thu", "TT"), ("lan", "T2")] {
            secrets[name] = try await site.installation.addUserUnattended(
                NewUser(name: name, role: .centreManager, centre: centre), departments: [], by: .local)
        }
        self.secrets = secrets
        for (name, centre) in [("thu", "TT"), ("lan", "T2")] {
            let person = try await ReferringSite.signIn(name, site, secrets)
            try await site.installation.enrolFirstManager(openingCode: site.openingCodes[centre] ?? "", by: site.visit(person))
        }
        let thu = try site.installation.centreSession(of: site.visit(try await ReferringSite.signIn("thu", site, secrets)))
        let lan = try await ReferringSite.signIn("lan", site, secrets)
        receiver = try #require(try site.visit(lan).actor.centre)
        caseFile = try #require(
            try site.installation.store.caseIdentifiers().first { (try? site.installation.readCase($0, in: thu)) != nil })
        person = try #require(try site.installation.readCase(caseFile, in: thu).file.people.first?.id)
    }

    private static func signIn(
        _ name: String, _ site: StaffedSite, _ secrets: [String: UnattendedSecrets]
    ) async throws -> StaffedSite.Person {
        site.fixture.test.clock.advance(seconds: 30)
        let own = try #require(secrets[name])
        let half = try await site.installation.signIn(
            SignInAttempt(name: name, passphrase: Array(own.passphrase.utf8), source: "test"))
        let whole = try await site.installation.giveSecondFactor(
            try TOTPCode.of(try #require(own.totp), at: site.fixture.test.clock.now), in: site.visit(half.cookie))
        let visit = try site.visit(whole.cookie)
        return StaffedSite.Person(name: name, user: visit.actor.user, cookie: whole.cookie, form: visit.formText)
    }

    func passphrase(_ name: String) throws -> String { try #require(secrets[name]).passphrase }

    /// Signs in; with the identity window open when names are to be shown.
    func signIn(_ name: String, showsNames: Bool = false) async throws -> StaffedSite.Person {
        let person = try await ReferringSite.signIn(name, site, secrets)
        if showsNames {
            try await installation.openIdentityWindow(passphrase: Array(try passphrase(name).utf8), by: site.visit(person))
        }
        return person
    }

    func session(_ person: StaffedSite.Person) throws -> CentreSession {
        try installation.centreSession(of: site.visit(person))
    }

    /// Days on which somebody agreed, and until which there is an answer.
    func day(_ days: Int) -> String { site.fixture.test.clock.now.dayInVietNam.adding(days: days).vietnamese }

    /// What the form of a referral is answered with on a good day.
    var answers: [String: String] {
        [
            "person": person.description, "refer_to": receiver.description, "refer_fields.name": "yes", "refer_consent_on": day(-1),
            "refer_by": day(10), "refer_note": "gọi buổi sáng",
        ]
    }

    var refer: String { CaseAddress.of(caseFile, ReferralAddress.refer) }
    var send: String { CaseAddress.of(caseFile, ReferralAddress.send) }
    var sent: String { CaseAddress.of(caseFile, ReferralAddress.sent) }

    /// Refers as the page does it; the answer carries a new token, so whoever sent has to sign in anew.
    func refer(_ changes: [String: String] = [:]) async throws -> TestResponse {
        try await site.send(send, referring(changes), as: try await signIn("thu"))
    }

    func referring(_ changes: [String: String] = [:]) throws -> [String: String] {
        answers.merging(["form": "once", "passphrase": try passphrase("thu")]) { $1 }.merging(changes) { $1 }
    }

    /// Sends a form twice to one running service, as a double click does, each time as somebody who is signed in.
    func sendTwice(_ path: String, _ fields: [String: String], as people: [StaffedSite.Person]) async throws -> [TestResponse] {
        try await site.fixture.site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            var answers: [TestResponse] = []
            for person in people {
                let headers = StaffedSite.headers(person.cookie, [.contentType: "application/x-www-form-urlencoded"])
                let body = ByteBuffer(string: fields.merging(["csrf": person.form]) { $1 }.encodedForm)
                answers.append(try await client.execute(uri: path, method: .post, headers: headers, body: body))
            }
            return answers
        }
    }

    /// The only offer that waits for the receiver.
    func offer(_ lan: StaffedSite.Person) async throws -> Identifier<Referral> {
        try #require(try await installation.offeredReferrals(in: session(lan)).waiting.first?.identifier)
    }

    func entries(_ verb: AuditVerb) async throws -> [AuditEntry] {
        try await site.fixture.test.auditEntries().filter { $0.verb == verb }
    }
}
