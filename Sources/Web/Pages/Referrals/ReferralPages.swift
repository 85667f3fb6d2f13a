import CaseDomain
import Casework
import Hummingbird
import Wording

/// What other centres offer to the own one, and what it sent and has not settled.
struct ReferralPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(ReferralAddress.list, for: .referrals, list)
        book.page(ReferralAddress.pattern, for: .ownCentre(.answerReferral), show)
        book.form(ReferralAddress.pattern(ReferralAddress.accept), for: .ownCentre(.answerReferral), accept)
        book.form(ReferralAddress.pattern(ReferralAddress.reject), for: .ownCentre(.answerReferral), reject)
    }

    @Sendable
    private func list(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let visit = try asked.signedIn()
        let offered =
            Audience.ownCentre(.answerReferral).admits(visit, site.installation)
            ? try await site.installation.offeredReferrals(in: session) : nil
        let outgoing =
            Audience.ownCases(.referPerson).admits(visit, site.installation)
            ? try await site.installation.openReferrals(in: session) : nil
        return ReferralsView(
            asked.page, offered, outgoing, centres: try site.installation.centreNames(in: session), notice: asked.notice(),
            today: site.now().dayInVietNam, asked.words
        ).answer()
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        try await view(asked).answer()
    }

    /// An offer: with names where they are shown, which is an entry, else as the list has it.
    private func view(_ asked: PageRequest, _ sent: CaseQuestions? = nil) async throws -> OfferView {
        let session = try asked.centreSession()
        let referral = try asked.referral()
        let (offered, isRead) = try await read(referral, session)
        var questions = CaseQuestions(asked.sources())
        var rejection = Rejection(asked.voice)
        rejection.ask(&questions)
        return OfferView(
            asked.page, offered, sender: try site.installation.centreNames(in: session)[offered.offer.sender]?.name ?? "–",
            isRead: isRead, sent ?? questions, form: asked.formName(), asked.words)
    }

    private func read(
        _ referral: Identifier<Referral>, _ session: CentreSession
    ) async throws(CaseworkError) -> (OfferedReferral, isRead: Bool) {
        do {
            return (try await site.installation.readReferral(referral, by: session), true)
        } catch {
            // Names are hidden, or the last day is over: nobody reads more than the list tells.
            guard error == .account(.windowClosed) || error == .impossible else { throw error }
        }
        let offered = try await site.installation.offeredReferrals(in: session).waiting.first { $0.identifier == referral }
        guard let offered else { throw .refused }
        return (offered, false)
    }

    @Sendable
    private func accept(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([SentForms.field])
        let session = try asked.centreSession()
        let referral = try asked.referral()
        return try await asked.once(otherwise: asked.goOn(to: ReferralAddress.list)) {
            do {
                let caseFile = try await site.installation.acceptReferral(referral, in: session)
                return asked.goOn(to: CaseAddress.of(caseFile), saying: CaseNotice.received)
            } catch {
                // The last day ended while the page was open: it says so now.
                guard error as? CaseworkError == .impossible else { throw error }
                return asked.goOn(to: ReferralAddress.of(referral))
            }
        }
    }

    @Sendable
    private func reject(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let referral = try asked.referral()
        var rejection = Rejection(asked.voice)
        var questions = CaseQuestions(asked.sources(), sent: asked.form)
        rejection.ask(&questions)
        try asked.form.expect(questions.names + [SentForms.field])
        guard questions.faults.isEmpty, let reason = rejection.reason.flatMap(ReferralReason.init(rawValue:)) else {
            return try await view(asked, questions).answer(status: .unprocessableContent)
        }
        return try await asked.once(otherwise: asked.goOn(to: ReferralAddress.list)) {
            try await site.installation.rejectReferral(referral, reason, in: session)
            return asked.goOn(to: ReferralAddress.list, saying: ReferralNotice.rejected)
        }
    }
}

/// Why the own centre does not take somebody.
struct Rejection: Asked {
    var reason: String?
    private let reasons: [Choice]

    init(_ voice: Voice) {
        reasons = ReferralReason.allCases.map { Choice(value: $0.rawValue, text: voice.say($0.phrase)) }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.choice("offer_reason", &reason, of: reasons, help: "case.offer.reason_help")
    }
}
