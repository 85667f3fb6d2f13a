package import CaseDomain
import Store
import Vault

/// A referral as its sender sees it.
package struct SentReferral: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case waiting
        /// Its last day is over and nobody answered.
        case expired
        case accepted
        case rejected(ReferralReason)
        case revoked
    }

    package let referral: Referral
    package let state: State
    package let sentAt: Instant
    package let answeredAt: Instant?
}

extension OpenInstallation {
    /// The referrals that were sent from a case, oldest first, with what became of each.
    package func sentReferrals(of caseFile: Identifier<Case>, in session: CentreSession) async throws(CaseworkError) -> [SentReferral] {
        try await traced(.readCase, on: caseFile, session) { () async throws(CaseworkError) in
            let opened = try readCase(caseFile, in: session)
            var sent: [SentReferral] = []
            for referral in opened.file.endedReferrals + opened.file.referrals { sent.append(try followed(referral, session)) }
            return sent.sorted { ($0.sentAt, $0.referral.id.high) < ($1.sentAt, $1.referral.id.high) }
        }
    }

    func followed(_ referral: Referral, _ session: CentreSession) throws(CaseworkError) -> SentReferral {
        let row = try row(of: referral)
        return SentReferral(
            referral: referral, state: try state(of: referral, row, session), sentAt: row.sentAt, answeredAt: row.answeredAt)
    }

    /// Takes an offer back while it waits: what was offered is deleted, and the person's link with it.
    ///
    /// One that was answered is refused.
    package func revokeReferral(
        _ referral: Identifier<Referral>, in caseFile: Identifier<Case>, by session: CentreSession
    ) async throws(CaseworkError) {
        try await end(referral, caseFile, session, as: .revokeReferral) { row, sent throws(CaseworkError) in
            guard row.offer != nil else { throw .refused }
            return try self.answered(row, .revoked, to: session.centre)
        }
    }

    /// Notes in the sender's case that an offer was rejected, which takes its link away.
    package func noteRejectedReferral(
        _ referral: Identifier<Referral>, in caseFile: Identifier<Case>, by session: CentreSession
    ) async throws(CaseworkError) {
        try await end(referral, caseFile, session, as: .noteReferral) { row, sent throws(CaseworkError) in
            guard case .rejected = try self.state(of: sent, row, session) else { throw .refused }
            return nil
        }
    }

    /// Ends a referral in the sender's journal, together with what `answer` makes of its row.
    private func end(
        _ id: Identifier<Referral>, _ caseFile: Identifier<Case>, _ session: CentreSession, as verb: AuditVerb,
        _ answer: @Sendable (ReferralRow, Referral) throws(CaseworkError) -> ReferralRow?
    ) async throws(CaseworkError) {
        try await traced(verb, on: caseFile, session) { () async throws(CaseworkError) in
            try await endUntraced(id, caseFile, session, as: verb, answer)
        }
    }

    private func endUntraced(
        _ id: Identifier<Referral>, _ caseFile: Identifier<Case>, _ session: CentreSession, as verb: AuditVerb,
        _ answer: @Sendable (ReferralRow, Referral) throws(CaseworkError) -> ReferralRow?
    ) async throws(CaseworkError) {
        for _ in 0..<OpenInstallation.mostAttempts {
            let opened = try opened(caseFile, session)
            try permit(session.actor, .referPerson, .caseFile(centre: session.centre, limits: opened.file.limits))
            guard let referral = opened.file.referrals.first(where: { $0.id == id }) else { throw .refused }
            let answered = try answer(try row(of: referral), referral)
            let (append, facts) = try append(CaseAddition(.referralEnded(id), verb), to: opened, session)
            var transaction = Transaction(at: now(), audit: [])
            transaction.appends = [append]
            transaction.referrals = answered.map { [$0] } ?? []
            try name(in: &transaction, said(verb, of: caseFile, session))
            do {
                try await commit(transaction, [facts.packed()])
                return
            } catch {
                // Somebody wrote to the case, or answered: looked at again, it is clear which.
                guard error == .store(.staleFacts) || error == .store(.staleReferral) else { throw error }
            }
        }
        throw .busy
    }

    /// The row of a referral in a journal; one that is gone, or went to another centre, was changed in the file.
    func row(of referral: Referral) throws(CaseworkError) -> ReferralRow {
        let row: ReferralRow?
        do { row = try store.referral(referral.id) } catch { throw .store(error) }
        guard let row, row.centre == referral.receiver else {
            throw .integrityFailed(table: "referral", row: referral.id.description)
        }
        return row
    }

    func state(
        of referral: Referral, _ row: ReferralRow, _ session: CentreSession
    ) throws(CaseworkError) -> SentReferral.State {
        guard let sealed = row.answer else { return isExpired(referral.expires) ? .expired : .waiting }
        let data = bindings.answer(row.identifier, to: session.centre)
        guard let bytes = try? session.keyring.open(sealed, for: data, tag: keys.boxTags),
            let answer = try? ReferralAnswer(encoded: bytes)
        else { throw .integrityFailed(table: "referral", row: row.identifier.description) }
        switch answer {
        case .accepted: return .accepted
        case .rejected(let reason): return .rejected(reason)
        case .revoked: return .revoked
        }
    }
}
