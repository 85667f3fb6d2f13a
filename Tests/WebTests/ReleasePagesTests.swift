import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Indicators
import Policies
import Support
import Testing

@testable import Web
@testable import Wording

/// Releases of figures as an officer and an approver see them.
@Suite struct ReleasePagesTests {
    @Test func anOfficerPreparesAndSomebodyElseApprovesAndPublishes() async throws {
        let two = try await ReleaseSite()
        #expect(try await two.page(ReleaseAddress.list, as: two.officer).contains("There is none yet. See who confirmed the period"))
        #expect(try await two.page(ReleaseAddress.list, as: two.approver).contains("An officer prepares one first"))
        let release = try await two.prepare()
        let own = try await two.page(release, as: two.officer)
        #expect(own.contains("<h1>First quarter of 2026: first</h1>") && own.contains("so somebody else has to approve"))
        #expect(!own.contains("action=\"\(release)/approve\"") && !own.contains("action=\"\(release)/send-back\""))
        // Twenty, and the one of the site's own cases; what is about few is a mark.
        #expect(own.contains("<td data-head=\"Detected\" class=\"number\">21</td>"))
        #expect(
            own.contains("<span aria-hidden=\"true\">…</span><span class=\"hidden\">not published, to protect those who were helped</span>")
        )
        #expect(own.contains("Counts below 5 people are always hidden"))
        // What may be wider than the window is reached by the keyboard, and named.
        #expect(own.components(separatedBy: "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"").count > 1)
        #expect(!own.contains("<div class=\"wide\">"))
        let page = try await two.page(release, as: two.approver)
        #expect(page.contains("action=\"\(release)/approve\"") && page.contains("action=\"\(release)/send-back\""))
        #expect(!page.contains("href=\"\(release)/publish\""))
        // Nothing is approved: there is nothing to ask yet.
        #expect(try await two.site.get(release + "/publish", as: two.approver).headers[.location] == release)
        let approved = try await two.site.send(release + "/approve", ["form": "a", "remark": "đã <b>xem"], as: two.approver)
        #expect(approved.headers[.location] == release + "?done=approved")
        let after = try await two.page(release + "?done=approved", as: two.approver)
        #expect(after.contains("đã &lt;b&gt;xem") && after.contains("href=\"\(release)/publish\" class=\"primary\""))
        let asks = try await two.page(release + "/publish", as: two.approver)
        #expect(asks.contains("What is published cannot be taken back.") && asks.contains("method=\"post\" action=\"\(release)/publish\""))
        #expect(try await two.site.send(release + "/publish", [:], as: two.approver).headers[.location] == release + "?done=published")
        let published = try await two.page(release, as: two.officer)
        #expect(published.contains("Everybody sees exactly this.") && published.contains("href=\"\(release)/files/figures.csv\" download"))
        #expect(!published.contains("action=\"\(release)/send-back\""))
        #expect(try two.site.fixture.test.audit().findings.isEmpty)
        #expect(!two.site.fixture.log.lines.contains { $0.contains(release) })
    }

    @Test func nothingExactOfWhatIsHiddenStandsOnThePage() async throws {
        let two = try await ReleaseSite([("03388", "2026-02-03", 1)], served: 1)
        let release = try await two.prepare()
        let page = try await two.page(release, as: two.approver)
        // Two women, one of them reached: no number in any cell about people.
        let cells = page.matches(of: /<td data-head="(?:Detected|Women among them|Reached|Share)" class="number">(.*?)<\/td>/).map {
            String($0.1)
        }
        let people = cells.filter { !$0.hasSuffix("%") }
        #expect(people.count == 12 && people.allSatisfy { $0.hasPrefix("<span aria-hidden=\"true\">…</span>") })
    }

    @Test func whatIsRefusedIsSaidBesideTheField() async throws {
        let two = try await ReleaseSite()
        func refused(_ fields: [String: String]) async throws -> String {
            let answer = try await two.site.send(
                ReleaseAddress.new, ReleaseSite.quarter.merging(fields) { $1 }.merging(["form": "x"]) { first, _ in first }, as: two.officer
            )
            #expect(answer.status == .unprocessableContent)
            return answer.text
        }
        let cases = [
            (["period": ""], "o-period", "Period"), (["period": "2027-Q1"], "o-period", "Period"),
            (["vintage": "revised"], "o-vintage", "there is no first release of this period to revise"),
            (["calendar": "administrative"], "o-calendar", "Choose the plan&#39;s public calendar"),
            (["vintage": "final"], "o-vintage", "a final is of a whole year"),
            (["period": "2025", "vintage": "final"], "o-vintage", "not all four quarters of the year are public"),
            (["from": "1/2/2026", "to": "3/2/2026"], "o-from", "only an estimate has days of its own"),
            (["vintage": "estimate", "from": "1/2/2026"], "o-to", "Give both days"),
            (["vintage": "estimate", "from": "3/2/2026", "to": "1/2/2026"], "o-to", "must not come before the first"),
            (["vintage": "estimate", "from": "31/12/2025", "to": "1/2/2026"], "o-from", "must lie in the year of the chosen period"),
            (["vintage": "estimate", "from": "x", "to": "1/2/2026"], "o-from", "this is not a day"),
            (["remarks": "Có 2 nạn nhân"], "o-remarks", "there is a small number of people here"),
            (["difficulties": "Có 2 nạn nhân", "remarks": "Tốt"], "o-difficulties", "there is a small number of people here"),
            (["difficulties": String(repeating: "a", count: 2_001)], "o-difficulties", "too long"),
        ]
        for (fields, anchor, sentence) in cases {
            let page = try await refused(fields)
            #expect(page.contains("href=\"#\(anchor)\"") && page.contains(sentence), "\(fields)")
        }
        // Refused, the same form may be sent again with another answer.
        let answers = try await two.sendAll(
            [("revised"), ("first"), ("first")].map { vintage in
                (ReleaseAddress.new, ReleaseSite.quarter.merging(["vintage": vintage, "form": "same"]) { $1 })
            }, as: two.officer)
        #expect(answers.map(\.status) == [.unprocessableContent, .seeOther, .seeOther])
        #expect(answers.last?.headers[.location] == "/releases?done=sent_before")
        #expect(try await two.installation.releases(by: .user(two.site.visit(two.officer).actor)).count == 1)
    }

    @Test func aReturnedReleaseSaysWhyAndIsMadeAnew() async throws {
        let two = try await ReleaseSite()
        let release = try await two.prepare()
        let empty = try await two.site.send(release + "/send-back", ["form": "r", "note": " "], as: two.approver)
        #expect(
            empty.status == .unprocessableContent && empty.text.contains("href=\"#o-note\"") && empty.text.contains("id=\"o-note-fault\""))
        let long = try await two.site.send(
            release + "/approve", ["form": "l", "remark": String(repeating: "a", count: 2_001)], as: two.approver)
        #expect(long.status == .unprocessableContent && long.text.contains("href=\"#o-remark\""))
        let answer = try await two.site.send(release + "/send-back", ["form": "r", "note": "thiếu <i>một xã"], as: two.approver)
        #expect(answer.headers[.location] == release + "?done=returned")
        let page = try await two.page(release, as: two.officer)
        #expect(page.contains("thiếu &lt;i&gt;một xã") && page.contains("prepare a new release"))
        #expect(try await two.page(ReleaseAddress.list, as: two.officer).contains("Sent back"))
        // Too late: the state says so, and what to do.
        let late = try await two.site.send(release + "/approve", ["form": "z", "remark": ""], as: two.approver)
        #expect(late.status == .conflict && late.text.contains("role=\"alert\"") && late.text.contains("no longer at this step"))
        #expect(try await two.prepare(form: "g") != "")
    }

    @Test func publishingTwicePublishesOnceAndItsFilesAreThoseOfTheCommandLine() async throws {
        let two = try await ReleaseSite()
        let release = try await two.prepare()
        let early = try await two.site.get(release + "/files/figures.csv", as: two.officer)
        #expect(early.status == .conflict)
        _ = try await two.site.send(release + "/approve", ["form": "a", "remark": ""], as: two.approver)
        let answers = try await two.sendAll([(release + "/publish", [:]), (release + "/publish", [:])], as: two.approver)
        #expect(answers.allSatisfy { $0.headers[.location] == release + "?done=published" })
        let identifier = try #require(Identifier<Release>(String(release.dropFirst(ReleaseAddress.list.count + 1))))
        let files = try await two.installation.publicFiles(of: identifier, under: two.site.fixture.test.policies, by: .local)
        #expect(files.count == 11 && files.contains { $0.name == "en/goal-3.xlsx" })
        let page = try await two.page(release, as: two.officer)
        for (name, bytes) in files {
            #expect(page.contains("href=\"\(ReleaseAddress.file(name, of: identifier))\" download>"), "\(name)")
            let answer = try await two.site.get(ReleaseAddress.file(name, of: identifier), as: two.officer)
            #expect(answer.status == .ok && Array(buffer: answer.body) == bytes, "\(name)")
            #expect(
                answer.headers[.contentDisposition] == "attachment; filename=\"\(name.split(separator: "/").last ?? "")\"", "\(name)")
            #expect(answer.headers[.contentType] != PublicFileKind.other.type, "\(name)")
        }
        #expect(try await two.site.get(release + "/files/..%2Fservice.key", as: two.officer).status == .notFound)
        #expect(try await two.site.get(release + "/files/other.csv", as: two.officer).status == .notFound)
        #expect(try await two.site.get(ReleaseAddress.of(two.installation.freshIdentifier()), as: two.officer).status == .notFound)
        #expect(try await two.site.get("/releases/x", as: two.officer).status == .notFound)
    }

    @Test func vintagesOfOnePeriodStandSideBySide() async throws {
        let two = try await ReleaseSite()
        let first = try await two.prepare()
        #expect(try await two.publish(first) == .seeOther)
        #expect(!(try await two.page(first, as: two.officer)).contains("id=\"muc-do\""))
        try await two.site.fixture.test.importRegister(
            ReleaseSite.register([("03388", "2026-02-03", 20)], served: 20), ImportOptions(update: true))
        let revised = try await two.prepare(["period": "2026-Q1", "vintage": "revised", "calendar": "calendar"], form: "g")
        #expect(try await two.publish(revised) == .seeOther)
        let page = try await two.page(first, as: two.officer)
        #expect(page.contains("id=\"muc-do\"") && page.contains("revised, "))
        let row = page.components(separatedBy: "3.2a, people reached</th>").last?.components(separatedBy: "</tr>").first ?? ""
        #expect(row.contains(">18<") && row.contains(">20<"))
    }

    @Test func whatWaitsWhileTheLedgerMovedCannotBePublished() async throws {
        let two = try await ReleaseSite([("03388", "2026-02-03", 20), ("03388", "2026-05-03", 20)])
        let waits = try await two.prepare()
        let other = try await two.prepare(["period": "2026-Q2", "vintage": "first", "calendar": "calendar"], form: "g")
        #expect(try await two.publish(other) == .seeOther)
        let page = try await two.page(waits, as: two.approver)
        #expect(page.contains("Something else was published or registered since it was prepared."))
        #expect(page.contains("can no longer be proven safe") && !page.contains("action=\"\(waits)/approve\""))
        #expect(page.contains("action=\"\(waits)/send-back\""))
        let answer = try await two.site.send(waits + "/publish", [:], as: two.approver)
        #expect(answer.status == .conflict)
    }

    @Test func theMenuShowsReleasesToThoseWhoReadThem() async throws {
        let two = try await ReleaseSite()
        let auditor = try await two.site.person("kiem-tra", .auditor)
        for (person, sees) in [(two.officer, true), (two.approver, true), (auditor, false)] {
            let page = try await two.page(Address.account, as: person)
            for path in [ReleaseAddress.list, ReleaseAddress.ledger] {
                #expect(page.contains("<a href=\"\(path)\">") == sees, "\(person.name)")
            }
        }
        #expect(try await two.site.get(ReleaseAddress.new, as: two.approver).status == .notFound)
    }

    @Test func aDepartmentThatHasNotApprovedIsNamed() async throws {
        let two = try await ReleaseSite()
        let culture = try await two.site.person("van-hoa", .approver, department: "culture")
        let release = try await two.prepare()
        // Without the key that signs: a sentence, no page of troubles.
        let keyless = try await two.site.send(release + "/approve", ["form": "a", "remark": ""], as: culture)
        #expect(keyless.status == .conflict && keyless.text.contains("your account has no key to sign with"))
        try await two.installation.grantReleaseKey(to: "van-hoa", by: two.site.visit(two.approver))
        _ = try await two.site.send(release + "/approve", ["form": "b", "remark": ""], as: culture)
        let list = try await two.page(ReleaseAddress.list, as: two.officer)
        #expect(list.contains("Not approved by Department of Health yet") && list.contains("Approved by Department of Culture"))
        #expect(try await two.page(release + "/publish", as: two.approver).contains("That part is not published this time."))
    }

    /// Every page with somebody else's hostile words in it, while it waits and after.
    @Test(arguments: Language.allCases)
    func everyPageOfReleasesHasTheShapeOfAPage(language: Language) async throws {
        let two = try await ReleaseSite()
        let hostile = PageShape.hostile
        let figure = [
            "form": "l", "indicator": "3.3", "year": "2025", "part": "Q1", "place": "all", "sex": "all", "age": "all", "source": hostile,
        ]
        for form in ["l", "m"] {
            _ = try await two.site.send(ReleaseAddress.newFigure, figure.merging(["form": form]) { $1 }, as: two.officer)
        }
        let returned = try await two.prepare()
        _ = try await two.site.send(returned + "/send-back", ["form": "r", "note": hostile], as: two.approver)
        let release = try await two.prepare(form: "g")
        func look(_ paths: [String], as person: StaffedSite.Person) async throws {
            for path in paths {
                let headers: HTTPFields = [.cookie: "nuong-development-session=\(person.cookie); language=\(language.rawValue)"]
                let answer = try await two.site.fixture.answer(path, headers: headers)
                #expect(answer.status == .ok, "\(path)")
                let shape = PageShape("\(path) \(language.rawValue)", answer.text)
                shape.hasNothingInline()
                shape.isEscaped()
                shape.hasOneTokenAForm(person.form)
                shape.namesEveryField(ofCases: true)
                shape.hasEveryText()
                try shape.hasANeutralTitle()
            }
        }
        try await look([release, returned, ReleaseAddress.list], as: two.approver)
        _ = try await two.site.send(release + "/approve", ["form": "a", "remark": hostile], as: two.approver)
        try await look([release, release + "/publish", ReleaseAddress.ledger], as: two.approver)
        #expect(try await two.site.send(release + "/publish", [:], as: two.approver).status == .seeOther)
        try await look(
            [release, ReleaseAddress.list, ReleaseAddress.new, ReleaseAddress.ledger, ReleaseAddress.newFigure, ReleaseAddress.model(1)],
            as: two.officer)
    }

    @Test func everyRefusalHasItsSentence() {
        let plain: [ReleaseFault] = [
            .nothingToPrepare, .notPublicCalendar, .vintageNotPublic, .daysOfEstimate, .finalOfYear, .quartersNotFixed, .yearIsFinal,
            .smallCountInRemark, .numberInRemark, .badRecipient, .commentNeeded, .notApproved, .periodNotOver, .alreadyPublished,
            .nothingPublished, .ownRelease,
            .wrongState, .policiesChanged, .definitionsChanged, .unevenSums, .ledgerMoved, .nothingApproved, .badRemark, .unreadableFacts,
            .unknownPlace, .noKey,
            .badSignature, .notWritten, .badFigure, .contradiction,
        ]
        let codes =
            plain.map(\.code) + ["contradicted", "not_protected", "not_verified"] + [
                ReleaseRefusal.overtaken, ReleaseRefusal.outsideCalendar, ReleaseRefusal.outsideYear.code,
            ]
        let said = Phrasebook.standard.keys.filter { $0.hasPrefix("page.release.fault.") }.map { String($0.dropFirst(19)) }
        #expect(Set(said) == Set(codes))
        let checks = Phrasebook.standard.keys.filter { $0.hasPrefix("page.release.check.") }.map { String($0.dropFirst(19)) }
        #expect(Set(checks).union(["part_not_approved", "nobody_owns"]) == Set(ReleaseCheck.Code.allCases.map(\.rawValue)))
        let reasons = Phrasebook.standard.keys.filter { $0.hasPrefix("page.release.reason.") }.map { String($0.dropFirst(20)) }
        #expect(Set(reasons) == Set(ChangeReason.allCases.map(\.rawValue)))
        let kinds = Phrasebook.standard.keys.filter { $0.hasPrefix("page.release.file.") }.map { String($0.dropFirst(18)) }
        #expect(Set(kinds) == Set(PublicFileKind.allCases.map(\.rawValue)))
        for measure in PublicCell.Measure.allCases {
            #expect(Phrasebook.standard.keys.contains("page.release.measure.\(measure.rawValue)"))
        }
    }
}
