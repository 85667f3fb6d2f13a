import CaseDomain
import Store
import Support
import Testing

@testable import Casework

/// What the sender can still do with an offer, and reads of it.
@Suite struct FollowReferralTests {
    /// The links that the facts of the sender's person have.
    private func links(_ two: TwoCentres) async throws -> [LinkageTag] {
        try two.installation.readCase(two.caseFile, in: try await two.session(of: two.thu)).facts.people.first?.links ?? []
    }

    @Test func anOfferTakenBackIsGoneWithItsLink() async throws {
        let two = try await TwoCentres()
        let id = try await two.refer()
        #expect(try await links(two).count == 1)
        let session = try await two.session(of: two.thu)
        try await two.installation.revokeReferral(id, in: two.caseFile, by: session)
        #expect(try await links(two).isEmpty)
        let row = try #require(try two.installation.store.referral(id))
        #expect(row.offer == nil)
        #expect(try await two.installation.sentReferrals(of: two.caseFile, in: session).map(\.state) == [.revoked])
        let receiver = try await two.windowed(two.lan)
        #expect(try await two.installation.offeredReferrals(in: receiver).waiting.isEmpty)
        await #expect(throws: CaseworkError.refused) { try await two.installation.acceptReferral(id, in: receiver) }
        await #expect(throws: CaseworkError.refused) {
            try await two.installation.revokeReferral(id, in: two.caseFile, by: session)
        }
        #expect(try two.test.audit().findings.isEmpty)
    }

    @Test func erasingACaseTakesItsReferralsAlong() async throws {
        let two = try await TwoCentres()
        let accepted = try await two.refer()
        let received = try await two.installation.acceptReferral(accepted, in: try await two.session(of: two.lan))
        let waiting = try await two.refer()
        try await two.installation.eraseCase(
            two.caseFile, passphrase: Array(two.thu.passphrase.utf8), by: try await two.test.signedIn(two.thu))
        for id in [waiting, accepted] { #expect(try two.installation.store.referral(id) == nil) }
        let receiver = try await two.windowed(two.lan)
        #expect(try await two.installation.offeredReferrals(in: receiver).waiting.isEmpty)
        await #expect(throws: CaseworkError.refused) { _ = try await two.installation.readReferral(waiting, by: receiver) }
        await #expect(throws: CaseworkError.refused) { try await two.installation.acceptReferral(waiting, in: receiver) }
        // What was accepted is a case of the other centre.
        #expect(try two.installation.readCase(received, in: receiver).file.people.count == 1)
        #expect(try two.test.audit().findings.isEmpty)
    }

    @Test func anAcceptedOfferIsNotTakenBack() async throws {
        let two = try await TwoCentres()
        let id = try await two.refer()
        _ = try await two.installation.acceptReferral(id, in: try await two.session(of: two.lan))
        let session = try await two.session(of: two.thu)
        await #expect(throws: CaseworkError.refused) {
            try await two.installation.revokeReferral(id, in: two.caseFile, by: session)
        }
        await #expect(throws: CaseworkError.refused) {
            try await two.installation.noteRejectedReferral(id, in: two.caseFile, by: session)
        }
        #expect(try await links(two).count == 1)
        #expect(try await two.installation.sentReferrals(of: two.caseFile, in: session).map(\.state) == [.accepted])
        #expect(try await two.entries(.revokeReferral).map(\.outcome) == [.denied])
    }

    @Test func aRejectionIsNotedInTheCaseAndTakesTheLinkAway() async throws {
        let two = try await TwoCentres()
        let id = try await two.refer()
        let session = try await two.session(of: two.thu)
        await #expect(throws: CaseworkError.refused) {
            try await two.installation.noteRejectedReferral(id, in: two.caseFile, by: session)
        }
        try await two.installation.rejectReferral(id, .notOurs, in: try await two.session(of: two.lan))
        #expect(try await links(two).count == 1)
        try await two.installation.noteRejectedReferral(id, in: two.caseFile, by: session)
        #expect(try await links(two).isEmpty)
        #expect(try await two.installation.sentReferrals(of: two.caseFile, in: session).map(\.state) == [.rejected(.notOurs)])
        #expect(try two.test.audit().findings.isEmpty)
    }

    @Test func nobodyEndsAReferralOfAForeignCaseOrOfAnother() async throws {
        let two = try await TwoCentres()
        let id = try await two.refer()
        let session = try await two.session(of: two.thu)
        let other = try await two.installation.openCase(
            .domesticViolence, .confirmed, Detection(on: two.today, place: .outside, channel: Code(number: 2)), in: session)
        let receiver = try await two.session(of: two.lan)
        for (caseFile, session) in [(two.caseFile, receiver), (other, session), (Identifier<Case>(high: 3, low: 3), session)] {
            await #expect(throws: CaseworkError.refused) {
                try await two.installation.revokeReferral(id, in: caseFile, by: session)
            }
        }
        await #expect(throws: CaseworkError.refused) {
            try await two.installation.sentReferrals(of: two.caseFile, in: receiver)
        }
        #expect(try await two.entries(.revokeReferral).map(\.outcome) == [.denied, .denied, .denied])
        #expect(try two.installation.store.referral(id)?.offer != nil)
    }

    @Test func whoeverIsFasterDecidesBetweenTakingBackAndAccepting() async throws {
        let two = try await TwoCentres()
        let installation = two.installation
        let sender = try await two.session(of: two.thu)
        let receiver = try await two.session(of: two.lan)
        for _ in 0..<6 {
            let id = try await two.refer()
            let before = try installation.store.caseIdentifiers().count
            async let revoked = { () async -> Bool in
                do throws(CaseworkError) {
                    try await installation.revokeReferral(id, in: two.caseFile, by: sender)
                    return true
                } catch {
                    #expect(error == .refused)
                    return false
                }
            }()
            async let accepted = { () async -> Bool in
                do throws(CaseworkError) {
                    _ = try await installation.acceptReferral(id, in: receiver)
                    return true
                } catch {
                    #expect(error == .refused)
                    return false
                }
            }()
            let (isRevoked, isAccepted) = await (revoked, accepted)
            #expect(isRevoked != isAccepted)
            #expect(try installation.store.caseIdentifiers().count == before + (isAccepted ? 1 : 0))
            let state = try await installation.sentReferrals(of: two.caseFile, in: sender).first { $0.referral.id == id }?.state
            #expect(state == (isAccepted ? .accepted : .revoked))
        }
        #expect(try two.test.audit().findings.isEmpty)
    }

    @Test func aServiceLoggedBetweenKeepsTheLink() async throws {
        let two = try await TwoCentres()
        _ = try await two.refer()
        let session = try await two.session(of: two.thu)
        _ = try await two.installation.logService(
            Code(number: 1), .provided, on: Day(number: 20_710), for: two.person, of: two.caseFile, in: session)
        #expect(try await links(two).count == 1)
        #expect(try await two.installation.sentReferrals(of: two.caseFile, in: session).map(\.state) == [.waiting])
    }
}
