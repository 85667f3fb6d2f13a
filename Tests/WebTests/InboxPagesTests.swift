import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Policies
import Store
import Support
import Testing
import Wording

@testable import Web

/// Volunteers' logs in a browser: read, accepted, set aside, written down for somebody.
@Suite struct InboxPagesTests {
    private struct Office {
        let site: StaffedSite
        let manager: StaffedSite.Person
        let session: CentreSession

        init() async throws {
            site = try await StaffedSite()
            manager = try await site.firstManager("quan-ly", of: "TT")
            session = try site.installation.centreSession(of: site.visit(manager))
        }

        /// A log that waits.
        func told(_ answers: [String: [String]]) async throws -> Identifier<SupportLog> {
            let name: Identifier<SupportLog> = site.installation.freshIdentifier()
            try await site.installation.writeToldLog(
                SupportLog(form: 1, made: site.fixture.test.clock.now.minuteInVietNam, language: "vi", answers: answers), as: name,
                from: nil,
                in: session)
            return name
        }

        /// Sends a file as a browser would.
        func bring(_ bytes: [UInt8], named name: String) async throws -> TestResponse {
            func part(_ head: String, _ content: [UInt8]) -> [UInt8] {
                Array("--b\r\nContent-Disposition: form-data; \(head)\r\n\r\n".utf8) + content + Array("\r\n".utf8)
            }
            let body =
                part("name=\"csrf\"", Array(manager.form.utf8)) + part("name=\"told_address\"", [])
                + part("name=\"file\"; filename=\"\(name)\"\r\nContent-Type: application/octet-stream", bytes) + Array("--b--\r\n".utf8)
            return try await site.fixture.answer(
                InboxAddress.brought, .post,
                headers: StaffedSite.headers(manager.cookie, [.contentType: "multipart/form-data; boundary=b"]), bytes: body)
        }

        var day: String { site.fixture.test.clock.now.dayInVietNam.vietnamese }
    }

    @Test func aLogIsReadAndBecomesACase() async throws {
        let office = try await Office()
        let log = try await office.told([
            "support": ["shelter", "medical_care"], "person": ["woman"], "danger": ["now"], "hide": ["police"], "note": ["đến <lúc> tối"],
        ])
        #expect(try await office.site.get(CaseAddress.today, as: office.manager).text.contains("1 volunteer&#39;s log has not been read"))
        let list = try await office.site.get(InboxAddress.list, as: office.manager).text
        #expect(list.contains(InboxAddress.of(log)) && list.contains("in danger now") && !list.contains("lúc"))
        let page = try await office.site.get(InboxAddress.of(log), as: office.manager).text
        #expect(page.contains("đến &lt;lúc&gt; tối") && page.contains("somebody who must not know"))
        let form = try await office.site.get(InboxAddress.of(log, InboxAddress.newCase), as: office.manager).text
        #expect(form.contains("name=\"log_danger\"") && form.contains("checked"))
        let fields = [
            "form": "one", "kind": "domestic_violence", "detected_on": office.day, "detected_place": "03388", "channel": "trusted_address",
            "sex": "female", "birth_year": "", "log_services.5": "yes", "given_on": office.day, "log_danger": "yes",
        ]
        let path = InboxAddress.of(log, InboxAddress.newCase)
        let accepted = try await office.site.send(path, fields, as: office.manager)
        #expect(accepted.status == .seeOther)
        let location = try #require(accepted.headers[.location])
        let caseFile = try await office.site.get(location, as: office.manager).text
        #expect(caseFile.contains("đến &lt;lúc&gt; tối") && caseFile.contains("The log was accepted"))
        #expect(caseFile.contains("shelter") && !caseFile.contains("<span>medical care"))
        // Sent again it is the same case, and the log is gone from the inbox.
        #expect(try await office.site.send(path, fields, as: office.manager).headers[.location] == "/inbox?done=settled")
        #expect(try office.site.installation.store.waitingLogs(ofCentre: office.session.centre).isEmpty)
        #expect(try await office.site.get(InboxAddress.of(log), as: office.manager).status == .notFound)
        #expect(try await office.site.get(InboxAddress.list, as: office.manager).text.contains("No log is waiting"))
    }

    @Test func aLogGoesToSomebodyWhoIsThere() async throws {
        let office = try await Office()
        let log = try await office.told(["support": ["shelter"]])
        let path = InboxAddress.of(log, InboxAddress.existing)
        let code = try #require(office.site.caseCodes["TT"])
        // A code shows the people of the case; nothing is accepted unseen.
        let asked = try await office.site.send(
            path, ["form": "a", "log_code": code, "given_on": office.day, "log_services.5": "yes"], as: office.manager)
        #expect(asked.status == .unprocessableContent)
        let choice = try #require(asked.text.firstMatch(of: /value="([0-9A-Z]{26}-[0-9A-Z]{26})"/)).1
        #expect(
            try await office.site.send(path, ["form": "b", "log_code": "", "given_on": office.day], as: office.manager).status.code == 422)
        let accepted = try await office.site.send(
            path, ["form": "c", "log_code": code, "log_person": String(choice), "given_on": office.day, "log_services.5": "yes"],
            as: office.manager)
        #expect(accepted.status == .seeOther)
        let opened = try office.site.installation.readCase(
            try #require(Identifier<Case>(String(choice.prefix(26)))), in: office.session)
        #expect(opened.file.logs.count == 1)
        #expect(opened.file.services.map(\.state) == [.provided])
    }

    @Test func aLogIsSetAsideWithAReasonAndAVolunteerIsAskedToCall() async throws {
        let office = try await Office()
        let log = try await office.told(["support": ["shelter"]])
        let aside = InboxAddress.of(log, InboxAddress.aside)
        #expect(try await office.site.send(aside, ["form": "a", "log_reason": ""], as: office.manager).status == .unprocessableContent)
        let called = try await office.site.send(InboxAddress.of(log, InboxAddress.call), ["form": "b"], as: office.manager)
        #expect(called.headers[.location] == "/inbox?done=call")
        let gone = try await office.site.send(aside, ["form": "c", "log_reason": "twice"], as: office.manager)
        #expect(gone.headers[.location] == "/inbox?done=aside")
        #expect(try office.site.installation.store.supportLog(log)?.envelope == nil)
    }

    @Test func aMemberWritesDownWhatAVolunteerTells() async throws {
        let office = try await Office()
        let visit = try office.site.visit(office.manager)
        let address = CentreDescription(
            name: "Nhà mẫu", kind: .trustedAddress, isPublic: false, place: .outside, validFrom: Day(number: 19_000), validTo: nil)
        _ = try await office.site.installation.addCentre("DC-1", address, by: visit)
        let form = try await office.site.get(InboxAddress.told, as: office.manager).text
        #expect(form.contains("value=\"DC-1\"") && form.contains("told_support.shelter"))
        #expect(try await office.site.send(InboxAddress.told, ["form": "a"], as: office.manager).status == .unprocessableContent)
        let fields = [
            "form": "b", "told_address": "DC-1", "told_support.shelter": "yes", "told_danger": "now", "told_note": "gọi lúc 8 giờ",
        ]
        let written = try await office.site.send(InboxAddress.told, fields, as: office.manager)
        #expect(written.status == .seeOther)
        let again = try await office.site.send(InboxAddress.told, fields, as: office.manager)
        #expect(again.headers[.location] == written.headers[.location])
        let page = try await office.site.get(try #require(written.headers[.location]), as: office.manager).text
        #expect(page.contains("Nhà mẫu") && page.contains("written down by quan-ly") && page.contains("gọi lúc 8 giờ"))
        #expect(!page.contains(InboxAddress.call + "\""))
        #expect(try office.site.installation.store.waitingLogs(ofCentre: office.session.centre).count == 1)
    }

    @Test func aFileThatWasBroughtIsALogLikeAnyOther() async throws {
        let office = try await Office()
        let log = try await office.told(["support": ["shelter"], "note": ["đến lúc tối"]])
        let envelope = try #require(try office.site.installation.store.supportLog(log)?.envelope)
        // The same bytes under another name open nothing: they are bound to theirs.
        let other: Identifier<SupportLog> = office.site.installation.freshIdentifier()
        for (name, bytes) in [
            ("ghi-chu-\(other).bin", envelope), ("ghi-chu.bin", envelope), ("ghi-chu-\(log).bin", Array(envelope.dropLast())),
        ] {
            #expect(try await office.bring(bytes, named: name).status == .unprocessableContent, "\(name)")
        }
        let waiting = try await office.bring(envelope, named: "ghi-chu-\(log) (1).bin")
        #expect(waiting.headers[.location] == InboxAddress.of(log))
        try await office.site.installation.setAsideLog(
            log, for: .twice, office.site.fixture.test.policies.phone, in: office.session)
        #expect(try await office.bring(envelope, named: "ghi-chu-\(log).bin").headers[.location] == "/inbox?done=settled")
        #expect(try office.site.installation.store.waitingLogs(ofCentre: office.session.centre).isEmpty)
    }

    @Test(arguments: [
        "", "--b\r\n", "--b\r\n\r\nx", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "x--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=a\r\n\r\ny\r\n--b--",
    ])
    func aBrokenFormWithAFileIsRefused(body: String) {
        #expect(MultipartForm.fields(Array(body.utf8), type: "multipart/form-data; boundary=b") == nil)
        #expect(MultipartForm.fields(Array(body.utf8), type: "multipart/form-data") == nil)
    }

    @Test func whatNobodyReadForADayIsAnAlarm() async throws {
        let office = try await Office()
        let clock = office.site.fixture.test.clock
        clock.advance(hours: -25)
        let late = try await office.told(["support": ["shelter"]])
        clock.advance(hours: 25)
        _ = try await office.told(["support": ["shelter"]])
        let today = try await office.site.get(CaseAddress.today, as: office.manager).text
        #expect(today.contains("<p class=\"notice danger\" role=\"alert\">") && today.contains("1 log has waited too long"))
        _ = try await office.site.get(InboxAddress.of(late), as: office.manager)
        #expect(!(try await office.site.get(CaseAddress.today, as: office.manager)).text.contains("waited too long"))
    }

    @Test(arguments: [
        ("2026-01-10T23:50", ["day": ["today"]], "10/01/2026", false), ("2026-01-10T08:00", ["day": ["yesterday"]], "09/01/2026", false),
        ("2026-01-10T08:00", [:], "10/01/2026", false),
        ("2026-01-10T08:00", ["day": ["earlier"], "day_text": ["3/1/2026"]], "03/01/2026", false),
        ("2026-01-10T08:00", ["day": ["earlier"], "day_text": ["hôm nọ"]], "10/01/2026", false),
        ("2026-01-10T08:00", ["day": ["earlier"], "day_text": ["3/1/2027"]], "12/01/2026", false),
        // A clock that runs a year ahead, one that stands, and none.
        ("2027-01-10T08:00", ["day": ["yesterday"]], "11/01/2026", true), ("1970-01-01T00:00", ["day": ["today"]], "01/01/1970", true),
        ("", ["day": ["today"]], "12/01/2026", true),
    ])
    func theDayIsTheTelephonesUnlessItsClockCannotBeRight(
        made: String, answers: [String: [String]], day: String, isOdd: Bool
    ) throws {
        let received = try #require(Day("2026-01-12")).startInVietNam
        let logs = LogWords(words: CaseWords(voice: Voice(.english), policies: try ShippedPolicies.set.get()))
        let content = SupportLog(form: 1, made: made, language: "vi", answers: answers)
        #expect(logs.day(of: content, receivedAt: received).vietnamese == day)
        #expect(logs.isClockOdd(content, receivedAt: received) == isOdd)
    }

    @Test func anOfficerSeesHowManyWaitAndNothingElse() async throws {
        let office = try await Office()
        _ = try await office.told(["support": ["shelter"], "note": ["đến lúc tối"]])
        let officer = try await office.site.person("tong-hop", .indicatorOfficer)
        let coverage = try await office.site.get(CentreAddress.coverage, as: officer).text
        #expect(coverage.contains("Waiting since") && !coverage.contains("lúc tối") && !coverage.contains("helter"))
        #expect(try await office.site.get(InboxAddress.list, as: officer).status == .notFound)
    }

    @Test func theSlipHasTheQuestionsAndNoPlaceForAName() async throws {
        let office = try await Office()
        let slip = try await office.site.get(InboxAddress.slip, as: office.manager).text
        for question in office.site.fixture.test.policies.phoneForm.questions { #expect(slip.contains(question.label.english)) }
        #expect(!slip.contains("Name"))
    }
}
