import CaseDomain
import Casework
import Wording

/// What waits for the own centre's answer, and what it sent, without a name.
struct ReferralsView: PageView {
    static let template = PageTemplates.referrals

    struct Row {
        let path: String
        let name: String
        /// Said beside the name; a short code is not translated.
        let code: String?
        let detail: String
        let marks: [StateMark]
    }

    struct Section {
        let anchor: String
        let heading: String
        let help: String
        let empty: String?
        let rows: [Row]
        /// Sentences about what the list leaves out.
        let left: [String]
    }

    let frame: Frame
    let heading: String
    let notice: NoticeView?
    let sections: [Section]

    /// - Parameters:
    ///   - offered: `nil` for who does not answer for the centre.
    ///   - outgoing: `nil` for who refers nobody.
    init(
        _ visit: PageVisit, _ offered: OfferedReferrals?, _ outgoing: OutgoingReferrals?,
        centres: [Identifier<Centre>: NamedCentre], notice: ReferralNotice?, today: Day, _ words: CaseWords
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: "case.offer.title", path: ReferralAddress.list, place: .referrals)
        heading = voice.say("case.offer.title")
        self.notice = notice.map { .done(voice.say($0.phrase)) }
        sections = [
            offered.map { offered in
                Section(
                    anchor: "den", heading: voice.say("case.offer.incoming", voice.count(offered.waiting.count)),
                    help: voice.say("case.offer.incoming_help"),
                    empty: offered.waiting.isEmpty ? voice.say("case.offer.none") : nil,
                    rows: offered.waiting.map { Row($0, sender: centres[$0.offer.sender]?.name ?? "–", today: today, words) },
                    left: offered.unreadable.isEmpty
                        ? [] : [voice.say("case.offer.unreadable", voice.count(offered.unreadable.count))])
            },
            outgoing.map { outgoing in
                Section(
                    anchor: "di", heading: voice.say("case.offer.outgoing", voice.count(outgoing.open.count)),
                    help: voice.say("case.offer.outgoing_help"),
                    empty: outgoing.open.isEmpty ? voice.say("case.offer.none_sent") : nil,
                    rows: outgoing.open.map { Row($0, receiver: centres[$0.sent.referral.receiver]?.name ?? "–", today: today, words) },
                    left: (outgoing.unread > 0 ? [voice.say("case.offer.unread", voice.count(outgoing.unread))] : [])
                        + (outgoing.unreadable > 0 ? [voice.say("case.offer.unreadable_cases", voice.count(outgoing.unreadable))] : []))
            },
        ].compactMap { $0 }
    }
}

extension ReferralsView.Row {
    fileprivate init(_ offered: OfferedReferral, sender: String, today: Day, _ words: CaseWords) {
        let voice = words.voice
        path = ReferralAddress.of(offered.identifier)
        name = sender
        code = nil
        detail = [words.word(offered.offer.kind), words.age(of: offered.sentAt, today: today)].joined(separator: " · ")
        marks = [
            offered.isExpired
                ? .attention(voice.say("case.refer.state.expired"))
                : offered.offer.expires == today
                    ? .attention(voice.say("case.offer.last_day"))
                    : .waiting(voice.say("case.offer.answer_by", voice.day(offered.offer.expires)))
        ]
    }

    fileprivate init(_ outgoing: OutgoingReferral, receiver: String, today: Day, _ words: CaseWords) {
        path = CaseAddress.of(outgoing.caseFile, ReferralAddress.sent)
        name = receiver
        code = outgoing.shortCode.description
        detail = words.age(of: outgoing.sent.sentAt, today: today)
        marks = [outgoing.sent.mark(today: today, words)]
    }
}

extension CaseWords {
    /// How long ago something was sent.
    func age(of moment: Instant, today: Day) -> String {
        let days = max(0, Int(today.number) - Int(moment.dayInVietNam.number))
        switch days {
        case 0: return voice.say("case.offer.sent_today")
        case 1: return voice.say("case.offer.sent_yesterday")
        default: return voice.say("case.offer.sent_ago", voice.count(days))
        }
    }
}
