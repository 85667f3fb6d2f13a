import CaseDomain
import Casework
import Wording

/// What was sent from one case to other centres, the newest first.
struct SentReferralsView: PageView {
    static let template = PageTemplates.sentReferrals

    struct Entry {
        let heading: String
        let mark: StateMark
        let lines: [SaidLine]
        let help: String?
        let acts: [RowForm]
        let links: [FormView.Link]
    }

    let frame: Frame
    let heading: String
    let lead: String
    let notice: NoticeView?
    /// How the case came here, when another centre referred it.
    let received: [SaidLine]
    let receivedHeading: String?
    let listHeading: String
    let empty: String?
    let entries: [Entry]
    let refer: FormView.Link?
    let back: FormView.Link

    init(
        _ visit: PageVisit, _ opened: OpenedCase, _ sent: [SentReferral], centres: [Identifier<Centre>: NamedCentre], mayRefer: Bool,
        notice: ReferralNotice?, today: Day, _ words: CaseWords
    ) {
        let (voice, file) = (visit.voice, opened.file)
        frame = Frame(
            visit, title: "case.refer.sent_title", path: CaseAddress.of(opened.identifier, ReferralAddress.sent), place: .cases)
        heading = voice.say("case.refer.sent_title")
        lead = voice.say("case.form_of", file.shortCode?.description ?? "")
        self.notice = notice.map { .done(voice.say($0.phrase)) }
        receivedHeading = file.received.map { voice.say("case.refer.received", centres[$0.sender]?.name ?? "–") }
        received =
            file.received.map {
                [SaidLine(label: voice.say("case.ask.refer_consent_on"), text: voice.day($0.consentGivenOn))]
                    + ($0.note.isEmpty ? [] : [SaidLine(label: voice.say("case.ask.refer_note"), text: $0.note)])
            } ?? []
        listHeading = voice.say("case.refer.sent_list")
        empty = sent.isEmpty ? voice.say("case.refer.sent_none") : nil
        let names = Dictionary(words.people(of: file).map { ($0.person.id, $0.text) }, uniquingKeysWith: { first, _ in first })
        entries = sent.reversed().map { sent in
            Entry(
                sent, opened, receiver: centres[sent.referral.receiver]?.name ?? "–", person: names[sent.referral.person] ?? "–",
                mayRefer: mayRefer, today: today, words)
        }
        refer =
            mayRefer && file.state != .error && !file.people.isEmpty
            ? FormView.Link(
                text: voice.say("case.refer.title"), path: CaseAddress.of(opened.identifier, ReferralAddress.refer)) : nil
        back = FormView.Link(text: voice.say("case.back"), path: CaseAddress.of(opened.identifier))
    }
}

extension SentReferralsView.Entry {
    fileprivate init(
        _ sent: SentReferral, _ opened: OpenedCase, receiver: String, person: String, mayRefer: Bool, today: Day, _ words: CaseWords
    ) {
        let (voice, file, referral) = (words.voice, opened.file, sent.referral)
        heading = receiver
        mark = sent.mark(today: today, words)
        let fields = ReferredField.allCases.filter(referral.fields.contains).map { voice.say($0.phrase) }
        var lines = [
            SaidLine(label: voice.say("case.ask.person"), text: person),
            SaidLine(label: voice.say("case.refer.sent_on"), text: voice.day(sent.sentAt.dayInVietNam)),
            SaidLine(
                label: voice.say("case.ask.refer_fields"),
                text: fields.isEmpty ? voice.say("case.refer.coded_only") : fields.joined(separator: "; ")),
            SaidLine(label: voice.say("case.ask.refer_consent_on"), text: voice.day(referral.consentGivenOn)),
            SaidLine(label: voice.say("case.ask.refer_by"), text: voice.day(referral.expires)),
        ]
        if let answered = sent.answeredAt {
            lines.append(SaidLine(label: voice.say("case.refer.answered_on"), text: voice.day(answered.dayInVietNam)))
        }
        if case .rejected(let reason) = sent.state {
            lines.append(SaidLine(label: voice.say("case.ask.offer_reason"), text: voice.say(reason.phrase)))
        }
        self.lines = lines
        let isEnded = !file.referrals.contains { $0.id == referral.id }
        let isSettled = file.settledReferrals.contains(referral.id)
        func act(_ phrase: Phrase, _ form: String) -> [RowForm] {
            guard mayRefer, !isEnded else { return [] }
            return [
                RowForm(
                    phrase, of: receiver, action: CaseAddress.of(opened.identifier, form), "referral", referral.id.description, voice)
            ]
        }
        switch sent.state {
        case .waiting, .expired:
            help = sent.state == .expired && !isEnded ? voice.say("case.refer.expired_help") : nil
            acts = act("case.refer.revoke", ReferralAddress.revoke)
            links = []
        case .rejected:
            help = isEnded ? nil : voice.say("case.refer.rejected_help")
            acts = act("case.refer.note_rejected", ReferralAddress.note)
            links = []
        case .accepted:
            help = voice.say("case.refer.accepted_help")
            acts = isSettled ? [] : act("case.refer.settle", ReferralAddress.settle)
            links =
                mayRefer && file.closure == nil
                ? [
                    FormView.Link(
                        text: voice.say("case.refer.close"),
                        path: CaseAddress.of(opened.identifier, CaseAddress.close) + "?reason=transferred")
                ] : []
        case .revoked:
            help = nil
            acts = []
            links = []
        }
    }
}

extension SentReferral {
    /// What became of it: while it waits, how long it still can.
    func mark(today: Day, _ words: CaseWords) -> StateMark {
        let voice = words.voice
        return switch state {
        case .waiting: .waiting(voice.say("case.refer.state.waiting", voice.day(referral.expires)))
        case .expired: .attention(voice.say("case.refer.state.expired"))
        case .accepted: .done(voice.say("case.refer.state.accepted"))
        case .rejected: .attention(voice.say("case.refer.state.rejected"))
        case .revoked: .quiet(voice.say("case.refer.state.revoked"))
        }
    }
}

extension ReferralReason {
    var phrase: Phrase { Phrase("case.offer.reason.\(rawValue)") }
}

extension ReferralNotice {
    var phrase: Phrase { Phrase("case.refer.notice.\(rawValue)") }
}
