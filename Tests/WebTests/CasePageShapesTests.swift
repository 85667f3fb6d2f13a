import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Support
import Testing
import Wording

@testable import Web

/// The pages of casework as a site prints them, with hostile words wherever somebody's own stand.
@Suite struct CasePageShapesTests {
    private struct Printed {
        let path: String
        let html: String
        let token: String
    }

    private let two: ReferringSite
    private var site: StaffedSite { two.site }

    init() async throws {
        two = try await ReferringSite()
        let hostile = PageShape.hostile
        let (session, today) = (try two.session(try await two.signIn("thu")), two.site.fixture.test.clock.now.dayInVietNam)
        // Two with names beside the one who is referred; the case is the reader's own.
        for role in [Role.victim, .perpetrator] {
            let identity = PersonIdentity(
                name: hostile, documentNumber: "012345678901", phone: hostile, address: hostile, ethnicity: hostile)
            _ = try await two.installation.addPerson(
                role: role, sex: .male, birthYear: 2_015, identity: identity, to: two.caseFile, in: session)
        }
        for record in CasePageShapesTests.records(two.person, today) {
            try await two.installation.record(record, as: two.installation.freshIdentifier(), in: two.caseFile, by: session)
        }
        try await two.installation.limitCase(two.caseFile, to: CaseLimits(assigned: [1]), by: session)
        let id = try await two.installation.logService(
            Code(number: 2), .provided, on: today, for: two.person, of: two.caseFile, in: session)
        let event = ServiceEvent(
            id: id, person: two.person, kind: Code(number: 2), state: .provided, on: today, provider: hostile, note: hostile)
        try await two.installation.correctService(id, to: event, of: two.caseFile, in: session)
        #expect(try await two.refer(["refer_note": hostile]).status == .seeOther)
    }

    private static func records(_ person: Identifier<Person>, _ today: Day) -> [CaseRecord] {
        let hostile = PageShape.hostile
        var incident = Incident()
        incident.note = hostile
        var risk = RiskAssessment(on: today, level: .immediateDanger)
        risk.note = hostile
        var plan = SafetyPlan(on: today)
        plan.placeToGo = hostile
        var need = AssessedNeed(person: person, on: today)
        need.text = hostile
        var action = PlannedAction(text: hostile)
        (action.due, action.member) = (today.adding(days: 1), 9)
        var consent = Consent(person: person, kind: .sharing, answer: .yes, on: today)
        consent.receiver = hostile
        var referral = OutsideReferral(person: person, on: today, consentGivenOn: today)
        referral.receiver = hostile
        return [
            .incident(incident), .risk(risk), .safetyPlan(plan), .need(need), .action(action), .consent(consent),
            .outsideReferral(referral), .note(CaseNote(on: today, text: hostile)),
        ]
    }

    /// Every page of casework to which links lead from one of them.
    private func pages(from start: String, as person: StaffedSite.Person, in language: Language) async throws -> [Printed] {
        let headers: HTTPFields = [.cookie: "nuong-development-session=\(person.cookie); language=\(language.rawValue)"]
        return try await site.fixture.site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            var (waiting, seen, printed): ([String], Set<String>, [Printed]) = ([start], [start], [])
            while let path = waiting.popLast(), printed.count < 200 {
                let answer = try await client.execute(uri: path, method: .get, headers: headers)
                #expect(answer.status == .ok, "\(path): \(answer.status)")
                printed.append(Printed(path: path, html: answer.text, token: person.form))
                for match in answer.text.matches(of: /href="(\/(?:today|cases|referrals|duplicates|centres)[^"#]*)/) {
                    let next = String(match.1).replacing("&amp;", with: "&")
                    if seen.insert(next).inserted { waiting.append(next) }
                }
            }
            return printed
        }
    }

    /// Pages that only forms lead to: faults, what was found, a preview, papers.
    private func answers(_ person: StaffedSite.Person, in language: Language) async throws -> [Printed] {
        let hostile = PageShape.hostile
        let note = CaseAddress.of(two.caseFile, CaseAddress.record(.note))
        let id: Identifier<CaseRecord> = two.installation.freshIdentifier()
        let wrong = ["id": id.description, "said_on": hostile, "text": String(repeating: hostile, count: 1_000)]
        let forms: [(String, [String: String], HTTPResponse.Status)] = [
            (note, wrong, .unprocessableContent), (CaseAddress.find, [FindForm.name: "script"], .ok),
            (CaseAddress.find, [FindForm.name: hostile + String(repeating: "x", count: 200)], .unprocessableContent),
            (two.refer, two.answers.merging(["refer_note": hostile]) { $1 }, .ok),
            (two.refer, two.answers.merging(["refer_note": hostile, "refer_by": hostile]) { $1 }, .unprocessableContent),
            (CaseAddress.of(two.caseFile, "print/summary"), ["print_text": "yes"], .ok),
            (CaseAddress.new, ["form": "1", "kind": hostile, "birth_year": hostile], .unprocessableContent),
        ]
        var printed: [Printed] = []
        for (path, fields, expected) in forms {
            let body = fields.merging(["csrf": person.form]) { $1 }.encodedForm
            let answer = try await site.fixture.answer(
                path, .post,
                headers: [
                    .cookie: "nuong-development-session=\(person.cookie); language=\(language.rawValue)",
                    .contentType: "application/x-www-form-urlencoded",
                ], body: body)
            #expect(answer.status == expected, "\(path): \(answer.status)")
            printed.append(Printed(path: "POST \(path)", html: answer.text, token: person.form))
        }
        return printed
    }

    @Test(arguments: Language.allCases)
    func everyPageOfCaseworkHasTheShapeOfAPage(language: Language) async throws {
        let thu = try await two.signIn("thu", showsNames: true)
        let sent = try await pages(from: CaseAddress.today, as: thu, in: language) + answers(thu, in: language)
        let lan = try await two.signIn("lan", showsNames: true)
        let received = try await pages(from: ReferralAddress.of(try await two.offer(lan)), as: lan, in: language)
        for page in sent + received {
            let shape = PageShape("\(page.path) \(language.rawValue)", page.html)
            shape.hasNothingInline()
            shape.isEscaped()
            shape.hasOneTokenAForm(page.token)
            shape.namesEveryField(ofCases: true)
            shape.hasEveryText()
            try shape.hasANeutralTitle()
        }
        // Not looked at: what no link leads to; what was found and papers are answers to forms.
        let missing = site.fixture.site.routes.filter { $0.method == .get }.map(\.path).filter { path in
            guard path.hasPrefix("/cases") || path.hasPrefix("/referrals") || [CaseAddress.today, DuplicateAddress.list].contains(path)
            else {
                return false
            }
            let parts = path.split(separator: "/")
            return !(sent + received).contains { page in
                let there = page.path.split(separator: "?")[0].split(separator: "/")
                return there.count == parts.count && zip(parts, there).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
            }
        }
        #expect(
            Set(missing) == [
                CaseAddress.find, PrintPages.paper, CaseAddress.pattern(CaseAddress.sign), CaseAddress.pattern(CaseAddress.reopen),
            ])
        // The hostile words were there to be escaped: in records, names, an offer.
        for (path, pages) in [(CaseAddress.of(two.caseFile), sent), ("/people/", sent), ("\(ReferralAddress.list)/", received)] {
            #expect(pages.contains { $0.path.contains(path) && $0.html.contains("&lt;script&gt;alert(&#39;1&#39;)") }, "\(path)")
        }
    }
}
