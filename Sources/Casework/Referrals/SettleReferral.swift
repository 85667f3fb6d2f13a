package import CaseDomain

extension OpenInstallation {
    /// Notes in the sender's case that an offer was accepted: nobody waits for an answer any more, and she stays linked.
    ///
    /// Noted again, it changes nothing; one that was not accepted is refused.
    package func noteAcceptedReferral(
        _ referral: Identifier<Referral>, in caseFile: Identifier<Case>, by session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .settleReferral) { opened throws(CaseworkError) in
            try self.permit(session.actor, .referPerson, .caseFile(centre: session.centre, limits: opened.file.limits))
            guard let sent = opened.file.referrals.first(where: { $0.id == referral }) else { throw .refused }
            guard try self.followed(sent, session).state == .accepted else { throw .refused }
            guard !opened.file.settledReferrals.contains(referral) else { return nil }
            return CaseAddition(.referralSettled(referral), .settleReferral)
        }
    }
}
