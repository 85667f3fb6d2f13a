import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Support
import Testing
import Wording

@testable import Web

/// What forms of a case take and what they keep, over a real site.
@Suite struct CaseFormTests {
    private let fixture: PaperFixture

    init() async throws {
        fixture = try await PaperFixture()
    }

    private func path(_ kind: RecordKind) -> String { CaseAddress.of(fixture.caseFile, CaseAddress.record(kind)) }

    private func get(_ path: String) async throws -> String { try await fixture.site.get(path, as: fixture.manager).text }

    private func save(_ record: CaseRecord) async throws -> Identifier<CaseRecord> {
        let id: Identifier<CaseRecord> = fixture.installation.freshIdentifier()
        try await fixture.installation.record(record, as: id, in: fixture.caseFile, by: fixture.session)
        return id
    }

    private func read(_ id: Identifier<CaseRecord>) throws -> CaseRecord? {
        try fixture.installation.readCase(fixture.caseFile, in: fixture.session).file.records.first { $0.id == id }?.record
    }

    @Test func whoLeftTheCentreStaysInWhatTheyWereToDo() async throws {
        var action = PlannedAction(text: "Gọi")
        action.member = 7
        let id = try await save(.action(action))
        #expect(try await get("\(path(.action))?id=\(id)").contains("<option value=\"7\" selected>Former member 7</option>"))
        #expect(try await get(CaseAddress.of(fixture.caseFile)).contains("Former member 7"))
        // A comma is put right; nobody touches the field.
        var fields = ["id": id.description, "after": "0", "action_text": "Gọi lại", "member": "7", "plan_state": "open"]
        #expect(try await fixture.site.send(path(.action), fields, as: fixture.manager).status == .seeOther)
        action.text = "Gọi lại"
        #expect(try read(id) == .action(action))
        // Whoever was never there cannot be chosen.
        (fields["after"], fields["member"]) = ("1", "8")
        #expect(try await fixture.site.send(path(.action), fields, as: fixture.manager).status == .unprocessableContent)
        #expect(try read(id) == .action(action))
    }

    @Test func aFaultSaysHowLongAndHowMuch() async throws {
        let site = fixture.site
        let long = [
            "id": "\(fixture.installation.freshIdentifier() as Identifier<CaseRecord>)", "need_text": String(repeating: "a", count: 1_001),
        ]
        #expect(try await site.send(path(.need), long, as: fixture.manager).text.contains("too long, 1,000 characters at most"))
        let counted = ["form": "1", "kind": "prevention", "on": "5/5/2026", "female": "viele", "male": "", "note": ""]
        let most = Voice(.english).count(OpenInstallation.mostParticipants)
        let answer = try await site.send(CentreAddress.newActivity, counted, as: fixture.manager).text
        #expect(answer.contains("write a number from 0 to \(most)") && !answer.contains("year of birth"))
        let born = CaseAddress.of(fixture.caseFile, CaseAddress.person)
        let person = ["form": "1", "role": "perpetrator", "sex": "male", "birth_year": "-3"]
        let answered = try await site.send(born, person, as: fixture.manager).text
        #expect(answered.contains("write the year of birth with four digits"))
    }

    @Test func theLongestNoteIsTakenAndOneLongerStandsInTheFormAgain() async throws {
        // Nine bytes each as a browser sends them.
        var fields = ["id": "\(fixture.installation.freshIdentifier() as Identifier<CaseRecord>)", "said_on": "5/5/2026"]
        fields["text"] = String(repeating: "\u{1EE3}", count: 60_001)
        let refused = try await fixture.site.send(path(.note), fields, as: fixture.manager)
        #expect(refused.status == .unprocessableContent && refused.text.contains("too long, 60,000 characters at most"))
        #expect(refused.text.contains(fields["text"] ?? "-"))
        fields["text"] = String(repeating: "\u{1EE3}", count: 60_000)
        #expect(try await fixture.site.send(path(.note), fields, as: fixture.manager).status == .seeOther)
        let texts = try fixture.installation.readCase(fixture.caseFile, in: fixture.session).file.records.compactMap { named in
            if case .note(let note) = named.record { note.text } else { nil }
        }
        #expect(texts.contains { $0 == fields["text"] })
    }

    @Test(arguments: [(Form.mostBytes, HTTPResponse.Status.notFound), (Form.mostBytes + 1, .contentTooLarge)])
    func onlyAFormOfACaseMayBeLong(bytes: Int, expected: HTTPResponse.Status) async throws {
        let (site, body) = (fixture.site.fixture, String(repeating: "x", count: bytes))
        let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        #expect(try await site.answer("/cases/no/such/address", .post, headers: form, body: body).status == expected)
        #expect(try await site.answer("/cases/no/such/address", .post, body: body).status == .contentTooLarge)
        for other in [Address.signIn, "/language", "/api/v1/cases"] {
            #expect(try await site.answer(other, .post, headers: form, body: body).status == .contentTooLarge)
        }
    }
}
