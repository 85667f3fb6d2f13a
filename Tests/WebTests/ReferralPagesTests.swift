import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Store
import Support
import Testing

@testable import Web

/// A person goes from one centre to another over the pages of both: asked, shown, sent, answered, noted.
@Suite struct ReferralPagesTests {
    @Test func nothingGoesBeforeEverythingIsAnsweredAndShown() async throws {
        let two = try await ReferringSite()
        let thu = try await two.signIn("thu")
        #expect(try await two.site.get(CaseAddress.of(two.caseFile), as: thu).text.contains("Refer to another centre"))
        let form = try await two.site.get(two.refer, as: thu)
        #expect(form.status == .ok && form.text.contains(two.receiver.description) && form.text.contains("at most 90 days"))
        // One group of boxes, with its help.
        #expect(form.text.components(separatedBy: "<fieldset").count == 2 && form.text.contains("Without a choice no name goes"))
        #expect(Referral.mostDays == 90 && ReferralOffer.longestNote == 500)
        for (changes, fault) in [
            (["refer_consent_on": ""], "Please answer: Day on which"), (["refer_consent_on": two.day(1)], "has not come yet"),
            (["refer_by": two.day(-1)], "is over"), (["refer_by": two.day(91)], "too far off"),
            (["refer_to": ""], "Please answer: To which"),
            (["refer_to": "x"], "choose again"), (["person": two.receiver.description], "choose again"),
            (["refer_note": String(repeating: "a", count: 501)], "too long"), (["refer_consent_on": "hôm qua"], "not a day"),
        ] {
            let answer = try await two.site.send(two.refer, two.answers.merging(changes) { $1 }, as: thu)
            #expect(answer.status == .unprocessableContent && answer.text.contains(fault), "\(changes)")
            #expect(changes["refer_note"] != nil || answer.text.contains("gọi buổi sáng"), "\(changes)")
            let sent = try await two.site.send(
                two.send, two.answers.merging(changes) { $1 }.merging(["form": "f", "passphrase": try two.passphrase("thu")]) { $1 },
                as: thu)
            #expect(sent.status == .unprocessableContent, "\(changes)")
        }
        // Somebody else's case, and a field that no form has.
        #expect(try await two.site.send(two.refer, ["x": "y"], as: thu).status == .badRequest)
        #expect(try await two.site.get(two.refer, as: two.signIn("lan")).status == .notFound)
        #expect(try await two.installation.offeredReferrals(in: two.session(two.signIn("lan"))).waiting.isEmpty)
    }

    @Test func thePageShowsWhatWillGoAndNamesOnlyInTheWindow() async throws {
        let two = try await ReferringSite()
        let hidden = try await two.site.send(two.refer, two.answers, as: two.signIn("thu"))
        #expect(hidden.status == .ok && hidden.text.contains("(hidden)") && hidden.text.contains("name=\"passphrase\""))
        #expect(!hidden.text.contains(ReferringSite.name) && hidden.text.contains("gọi buổi sáng"))
        #expect(hidden.text.contains(">1990<") && !hidden.text.contains("Telephone"))
        #expect(try await two.entries(.readIdentity).isEmpty)
        let thu = try await two.signIn("thu", showsNames: true)
        // The case is not assigned to her: names want a reason.
        let unasked = try await two.site.send(two.refer, two.answers, as: thu)
        #expect(unasked.text.contains("(hidden)") && !unasked.text.contains(ReferringSite.name))
        try await two.installation.giveLookReason(Code(number: 1), for: two.caseFile, by: two.site.visit(thu))
        let shown = try await two.site.send(two.refer, two.answers.merging(["refer_fields.phone": "yes"]) { $1 }, as: thu)
        #expect(shown.text.contains(ReferringSite.name) && shown.text.contains("not recorded"))
        #expect(try #require(shown.text.firstMatch(of: /<title>[^<]*/)).output.contains(ReferringSite.name) == false)
        #expect(try await two.entries(.readIdentity).map(\.caseFile) == [two.caseFile])
        // Back to the form, with everything that was typed.
        let again = try await two.site.send(two.refer, two.answers.merging(["change": "yes"]) { $1 }, as: thu)
        #expect(
            again.status == .ok && again.text.contains("gọi buổi sáng") && again.text.contains("refer_fields.name\" value=\"yes\" checked"))
        #expect(!again.text.contains("name=\"passphrase\""))
    }

    @Test func whoDidNotWantItSharedIsAskedAgain() async throws {
        let two = try await ReferringSite()
        let thu = try await two.signIn("thu")
        #expect(try await !two.site.send(two.refer, two.answers, as: thu).text.contains("Ask again before you send"))
        let day = two.site.fixture.test.clock.now.dayInVietNam
        for (days, answer, isWarned) in [
            // Withdrawn, and given again, on the day on which it was given: what was said later stands.
            (-3, ConsentAnswer.no, true), (-5, .yes, true), (-1, .yes, false), (-1, .no, true), (-1, .yes, false),
        ] {
            let consent = Consent(person: two.person, kind: .sharing, answer: answer, on: day.adding(days: days))
            try await two.installation.record(
                .consent(consent), as: two.installation.freshIdentifier(), in: two.caseFile, by: two.session(thu))
            let page = try await two.site.send(two.refer, two.answers, as: thu).text
            #expect(page.contains("Ask again before you send") == isWarned, "\(days)")
        }
    }

    @Test func onlyThePassphraseSendsAndTheSameFormSendsOnce() async throws {
        let two = try await ReferringSite()
        for passphrase in ["", "wrong"] {
            let answer = try await two.refer(["passphrase": passphrase])
            #expect(answer.status == .unprocessableContent && answer.text.contains("What will go"))
        }
        let people = [try await two.signIn("thu"), try await two.signIn("thu")]
        let sent = try await two.sendTwice(two.send, two.referring(), as: people)
        #expect(sent.map(\.status) == [.seeOther, .seeOther])
        #expect(sent.map { $0.headers[.location] } == ["\(two.sent)?done=sent", two.sent])
        let lan = try await two.signIn("lan")
        #expect(try await two.installation.offeredReferrals(in: two.session(lan)).waiting.count == 1)
        let page = try await two.site.get("\(two.sent)?done=sent", as: two.signIn("thu")).text
        #expect(page.contains("The other centre sees it") && page.contains("waits until") && page.contains("Take back"))
        #expect(!page.contains(ReferringSite.name))
    }

    @Test func anAcceptedReferralIsANewCaseAndTheSenderClosesTheOld() async throws {
        let two = try await ReferringSite()
        _ = try await two.refer()
        var lan = try await two.signIn("lan")
        let referral = try await two.offer(lan)
        let list = try await two.site.get(ReferralAddress.list, as: lan).text
        #expect(list.contains(ReferralAddress.of(referral)) && list.contains("sent today") && list.contains("Một &lt;b&gt;&amp;"))
        #expect(!list.contains(ReferringSite.name) && !list.contains("gọi buổi sáng"))
        let today = try await two.site.get(CaseAddress.today, as: lan).text
        #expect(today.contains("One referral waits for an answer") && today.contains("href=\"\(ReferralAddress.list)\""))
        #expect(try await !two.site.get(CaseAddress.today, as: two.signIn("thu")).text.contains("waits for an answer"))
        let veiled = try await two.site.get(ReferralAddress.of(referral), as: lan).text
        #expect(veiled.contains("Names and the note are hidden") && !veiled.contains(ReferringSite.name))
        #expect(!veiled.contains("gọi buổi sáng"))
        #expect(try await two.entries(.readReferral).isEmpty)
        lan = try await two.signIn("lan", showsNames: true)
        let read = try await two.site.get(ReferralAddress.of(referral), as: lan).text
        #expect(read.contains(ReferringSite.name) && read.contains("gọi buổi sáng"))
        #expect(try await two.entries(.readReferral).map(\.outcome) == [.done])
        let accept = ReferralAddress.of(referral, ReferralAddress.accept)
        let accepted = try await two.sendTwice(accept, ["form": "a"], as: [lan, lan])
        let place = try #require(accepted.first?.headers[.location])
        #expect(place.hasPrefix("/cases/") && place.hasSuffix("?done=received"))
        #expect(accepted.last?.headers[.location] == ReferralAddress.list)
        #expect(try await two.site.send(accept, ["form": "b"], as: lan).status == .notFound)
        let new = try await two.site.get(place, as: lan).text
        #expect(new.contains("new case in your centre") && new.contains("referred by another centre: Một &lt;b&gt;"))
        #expect(!new.contains(ReferringSite.name))

        let thu = try await two.signIn("thu")
        #expect(try await two.site.get(ReferralAddress.list, as: thu).text.contains(two.sent))
        let sent = try await two.site.get(two.sent, as: thu).text
        let close = CaseAddress.of(two.caseFile, CaseAddress.close) + "?reason=transferred"
        #expect(sent.contains("accepted") && sent.contains(close) && !sent.contains("Take back"))
        #expect(try await two.site.get(close, as: thu).text.contains("value=\"transferred\" selected"))
        #expect(try await two.site.get(close.replacing("transferred", with: "x"), as: thu).text.contains("value=\"\" selected"))
        for _ in 0..<2 {
            let settle = CaseAddress.of(two.caseFile, ReferralAddress.settle)
            let noted = try await two.site.send(settle, ["referral": referral.description], as: thu)
            #expect(noted.headers[.location] == "\(two.sent)?done=settled")
        }
        #expect(try await !two.site.get(ReferralAddress.list, as: thu).text.contains(two.sent))
        #expect(try await two.site.get(two.sent, as: thu).text.contains(close))
        #expect(try await two.entries(.settleReferral).map(\.outcome) == [.done])
        #expect(try two.site.fixture.test.audit().findings.isEmpty)
    }

    @Test func aRejectionTellsWhyAndIsNoted() async throws {
        let two = try await ReferringSite()
        _ = try await two.refer()
        let lan = try await two.signIn("lan")
        let reject = ReferralAddress.of(try await two.offer(lan), ReferralAddress.reject)
        let asked = try await two.site.send(reject, ["form": "a", "offer_reason": ""], as: lan)
        #expect(asked.status == .unprocessableContent && asked.text.contains("Please answer: Why"))
        let answers = try await two.sendTwice(reject, ["form": "a", "offer_reason": "no_room"], as: [lan, lan])
        #expect(answers.map { $0.headers[.location] } == ["\(ReferralAddress.list)?done=rejected", ReferralAddress.list])
        let thu = try await two.signIn("thu")
        let sent = try await two.site.get(two.sent, as: thu).text
        #expect(sent.contains("no room") && sent.contains("Note that it was not accepted"))
        let referral = try #require(sent.firstMatch(of: /name="referral" value="([^"]+)"/)?.output.1)
        let note = CaseAddress.of(two.caseFile, ReferralAddress.note)
        #expect(try await two.site.send(note, ["referral": String(referral)], as: thu).headers[.location] == "\(two.sent)?done=noted")
        // Once more, or as an acceptance, it changes nothing.
        #expect(try await two.site.send(note, ["referral": String(referral)], as: thu).headers[.location] == two.sent)
        let settle = CaseAddress.of(two.caseFile, ReferralAddress.settle)
        #expect(try await two.site.send(settle, ["referral": String(referral)], as: thu).headers[.location] == two.sent)
        let after = try await two.site.get(two.sent, as: thu).text
        #expect(after.contains("no room") && !after.contains("name=\"referral\""))
    }

    @Test func anOfferIsTakenBackWhileItWaits() async throws {
        let two = try await ReferringSite()
        _ = try await two.refer()
        let lan = try await two.signIn("lan")
        let referral = try await two.offer(lan)
        let thu = try await two.signIn("thu")
        let revoke = CaseAddress.of(two.caseFile, ReferralAddress.revoke)
        #expect(try await two.site.send(revoke, ["referral": referral.description], as: lan).status == .notFound)
        #expect(
            try await two.site.send(revoke, ["referral": referral.description], as: thu).headers[.location] == "\(two.sent)?done=revoked")
        #expect(try await two.site.get(two.sent, as: thu).text.contains("taken back"))
        #expect(try await two.site.get(ReferralAddress.of(referral), as: lan).status == .notFound)
        #expect(try await two.site.send(ReferralAddress.of(referral, ReferralAddress.accept), ["form": "a"], as: lan).status == .notFound)
    }

    @Test func afterTheLastDayItIsMarkedAndNobodyAcceptsIt() async throws {
        let two = try await ReferringSite()
        _ = try await two.refer()
        two.site.fixture.test.clock.advance(hours: 24 * 12)
        let lan = try await two.signIn("lan", showsNames: true)
        let referral = try await two.offer(lan)
        #expect(try await two.site.get(ReferralAddress.list, as: lan).text.contains("expired"))
        let page = try await two.site.get(ReferralAddress.of(referral), as: lan).text
        #expect(page.contains("can no longer be read") && !page.contains(ReferringSite.name) && !page.contains("/accept\""))
        let accepted = try await two.site.send(ReferralAddress.of(referral, ReferralAddress.accept), ["form": "a"], as: lan)
        #expect(accepted.headers[.location] == ReferralAddress.of(referral))
        let thu = try await two.signIn("thu")
        #expect(try await two.site.get(ReferralAddress.list, as: thu).text.contains("expired"))
        #expect(try await two.site.get(two.sent, as: thu).text.contains("Nobody answered in time"))
    }
}

/// The page of people who stand there twice: veiled without the window, and without a name in any case.
@Suite struct DuplicatePagesTests {
    @Test func pairsAreLinkedPartedAndToldApartWithoutAName() async throws {
        let two = try await ReferringSite()
        let plain = try await two.signIn("thu")
        let session = try two.session(plain)
        let detection = Detection(on: Day(number: 20_500), place: .outside, channel: Code(number: 2))
        let other = try await two.installation.openCase(.domesticViolence, .confirmed, detection, in: session)
        let twin = try await two.installation.addPerson(
            role: .victim, sex: .female, birthYear: 1990, identity: PersonIdentity(name: "NHAN VAT MOT"), to: other, in: session)
        #expect(try await two.site.get(CaseAddress.cases, as: plain).text.contains(DuplicateAddress.list))
        let veiled = try await two.site.get(DuplicateAddress.list, as: plain)
        #expect(veiled.status == .ok && veiled.text.contains("Names are hidden") && !veiled.text.contains("name=\"pair\""))
        let thu = try await two.signIn("thu", showsNames: true)
        let page = try await two.site.get(DuplicateAddress.list, as: thu).text
        #expect(page.contains("name and year of birth") && page.contains("services of both count"))
        #expect(page.contains(CaseAddress.of(other)) && page.contains(CaseAddress.of(two.caseFile)))
        #expect(!page.lowercased().contains("nhan vat") && !page.contains("Nhân"))
        #expect(try await two.entries(.readDuplicates).count == 1)
        let pair = String(try #require(page.firstMatch(of: /name="pair" value="([^"]+)"/)?.output.1))
        for _ in 0..<2 {
            let linked = try await two.site.send(DuplicateAddress.link, ["pair": pair], as: thu)
            #expect(linked.headers[.location] == "\(DuplicateAddress.list)?done=linked")
        }
        let joined = try await two.site.get("\(DuplicateAddress.list)?done=linked", as: thu).text
        #expect(joined.contains("They count once") && joined.contains("Nobody looks alike") && joined.contains("Unlink"))
        #expect(try await two.site.send(DuplicateAddress.unlink, ["pair": pair], as: thu).status == .seeOther)
        #expect(try await two.site.send(DuplicateAddress.apart, ["pair": pair], as: thu).status == .seeOther)
        let after = try await two.site.get(DuplicateAddress.list, as: thu).text
        #expect(after.contains("Nobody looks alike") && after.contains("Nobody is linked"))
        #expect(try two.installation.readCase(other, in: session).file.apart[twin]?.count == 1)
        #expect(try two.site.fixture.test.audit().findings.isEmpty)
    }

    @Test func aPairOfAnotherCentreOrOfNobodyIsNotThere() async throws {
        let two = try await ReferringSite()
        let lan = try await two.signIn("lan")
        let own = try #require(
            try two.installation.store.caseIdentifiers().first { (try? two.installation.readCase($0, in: two.session(lan))) != nil })
        let person = try #require(try two.installation.readCase(own, in: two.session(lan)).file.people.first?.id)
        let pairs = [
            "", "x", "\(own)/\(person)", "\(own)/\(person)/\(own)/\(person)", "\(own)/\(person)/\(two.caseFile)/\(two.person)",
            "\(two.caseFile)/\(two.person)/\(own)/\(person)", "\(own)/\(person)/\(two.person)/\(two.person)",
        ]
        for pair in pairs {
            for path in [DuplicateAddress.link, DuplicateAddress.unlink, DuplicateAddress.apart] {
                #expect(try await two.site.send(path, ["pair": pair], as: lan).status == .notFound, "\(path) \(pair)")
            }
        }
    }
}
