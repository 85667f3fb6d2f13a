import CaseDomain
import Store
import Support
import Testing

@testable import Casework

/// What the receiving centre reads of an offer, and what its answers do.
@Suite struct AnswerReferralTests {
    @Test(
        arguments: [
            [], [.name], [.documentNumber], [.phone], [.address], [.ethnicity], [.name, .address], Set(ReferredField.allCases),
        ] as [Set<ReferredField>])
    func theNewCaseHoldsTheFieldsConsentedToAndNoOthers(fields: Set<ReferredField>) async throws {
        let two = try await TwoCentres()
        let id = try await two.refer(fields)
        let session = try await two.windowed(two.lan)
        let expected = TwoCentres.identity.limited(to: fields)
        let read = try await two.installation.readReferral(id, by: session)
        #expect(read.offer.identity == expected && read.offer.note == "gọi buổi sáng" && read.offer.sender == two.sending)
        let accepted = try await two.installation.acceptReferral(id, in: session)
        let opened = try two.installation.readCase(accepted, in: session)
        let person = try #require(opened.file.people.first)
        #expect(opened.file.people.count == 1 && person.id != two.person && person.id == read.offer.person)
        #expect(person.role == .victim && person.sex == .female && person.birthYear == 1_990)
        #expect(opened.file.detection.on == Day(number: 20_700) && opened.file.kind == .domesticViolence)
        #expect(opened.file.received?.id == id && opened.file.received?.note == "gọi buổi sáng")
        #expect(try await two.installation.readIdentity(of: person.id, in: accepted, by: session) == expected)
        // A number that was not handed on links nothing by itself.
        #expect((opened.facts.people.first?.number == .some(LinkageTag.none)) == !fields.contains(.documentNumber))
        let own = try two.installation.readCase(two.caseFile, in: try await two.session(of: two.thu))
        #expect(own.facts.people.first?.links == opened.facts.people.first?.links)
        #expect(try two.test.audit().findings.isEmpty)
    }

    @Test func namesAreShownInTheWindowAloneAndEachReadingIsAnEntry() async throws {
        let two = try await TwoCentres()
        let id = try await two.refer()
        let hidden = try await two.session(of: two.lan)
        let listed = try await two.installation.offeredReferrals(in: hidden)
        #expect(listed.waiting.map(\.identifier) == [id] && listed.unreadable.isEmpty)
        #expect(listed.waiting.first?.offer.identity == PersonIdentity() && listed.waiting.first?.offer.note == "")
        #expect(listed.waiting.first?.offer.kind == .domesticViolence && listed.waiting.first?.isExpired == false)
        await #expect(throws: CaseworkError.account(.windowClosed)) { try await two.installation.readReferral(id, by: hidden) }
        #expect(try await two.entries(.readReferral).isEmpty)
        let shown = try await two.windowed(two.lan)
        let offer = try await two.installation.readReferral(id, by: shown).offer
        _ = try await two.installation.readReferral(id, by: shown)
        let entries = try await two.entries(.readReferral)
        #expect(entries.map(\.outcome) == [.done, .done] && entries.allSatisfy { $0.caseFile == offer.caseFile })
        // Who read the name before there was a case stands in the audit of the case.
        let accepted = try await two.installation.acceptReferral(id, in: shown)
        let audited = try await two.installation.readAudit(of: accepted, by: shown.actor).entries.compactMap(\.entry?.verb)
        #expect(audited == [.acceptReferral, .readReferral, .readReferral])
    }

    @Test(arguments: [(.caseWorker, true), (.communeOfficer, false)] as [(UserRole, Bool)])
    func whoMayNotAnswerIsRefusedEverything(role: UserRole, allowed: Bool) async throws {
        let two = try await TwoCentres()
        let id = try await two.refer()
        let user = try await two.member("hoa", role, of: two.lan, centre: "T2")
        let session = try await two.windowed(user)
        if allowed {
            _ = try await two.installation.readReferral(id, by: session)
            _ = try await two.installation.acceptReferral(id, in: session)
            return
        }
        await #expect(throws: CaseworkError.refused) { try await two.installation.offeredReferrals(in: session) }
        await #expect(throws: CaseworkError.refused) { try await two.installation.readReferral(id, by: session) }
        await #expect(throws: CaseworkError.refused) { try await two.installation.acceptReferral(id, in: session) }
        await #expect(throws: CaseworkError.refused) { try await two.installation.rejectReferral(id, .other, in: session) }
        #expect(try two.installation.store.waitingReferrals(ofCentre: two.receiving).count == 1)
    }

    /// An offer to another centre, one that is not there and one that was answered are answered alike, and noted.
    @Test func foreignMissingAndAnsweredOffersAreRefusedAlike() async throws {
        let two = try await TwoCentres()
        let own = try await two.windowed(two.lan)
        let sender = try await two.windowed(two.thu)
        let id = try await two.refer()
        let answered = try await two.refer()
        try await two.installation.rejectReferral(answered, .noRoom, in: own)
        for (id, session) in [(id, sender), (Identifier<Referral>(high: 1, low: 1), own), (answered, own)] {
            await #expect(throws: CaseworkError.refused) { try await two.installation.readReferral(id, by: session) }
            await #expect(throws: CaseworkError.refused) { try await two.installation.acceptReferral(id, in: session) }
            await #expect(throws: CaseworkError.refused) { try await two.installation.rejectReferral(id, .other, in: session) }
        }
        for verb in [AuditVerb.readReferral, .acceptReferral, .rejectReferral] {
            #expect(try await two.entries(verb).count { $0.outcome == .denied } == 3)
        }
        #expect(try await two.installation.offeredReferrals(in: sender).waiting.isEmpty)
        #expect(try two.installation.store.caseIdentifiers().count == 1)
    }

    @Test(arguments: ReferralReason.allCases)
    func aRejectionDeletesTheOfferAndTellsTheSenderWhy(reason: ReferralReason) async throws {
        let two = try await TwoCentres()
        let id = try await two.refer()
        try await two.installation.rejectReferral(id, reason, in: try await two.session(of: two.lan))
        let row = try #require(try two.installation.store.referral(id))
        #expect(row.offer == nil && row.answer != nil)
        let session = try await two.session(of: two.thu)
        #expect(try await two.installation.sentReferrals(of: two.caseFile, in: session).map(\.state) == [.rejected(reason)])
        #expect(try two.installation.store.caseIdentifiers() == [two.caseFile])
        #expect(try two.test.audit().findings.isEmpty)
    }

    @Test func afterItsLastDayAnOfferIsNotAccepted() async throws {
        let two = try await TwoCentres()
        let id = try await two.refer(expires: 3)
        two.test.clock.advance(hours: 24 * 3)
        #expect(try await two.installation.offeredReferrals(in: two.session(of: two.lan)).waiting.map(\.isExpired) == [false])
        two.test.clock.advance(hours: 24)
        let session = try await two.session(of: two.lan)
        #expect(try await two.installation.offeredReferrals(in: session).waiting.map(\.isExpired) == [true])
        await #expect(throws: CaseworkError.impossible) { try await two.installation.acceptReferral(id, in: session) }
        let shown = try await two.windowed(two.lan)
        await #expect(throws: CaseworkError.impossible) { try await two.installation.readReferral(id, by: shown) }
        let sender = try await two.session(of: two.thu)
        #expect(try await two.installation.sentReferrals(of: two.caseFile, in: sender).map(\.state) == [.expired])
        // It can still be taken out of the file, by either side.
        try await two.installation.rejectReferral(id, .cannotReach, in: session)
        #expect(try two.installation.store.referral(id)?.offer == nil)
    }

    @Test func twoWhoAcceptAtOnceMakeOneCase() async throws {
        let two = try await TwoCentres()
        let hoa = try await two.member("hoa", .caseWorker, of: two.lan, centre: "T2")
        let sessions = [try await two.session(of: two.lan), try await two.session(of: hoa)]
        let installation = two.installation
        for _ in 0..<4 {
            let before = try installation.store.caseIdentifiers().count
            let id = try await two.refer()
            let answers = await withTaskGroup(of: CaseworkError?.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        do throws(CaseworkError) {
                            _ = try await installation.acceptReferral(id, in: sessions[index % 2])
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == nil } == 1 && answers.compactMap(\.self) == Array(repeating: .refused, count: 7))
            #expect(try installation.store.caseIdentifiers().count == before + 1)
        }
        #expect(try two.test.audit().findings.isEmpty)
    }
}
