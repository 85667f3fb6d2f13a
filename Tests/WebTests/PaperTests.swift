import CaseDomain
import Foundation
import Hummingbird
import HummingbirdTesting
import Indicators
import Policies
import Support
import Testing
import Wording

@testable import Casework
@testable import Web

/// Papers of a case: without a name, each noted, and for a perpetrator with nothing about anybody else.
@Suite struct PaperTests {
    private static let languages = ["vi", "en"]

    @Test func aPaperForAPerpetratorHoldsNothingAboutTheVictim() async throws {
        let fixture = try await PaperFixture()
        let commune = fixture.site.fixture.test.policies.rulebook.gazetteer.commune(
            try #require(PlaceCode(PaperFixture.place)), on: try #require(Day("2026-03-05")))
        for language in PaperTests.languages {
            for kind in [PaperKind.invitation, .counselling] {
                let answer = try await fixture.print(kind, in: language)
                #expect(answer.status == .ok)
                let paper = answer.paper
                #expect(paper.contains("<h1"))
                // The whole page is looked at, not only what is printed of it.
                for text in [answer.text, paper] {
                    #expect(!text.lowercased().contains(PaperFixture.mark), "\(kind)")
                    #expect(!text.contains(fixture.victim.description))
                    #expect(!text.contains(try #require(commune).name))
                    #expect(!text.contains(fixture.code))
                }
                #expect(!paper.contains(String(PaperFixture.birthYear)))
                // Not the centre either, nor the day of detection, nor what was done for her or to protect her.
                for word in ["Một", "05/03/2026", "11/03/2026", "13/03/2026", "nữ", "female", "lan-pham"] {
                    #expect(!paper.contains(word), "\(kind): \(word)")
                }
                for word in ["bạo lực", "nạn nhân", "violence", "victim"] where kind == .invitation {
                    #expect(!paper.lowercased().contains(word), "\(word)")
                }
            }
            // It says what it is there for.
            let record = try await fixture.print(.counselling, in: language).paper
            #expect(record.contains("12/03/2026"))
            #expect(record.contains(language == "vi" ? "tư vấn, tham vấn cho người gây bạo lực" : "counselling of the person"))
        }
    }

    /// The record has nothing but days and kinds: whoever gives it another field has to look here.
    @Test func theRecordOfAPerpetratorHasRoomForNothingElse() async throws {
        let fixture = try await PaperFixture()
        let file = try fixture.installation.readCase(fixture.caseFile, in: fixture.session).file
        let record = try #require(PerpetratorRecord(of: fixture.perpetrator, in: file) { $0.number == 10 })
        #expect(Mirror(reflecting: record).children.map(\.label) == ["sessions"])
        #expect(record.sessions.count == 1)
        for session in record.sessions { #expect(Mirror(reflecting: session).children.map(\.label) == ["on", "kind"]) }
        #expect(PerpetratorRecord(of: fixture.victim, in: file) { _ in true } == nil)
        #expect(PerpetratorRecord(of: .none, in: file) { _ in true } == nil)
    }

    @Test func noPaperHoldsANameAndNoTitleSaysWhatItIsAbout() async throws {
        let fixture = try await PaperFixture()
        for language in PaperTests.languages {
            for kind in PaperKind.allCases {
                let answer = try await fixture.print(kind, in: language)
                #expect(answer.status == .ok, "\(kind)")
                #expect(answer.headers[.cacheControl] == "no-store")
                for field in ["ten", "so-giay-to", "dien-thoai", "dia-chi", "dan-toc"] {
                    #expect(!answer.text.contains("\(PaperFixture.mark)-\(field)<"), "\(kind): \(field)")
                }
                #expect(!answer.text.contains(PaperFixture.name))
                // Nor of whoever works there.
                #expect(!answer.paper.contains("lan-pham"), "\(kind)")
                #expect(answer.title == (language == "vi" ? "Giấy tờ – Nương" : "Papers – Nương"))
            }
            #expect(try await fixture.page("print", in: language).title == (language == "vi" ? "Giấy tờ – Nương" : "Papers – Nương"))
        }
    }

    @Test func aSummaryHoldsTypedWordsOnlyWhenAsked() async throws {
        let fixture = try await PaperFixture()
        let bare = try await fixture.print(.summary, [:]).paper
        #expect(!bare.contains(PaperFixture.mark))
        for word in [fixture.code, "11/03/2026", "tư vấn tâm lý", String(PaperFixture.birthYear)] {
            #expect(bare.contains(word), "\(word)")
        }
        let whole = try await fixture.print(.summary).paper
        for field in ["viec", "nguy-hiem", "bien-phap", "nhu-cau", "viec-lam", "theo-doi", "loi-ke", "ghi-chep", "noi-tiep-nhan"] {
            #expect(whole.contains("\(PaperFixture.mark)-\(field)"), "\(field)")
        }
        // A safety plan is never in it, nor who gave a service.
        for field in ["noi-den", "goi-ai", "mang-gi", "con", "may", "nha-tam-lanh"] {
            #expect(!whole.contains("\(PaperFixture.mark)-\(field)<"), "\(field)")
        }
    }

    @Test func aSafetyPlanIsPrintedOnlyWhenPaperIsSafe() async throws {
        let fixture = try await PaperFixture()
        let without = try await fixture.print(.plan, [:])
        #expect(without.status == .ok)
        #expect(without.paper.contains("\(PaperFixture.mark)-nhu-cau<") && without.paper.contains("\(PaperFixture.mark)-viec-lam"))
        // What concerns him is not hers to carry home.
        #expect(!without.paper.contains("nhu-cau-cua-ong"))
        for word in ["gây bạo lực", "Một"] { #expect(!without.paper.contains(word), "\(word)") }
        let asked = try await fixture.print(.plan, ["print_safety": "yes"])
        #expect(asked.status == .unprocessableContent)
        #expect(asked.text.contains("id=\"o-paper-is-safe-fault\""))
        // What was ticked stays ticked.
        #expect(asked.text.contains(/name="print_safety" value="yes" checked/))
        let safe = try await fixture.print(.plan)
        for field in ["noi-den", "goi-ai", "mang-gi", "con", "may"] {
            for (answer, isThere) in [(without, false), (asked, false), (safe, true)] {
                #expect(answer.text.contains("\(PaperFixture.mark)-\(field)<") == isThere, "\(field)")
            }
        }
        #expect(try await fixture.audited(.printCase).count == 2)
    }

    @Test func aReferralLetterHasTheCodeWhatIsAskedAndASlip() async throws {
        let fixture = try await PaperFixture()
        let paper = try await fixture.print(.referral).paper
        #expect(paper.contains("\(PaperFixture.mark)-noi-tiep-nhan"))
        #expect(paper.components(separatedBy: fixture.code).count >= 3)
        #expect(paper.contains("Phiếu trả lời"))
        for word in ["chuyen-gui", String(PaperFixture.birthYear), "nữ", "bạo lực"] { #expect(!paper.contains(word), "\(word)") }
    }

    @Test func aConsentFormSaysWhatCannotBeUndone() async throws {
        let fixture = try await PaperFixture()
        let paper = try await fixture.print(.consent, in: "en").paper
        for text in [
            "Taking it back cannot undo", "already published", "sent to another organisation", "within 2 days", "within 15 days",
            "Signature of who agrees",
        ] { #expect(paper.contains(text), "\(text)") }
        #expect(!paper.contains(PaperFixture.mark) && !paper.lowercased().contains("violence"))
        let form = try await fixture.page("record/consent", in: "en").text
        let section = try await fixture.page("", in: "en").text
        for page in [form, section] { #expect(page.contains("Two things a withdrawal cannot undo")) }
        #expect(try await fixture.page("record/request", in: "en").text.contains("2 days to confirm that it was received, 15 days"))
    }

    @Test func eachPaperIsNotedAndNothingElseIs() async throws {
        let fixture = try await PaperFixture()
        #expect(try await fixture.page("print").status == .ok)
        #expect(try await fixture.page("print/summary").headers[.location] == CaseAddress.of(fixture.caseFile, "print"))
        #expect(try await fixture.audited(.printCase).isEmpty)
        for (index, kind) in PaperKind.allCases.enumerated() {
            #expect(try await fixture.print(kind).status == .ok)
            let noted = try await fixture.audited(.printCase)
            #expect(noted.count == index + 1)
            #expect(noted.allSatisfy { $0.actor == "lan-pham" && $0.outcome == .done })
        }
        for (form, fields, status) in [
            ("print/referral", ["referral": "x"], HTTPResponse.Status.unprocessableContent),
            ("print/invitation", ["invited": fixture.victim.description], .unprocessableContent),
            ("print/invitation", [:], .unprocessableContent), ("print/summary", ["x": "1"], .badRequest),
            ("print/everything", [:], .notFound),
        ] { #expect(try await fixture.send(form, fields).status == status, "\(form)") }
        #expect(try await fixture.audited(.printCase).count == PaperKind.allCases.count)
        #expect(try fixture.site.fixture.test.audit().findings.isEmpty)
    }

    @Test func aPlaceThatMayBeAShelterHasNoNameOnPaper() async throws {
        let fixture = try await PaperFixture()
        #expect(
            CentreKind.allCases.filter { !$0.mayStandOnPaper } == [.trustedAddress, .other],
            "whoever adds a kind says whether everybody may know of such a place")
        let printed = try await fixture.installation.printCase(fixture.caseFile, in: fixture.session)
        #expect(printed.centreName == "Một <b>&")
        let words = CaseWords(voice: Voice(.vietnamese), policies: fixture.site.fixture.test.policies)
        let day = try #require(Day("2026-03-05"))
        let referral = OutsideReferral(person: fixture.victim, on: day, consentGivenOn: day)
        for (name, isNamed) in [(printed.centreName, true), (nil, false)] {
            let papers = CasePapers(
                printed: PrintedCase(opened: printed.opened, centreName: name), words: words, today: day)
            for sheet in [papers.summary(withText: true), papers.consent(), papers.referral(referral)] {
                #expect(sheet.head.contains("Một <b>&") == isNamed)
            }
            #expect(papers.referral(referral).parts[0].blanks.contains("Nơi lập giấy:") == !isNamed)
            #expect(!papers.plan(withSafety: true).head.contains("Một <b>&"))
        }
    }

    @Test func nobodyOfAnotherCentreMakesAPaper() async throws {
        let fixture = try await PaperFixture()
        let stranger = try await fixture.site.firstManager("mai", of: "T2")
        let session = try fixture.installation.centreSession(of: try fixture.site.visit(stranger))
        await #expect(throws: CaseworkError.refused) { try await fixture.installation.printCase(fixture.caseFile, in: session) }
        let noted = try await fixture.audited(.printCase)
        #expect(noted.map(\.actor) == ["mai"] && noted.map(\.outcome) == [.denied])
        let answer = try await fixture.site.send("\(CaseAddress.of(fixture.caseFile))/print/consent", [:], as: stranger)
        #expect(answer.status == .notFound)
    }
}
