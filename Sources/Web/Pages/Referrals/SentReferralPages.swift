import CaseDomain
import Casework
import Hummingbird
import Policies

/// What a case sent to other centres and what became of it: taking back, taking note.
struct SentReferralPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CaseAddress.pattern(ReferralAddress.sent), for: .ownCases(.readCase), show)
        register(ReferralAddress.revoke, in: book, .revoked) { referral, caseFile, session in
            try await site.installation.revokeReferral(referral, in: caseFile, by: session)
        }
        register(ReferralAddress.note, in: book, .noted) { referral, caseFile, session in
            try await site.installation.noteRejectedReferral(referral, in: caseFile, by: session)
        }
        register(ReferralAddress.settle, in: book, .settled) { referral, caseFile, session in
            try await site.installation.noteAcceptedReferral(referral, in: caseFile, by: session)
        }
    }

    private func register(
        _ form: String, in book: RouteBook, _ notice: ReferralNotice,
        _ carryOut: @escaping @Sendable (Identifier<Referral>, Identifier<Case>, CentreSession) async throws -> Void
    ) {
        book.form(CaseAddress.pattern(form), for: .ownCases(.referPerson)) { asked in
            try asked.form.expect(["referral"])
            let session = try asked.centreSession()
            let caseFile = try asked.caseFile()
            let opened = try site.installation.readCase(caseFile, in: session)
            let referral: Identifier<Referral> = try asked.identifier("referral")
            guard (opened.file.referrals + opened.file.endedReferrals).contains(where: { $0.id == referral }) else {
                throw Trouble.notFound
            }
            let path = CaseAddress.of(caseFile, ReferralAddress.sent)
            do {
                try await carryOut(referral, caseFile, session)
            } catch {
                // Answered or ended meanwhile: the page shows what stands there now. Whoever may not is told the same.
                guard error as? CaseworkError == .refused else { throw error }
                return asked.goOn(to: path)
            }
            return asked.goOn(to: path, saying: notice)
        }
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let caseFile = try asked.caseFile()
        let opened = try site.installation.readCase(caseFile, in: session)
        let sent = try await site.installation.sentReferrals(of: caseFile, in: session)
        return SentReferralsView(
            asked.page, opened, sent, centres: try site.installation.centreNames(in: session),
            mayRefer: try asked.mayRefer(from: opened), notice: asked.notice(), today: site.now().dayInVietNam, asked.words
        ).answer()
    }
}
