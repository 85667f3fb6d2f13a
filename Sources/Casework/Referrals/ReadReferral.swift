package import CaseDomain
import Store
import Vault

/// An offer that waits for the own centre's answer.
package struct OfferedReferral: Hashable, Sendable {
    package let identifier: Identifier<Referral>
    package let sentAt: Instant
    /// In a list without identity and note.
    package let offer: ReferralOffer
    /// Whether it can no longer be accepted.
    package let isExpired: Bool
}

/// What waits for the own centre's answer.
package struct OfferedReferrals: Sendable {
    /// Oldest first.
    package let waiting: [OfferedReferral]
    /// Offers that do not open: somebody changed them in the file.
    package let unreadable: [Identifier<Referral>]
}

extension OpenInstallation {
    /// The offers that wait for the own centre's answer, without names and notes.
    package func offeredReferrals(in session: CentreSession) async throws(CaseworkError) -> OfferedReferrals {
        let offered = try await traced(.readReferral, on: nil, session) { () async throws(CaseworkError) in try list(session) }
        // One that does not open hides no other, and is an entry of the chain all the same.
        if !offered.unreadable.isEmpty {
            try await note(said(.readReferral, session, outcome: .failed))
        }
        return offered
    }

    /// How many offers wait for the own centre's answer; none for whoever does not answer them.
    package func waitingOffers(in session: CentreSession) throws(CaseworkError) -> Int {
        guard AccessDecision.decide(session.actor, .answerReferral, .centre(session.centre), by: access) == .allowed else { return 0 }
        do { return try store.waitingReferrals(ofCentre: session.centre).count } catch { throw .store(error) }
    }

    private func list(_ session: CentreSession) throws(CaseworkError) -> OfferedReferrals {
        try permit(session.actor, .answerReferral, .centre(session.centre))
        let rows: [ReferralRow]
        do { rows = try store.waitingReferrals(ofCentre: session.centre) } catch { throw .store(error) }
        var waiting: [OfferedReferral] = []
        var unreadable: [Identifier<Referral>] = []
        for row in rows {
            guard var offer = try? opened(row, session) else {
                unreadable.append(row.identifier)
                continue
            }
            offer.identity = PersonIdentity()
            offer.note = ""
            waiting.append(offered(row, offer))
        }
        return OfferedReferrals(waiting: waiting, unreadable: unreadable)
    }

    /// Opens an offer with the fields consented to and the note, inside the identity window.
    ///
    /// Every reading is an audit entry, written before it is shown. It names the case that the offer may become. After its last day
    /// nobody reads it: `impossible`.
    package func readReferral(
        _ referral: Identifier<Referral>, by session: CentreSession
    ) async throws(CaseworkError) -> OfferedReferral {
        let read = try await traced(.readReferral, on: nil, session) { () async throws(CaseworkError) in
            let (row, offer) = try waiting(referral, session)
            guard let until = session.windowUntil, now() < until else { throw .account(.windowClosed) }
            // She consented until that day.
            guard !isExpired(offer.expires) else { throw .impossible }
            return offered(row, offer)
        }
        try await note(said(.readReferral, of: read.offer.caseFile, session))
        return read
    }

    private func offered(_ row: ReferralRow, _ offer: ReferralOffer) -> OfferedReferral {
        OfferedReferral(identifier: row.identifier, sentAt: row.sentAt, offer: offer, isExpired: isExpired(offer.expires))
    }

    func isExpired(_ last: Day) -> Bool {
        now().dayInVietNam > last
    }

    /// An offer that waits for the own centre, for somebody who may answer.
    ///
    /// One that is not there, waits for another centre or was answered is refused alike.
    func waiting(
        _ referral: Identifier<Referral>, _ session: CentreSession
    ) throws(CaseworkError) -> (ReferralRow, ReferralOffer) {
        try permit(session.actor, .answerReferral, .centre(session.centre))
        let row: ReferralRow?
        do { row = try store.referral(referral) } catch { throw .store(error) }
        guard let row else { throw .refused }
        return (row, try opened(row, session))
    }

    private func opened(_ row: ReferralRow, _ session: CentreSession) throws(CaseworkError) -> ReferralOffer {
        guard row.centre == session.centre, let sealed = row.offer else { throw .refused }
        let data = bindings.offer(row.identifier, to: session.centre)
        guard let bytes = try? session.keyring.open(sealed, for: data, tag: keys.boxTags),
            let offer = try? ReferralOffer(encoded: bytes)
        else { throw .integrityFailed(table: "referral", row: row.identifier.description) }
        return offer
    }
}
