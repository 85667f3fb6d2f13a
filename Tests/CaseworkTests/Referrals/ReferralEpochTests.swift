import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Offers and the keys of a centre: who leaves keeps nothing that opens them, who stays loses none.
@Suite struct ReferralEpochTests {
    private func opens(_ session: CentreSession, _ id: Identifier<Referral>, _ two: TwoCentres) throws -> Bool {
        let offer = try #require(try two.installation.store.referral(id)?.offer)
        let data = two.installation.bindings.offer(id, to: two.receiving)
        return (try? session.keyring.open(offer, for: data, tag: two.installation.keys.boxTags)) != nil
    }

    @Test func aLeaverSKeysOpenNoOfferThatCameLaterOrWasSealedAnew() async throws {
        let two = try await TwoCentres()
        let hoa = try await two.member("hoa", .caseWorker, of: two.lan, centre: "T2")
        let kept = try await two.session(of: hoa)
        let waiting = try await two.refer()
        #expect(try opens(kept, waiting, two))
        let number = try #require(kept.actor.memberNumber)
        try await two.installation.remove(memberNumbered: number, by: try await two.test.signedIn(two.lan))
        let later = try await two.refer()
        #expect(try !opens(kept, later, two))
        let session = try await two.windowed(two.lan)
        for id in [waiting, later] { _ = try await two.installation.readReferral(id, by: session) }
        let stale = try two.installation.staleWraps(in: session)
        #expect(try await two.installation.rewrapKeys(in: session) == stale)
        #expect(try two.installation.staleWraps(in: session) == 0)
        #expect(try !opens(kept, waiting, two) && !opens(kept, later, two))
        for id in [waiting, later] { _ = try await two.installation.readReferral(id, by: session) }
        for id in [waiting, later] { _ = try await two.installation.acceptReferral(id, in: session) }
        #expect(try two.test.audit().findings.isEmpty)
    }

    @Test func theSenderReadsAnAnswerUnderLaterKeys() async throws {
        let two = try await TwoCentres()
        let hoa = try await two.member("hoa", .caseWorker, of: two.thu, centre: "T1")
        let id = try await two.refer()
        try await two.installation.rejectReferral(id, .noRoom, in: try await two.session(of: two.lan))
        let number = try #require(try await two.session(of: hoa).actor.memberNumber)
        try await two.installation.remove(memberNumbered: number, by: try await two.test.signedIn(two.thu))
        let session = try await two.session(of: two.thu)
        #expect(try await two.installation.sentReferrals(of: two.caseFile, in: session).map(\.state) == [.rejected(.noRoom)])
    }

    @Test func nothingIsSealedToAKeyThatWasSwappedInTheFile() async throws {
        let two = try await TwoCentres()
        let restarted = try TestInstallation(restarting: two.test)
        try restarted.damage(
            """
            UPDATE centre_link SET body = (SELECT body FROM centre_link l WHERE l.centre = 1 AND l.number = centre_link.number),
                signature = (SELECT signature FROM centre_link l WHERE l.centre = 1 AND l.number = centre_link.number) WHERE centre = 2
            """
        )
        let visit = try await restarted.signedIn(two.thu)
        await #expect(throws: CaseworkError.integrityFailed(table: "centre_link", row: two.receiving.description)) {
            try await restarted.installation.refer(
                two.person, in: two.caseFile, to: two.receiving, fields: [], consentGivenOn: two.today, expires: two.today, note: "",
                passphrase: Array(two.thu.passphrase.utf8), by: visit)
        }
        #expect(try restarted.installation.store.waitingReferrals(ofCentre: two.receiving).isEmpty)
    }
}

extension Actor {
    fileprivate var memberNumber: Int? {
        if case .user(let user) = self { user.memberNumber } else { nil }
    }
}
