import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Store
import Support
import Testing

@testable import Web

/// The short forms of a case: pressed twice, filled in by two, opened by who may not.
@Suite struct CaseFormPagesTests {
    private let site: StaffedSite
    private let manager: StaffedSite.Person
    private let worker: StaffedSite.Person
    private let caseFile: Identifier<Case>
    private let client: SiteClient

    init() async throws {
        let site = try await StaffedSite()
        self.site = site
        manager = try await site.firstManager("lan", of: "TT")
        worker = try await site.person("hoa", .caseWorker, centre: "TT")
        try await site.admit(worker.user, by: manager)
        let session = try site.installation.centreSession(of: site.visit(manager))
        let found = try site.installation.store.caseIdentifiers().compactMap { try? site.installation.readCase($0, in: session) }
        caseFile = try #require(found.first).identifier
        client = SiteClient(site)
    }

    private func file() throws -> CaseFile {
        try site.installation.readCase(caseFile, in: site.installation.centreSession(of: site.visit(manager))).file
    }

    private func path(_ form: String) -> String { CaseAddress.of(caseFile, form) }

    /// The fields of a form as it is printed, for one who fills it in.
    private func form(_ form: String, as person: StaffedSite.Person) async throws -> [String: String] {
        try SiteClient.fields(of: try await site.get(path(form), as: person).text)
    }

    /// In one application: the names of forms that were sent are those of a running service.
    @Test func aFormThatIsPressedTwiceLeadsToTheCaseBothTimes() async throws {
        func twice(_ name: String, _ answers: [String: String], as person: StaffedSite.Person) async throws {
            let fields = try await form(name, as: person).merging(answers) { _, new in new }
            let statuses = try await client.sendTwice(path(name), fields, as: person)
            #expect(statuses == [303, 303], "\(name)")
        }
        try await twice(CaseAddress.close, ["closure_reason": "needs_met", "note": "Ổn định"], as: worker)
        #expect(try file().closure?.signedBy == nil)
        try await twice(CaseAddress.sign, [:], as: manager)
        #expect(try file().isClosed)
        try await twice(CaseAddress.reopen, ["reopen_reason": "quay lại"], as: worker)
        let service = ["service": "legal_advice", "given_on": "10/02/2026", "service_state": "provided"]
        try await twice(CaseAddress.service, service, as: worker)
        let event = try #require(try file().services.first)
        #expect(try file().services.count == 1)
        try await twice("\(CaseAddress.correctService)?event=\(event.id)", ["service": "shelter"], as: worker)
        #expect(try file().services.count == 1 && file().services.first?.id != event.id)
    }

    @Test func whoIsSlowerSeesWhatStandsThereAndKeepsWhatWasTyped() async throws {
        let first = try await form(CaseAddress.close, as: worker)
        let second = try await form(CaseAddress.close, as: manager)
        func closed(_ fields: [String: String], _ note: String, as person: StaffedSite.Person) async throws -> TestResponse {
            let answers = ["closure_reason": "needs_met", "note": note]
            return try await site.send(path(CaseAddress.close), fields.merging(answers) { _, new in new }, as: person)
        }
        #expect(try await closed(first, "Bản một", as: worker).status == .seeOther)
        let slower = try await closed(second, "Bản hai", as: manager)
        #expect(slower.status == .conflict && slower.text.contains("Bản một") && slower.text.contains("Bản hai"))
        #expect(try file().closure?.note == "Bản một")
        // The manager reads what is signed, and what was written since has to be read first.
        let page = try await site.get(path(CaseAddress.sign), as: manager)
        #expect(page.text.contains("Bản một"))
        let session = try site.installation.centreSession(of: site.visit(worker))
        try await site.installation.record(
            .risk(RiskAssessment(on: try file().detection.on, level: .immediateDanger)), as: site.installation.freshIdentifier(),
            in: caseFile, by: session)
        let stale = try SiteClient.fields(of: page.text)
        let again = try await site.send(path(CaseAddress.sign), stale, as: manager)
        #expect(again.status == .unprocessableContent && again.text.contains("sure_danger"))
        var sure = try await form(CaseAddress.sign, as: manager)
        sure["sure_danger"] = "yes"
        #expect(try await site.send(path(CaseAddress.sign), sure, as: manager).status == .seeOther)
    }

    @Test func limitsAreForManagersAndNeverWrittenOverUnread() async throws {
        for form in [CaseAddress.limits, CaseAddress.sign] {
            #expect(try await site.get(path(form), as: worker).status == .notFound)
        }
        let members = try site.installation.memberNames(in: site.installation.centreSession(of: site.visit(manager)))
        func number(_ person: StaffedSite.Person) throws -> Int { try #require(members.first { $0.name == person.name }?.number) }
        let stale = try await form(CaseAddress.limits, as: manager)
        let barring = try await form(CaseAddress.limits, as: manager).merging(["barred.\(number(worker))": "yes"]) { _, new in new }
        #expect(try await site.send(path(CaseAddress.limits), barring, as: manager).status == .seeOther)
        #expect(try await site.send(path(CaseAddress.limits), stale, as: manager).status == .conflict)
        #expect(try file().limits.barred == [try number(worker)])
        // A case that no manager opens would be lost.
        let all = try await form(CaseAddress.limits, as: manager).merging(["barred.\(number(manager))": "yes"]) { _, new in new }
        let refused = try await site.send(path(CaseAddress.limits), all, as: manager)
        #expect(refused.status == .unprocessableContent && refused.text.contains("At least one manager"))
    }

    @Test func aFormSaysAboutWhomItAsksAndAnswersNothingByItself() async throws {
        let session = try site.installation.centreSession(of: site.visit(manager))
        for year in [1980, 1985] {
            _ = try await site.installation.addPerson(role: .perpetrator, sex: .male, birthYear: year, to: caseFile, in: session)
        }
        let second = try #require(try file().people.last)
        let status = try await site.get("\(path(CaseAddress.status))?person=\(second.id)&what=liability", as: manager)
        #expect(status.text.contains("1985") && !status.text.contains("1980"))
        for (kind, field) in [(RecordKind.consent, "consent_answer"), (.risk, "risk_level"), (.outsideReferral, "consent_on")] {
            let fields = try await form(CaseAddress.record(kind), as: manager)
            #expect(fields[field] == "", "\(kind)")
            let sent = try await site.send(path(CaseAddress.record(kind)), fields, as: manager)
            #expect(sent.status == .unprocessableContent, "\(kind)")
        }
        // From the page of the day one comes to the danger itself, to say what was done about it.
        let danger: Identifier<CaseRecord> = site.installation.freshIdentifier()
        try await site.installation.record(
            .risk(RiskAssessment(on: try file().detection.on, level: .immediateDanger)), as: danger, in: caseFile, by: session)
        let fields = try await form("\(CaseAddress.record(.risk))?\(CaseAddress.danger)=1", as: manager)
        #expect(fields["id"] == danger.description && fields["risk_level"] == "immediate_danger")
    }

    @Test func theDayShowsWhatOthersWroteSinceTheLastVisit() async throws {
        let secrets = try await site.installation.addUserUnattended(
            NewUser(name: "thu", role: .caseWorker, centre: "TT"), departments: [], by: .local)
        let totp = try #require(secrets.totp)
        func signIn() async throws -> StaffedSite.Person {
            let half = try await site.installation.signIn(
                SignInAttempt(name: "thu", passphrase: Array(secrets.passphrase.utf8), source: "test"))
            let started = try await site.installation.giveSecondFactor(
                try TOTPCode.of(totp, at: site.fixture.test.clock.now), in: site.visit(half.cookie))
            let visit = try site.visit(started.cookie)
            return StaffedSite.Person(name: "thu", user: visit.actor.user, cookie: started.cookie, form: visit.formText)
        }
        func changed(_ person: StaffedSite.Person) async throws -> [String] {
            let page = try await site.get(CaseAddress.today, as: person).text
            return page.matches(of: /Written to while you were away: \d+/).map { String($0.0) }
        }
        let session = try site.installation.centreSession(of: site.visit(manager))
        let first = try await signIn()
        try await site.admit(first.user, by: manager)
        #expect(try await changed(first) == [])
        try await site.installation.signOut(site.visit(first))
        site.fixture.test.clock.advance(minutes: 5)
        try await site.installation.changeState(.suspected, of: caseFile, in: session)
        site.fixture.test.clock.advance(minutes: 5)
        let second = try await signIn()
        // Once in the list of sections, once above it.
        #expect(try await changed(second) == Array(repeating: "Written to while you were away: 1", count: 2))
        #expect(try await changed(worker) == [])
    }

    /// A hint, and no refusal, where the relation does not go with an act of the law.
    @Test func anActThatTheRelationDoesNotAllowGivesAHint() async throws {
        let session = try site.installation.centreSession(of: site.visit(manager))
        func hints(_ act: UInt16, _ relation: UInt16) async throws -> [String] {
            let opened = try await site.installation.openCase(
                .domesticViolence, .confirmed, try file().detection, for: try file().people.first, in: session)
            var incident = Incident()
            incident.acts = CodeSet([Code(number: act)])
            incident.relation = Code(number: relation)
            try await site.installation.record(.incident(incident), as: site.installation.freshIdentifier(), in: opened, by: session)
            let page = try await site.get(CaseAddress.of(opened), as: manager).text
            return page.matches(of: /only some of the law|between wife and husband; the relation|is no family member/).map { String($0.0) }
        }
        let (insult, forcedSex): (UInt16, UInt16) = (2, 9)
        let (wife, divorced, cohabiting, child, stranger, notSaid): (UInt16, UInt16, UInt16, UInt16, UInt16, UInt16) = (1, 3, 4, 5, 16, 17)
        let forced = "between wife and husband; the relation"
        for (act, relation, expected) in [
            (forcedSex, wife, []), (forcedSex, child, [forced]), (forcedSex, cohabiting, ["only some of the law"]),
            (insult, child, []), (insult, divorced, ["only some of the law"]), (insult, stranger, ["is no family member"]),
            (forcedSex, notSaid, []),
        ] {
            #expect(try await hints(act, relation) == expected, "\(act) \(relation)")
        }
    }

    /// A hint, by the newest status; the law's letters skip f and j.
    @Test func whatTheLawGrantsAReturneeFollowsFromTheStatus() async throws {
        let session = try site.installation.centreSession(of: site.visit(manager))
        let day = try file().detection.on
        let returnee = CasePerson(id: .none, role: .returnee, sex: .female, birthYear: 1999)
        let opened = try await site.installation.openCase(
            .traffickingReturn, .confirmed, Detection(on: day, place: .outside, channel: Code(number: 1)), for: returnee, in: session)
        let person = try #require(try site.installation.readCase(opened, in: session).file.people.first).id
        func granted() async throws -> Int {
            let page = try await site.get(CaseAddress.of(opened), as: manager).text
            guard let hint = page.firstMatch(of: /Granted by article 37[^<]*/) else { return 0 }
            return hint.0.split(separator: ";").count
        }
        #expect(try await granted() == 0)
        for (index, (status, count)) in [(Identification.beingIdentified, 7), (.victim, 10), (.notVictim, 0)].enumerated() {
            try await site.installation.recordStatus(
                .identification, status.number, on: day.adding(days: index), for: person, of: opened, in: session)
            #expect(try await granted() == count, "\(status)")
        }
        _ = try await site.installation.addPerson(role: .accompanyingMinor, sex: .male, birthYear: 2015, to: opened, in: session)
        #expect(try await granted() == 8)
    }
}

/// A browser that reads what a form begins with, and is too quick.
private struct SiteClient {
    private let site: StaffedSite

    init(_ site: StaffedSite) {
        self.site = site
    }

    func sendTwice(_ path: String, _ fields: [String: String], as person: StaffedSite.Person) async throws -> [Int] {
        let body = fields.merging(["csrf": person.form]) { _, new in new }.encodedForm
        return try await site.fixture.site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            var statuses: [Int] = []
            for _ in 0..<2 {
                let answer = try await client.execute(
                    uri: path, method: .post,
                    headers: StaffedSite.headers(person.cookie, [.contentType: "application/x-www-form-urlencoded"]),
                    body: ByteBuffer(string: body))
                statuses.append(answer.status.code)
            }
            return statuses
        }
    }

    /// The fields of the page's own form, without the token.
    static func fields(of page: String) throws -> [String: String] {
        let main = try #require(page.firstMatch(of: /(?s)<form method="post"[^>]*class="stack">.*?<\/form>/)).output
        var fields: [String: String] = [:]
        for input in main.matches(of: /<input type="(?:hidden|text)" name="([^"]*)"[^>]* value="([^"]*)"/) {
            fields[String(input.1)] = String(input.2)
        }
        for box in main.matches(of: /<input type="checkbox" name="([^"]*)"[^>]*checked/) { fields[String(box.1)] = "yes" }
        for list in main.matches(of: /(?s)<select name="([^"]*)".*?<\/select>/) {
            fields[String(list.1)] = list.0.firstMatch(of: /<option value="([^"]*)" selected/).map { String($0.1) } ?? ""
        }
        for area in main.matches(of: /(?s)<textarea name="([^"]*)"[^>]*>(.*?)<\/textarea>/) { fields[String(area.1)] = String(area.2) }
        fields["csrf"] = nil
        return fields
    }
}
