package import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Accepts an offer: a new case of the own centre, linked with the sender's, so that she is counted once.
    ///
    /// What was offered is deleted and the sender can read that it was accepted. After its last day an offer is `impossible` to accept.
    ///
    /// - Returns: The new case.
    package func acceptReferral(
        _ referral: Identifier<Referral>, in session: CentreSession
    ) async throws(CaseworkError) -> Identifier<Case> {
        try await traced(.acceptReferral, on: nil, session) { () async throws(CaseworkError) in try await accept(referral, session) }
    }

    private func accept(_ referral: Identifier<Referral>, _ session: CentreSession) async throws(CaseworkError) -> Identifier<Case> {
        for _ in 0..<OpenInstallation.mostAttempts {
            let (row, offer) = try waiting(referral, session)
            guard !isExpired(offer.expires) else { throw .impossible }
            var addition = CaseAddition(.received(received(referral, offer)), .acceptReferral)
            addition.newIdentities = [offer.person: offer.identity]
            let (append, facts) = try newCase(addition, offer.caseFile, session)
            var transaction = Transaction(at: now(), audit: [])
            transaction.appends = [append]
            transaction.referrals = [try answered(row, .accepted, to: offer.sender)]
            try name(in: &transaction, said(.acceptReferral, of: offer.caseFile, session))
            do {
                try await commit(transaction, [facts.packed()])
                return offer.caseFile
            } catch {
                switch error {
                case .store(.shortCodeTaken): continue
                // Somebody else answered; or the case is there: the offer was put back in the file.
                case .store(.staleReferral), .store(.staleFacts): throw .refused
                default: throw error
                }
            }
        }
        throw .busy
    }

    /// Rejects an offer: it is deleted, and the sender can read why.
    package func rejectReferral(
        _ referral: Identifier<Referral>, _ reason: ReferralReason, in session: CentreSession
    ) async throws(CaseworkError) {
        try await traced(.rejectReferral, on: nil, session) { () async throws(CaseworkError) in
            try await reject(referral, reason, session)
        }
    }

    private func reject(
        _ referral: Identifier<Referral>, _ reason: ReferralReason, _ session: CentreSession
    ) async throws(CaseworkError) {
        let (row, offer) = try waiting(referral, session)
        var transaction = Transaction(at: now(), audit: [])
        transaction.referrals = [try answered(row, .rejected(reason), to: offer.sender)]
        try name(in: &transaction, said(.rejectReferral, of: offer.caseFile, session))
        do { _ = try await store.commit(transaction) } catch {
            throw error == .staleReferral ? .refused : .store(error)
        }
    }

    private func received(_ referral: Identifier<Referral>, _ offer: ReferralOffer) -> ReceivedReferral {
        ReceivedReferral(
            id: referral, sender: offer.sender, shortCode: ShortCode(from: chance), kind: offer.kind, state: offer.state,
            detection: offer.detection,
            person: CasePerson(id: offer.person, role: offer.role, sex: offer.sex, birthYear: offer.birthYear), link: offer.link,
            consentGivenOn: offer.consentGivenOn, note: offer.note
        )
    }

    /// The row with an answer, sealed to the newest key on the sending centre's signed chain.
    func answered(
        _ row: ReferralRow, _ answer: ReferralAnswer, to sender: Identifier<Centre>
    ) throws(CaseworkError) -> ReferralRow {
        guard let chain = try chain(of: sender)?.chain else { throw .impossible }
        do {
            return row.answered(
                try chain.epoch.box.seal(answer.encoded(), for: bindings.answer(row.identifier, to: sender), tag: keys.boxTags), at: now())
        } catch {
            throw .vault(error)
        }
    }
}
