import CaseDomain
import Casework
import Wording

/// One offer of another centre: what came with it, taking it, or not.
struct OfferView: PageView {
    static let template = PageTemplates.offer

    let frame: Frame
    let heading: String
    let mark: StateMark
    let veiled: String?
    /// To showing names, and back.
    let show: FormView.Link?
    let lines: [SaidLine]
    /// What may be shown on no other screen or paper: who is asked to read this is bound by the consent.
    let bound: String
    let faults: FaultList?
    /// `nil` when the last day is over.
    let accept: Act?
    let reject: Act
    let rejectHeading: String
    let fields: [CaseFieldView]
    let back: FormView.Link

    struct Act {
        let action: String
        let help: String
        let button: String
        let hidden: [FormView.Hidden]
    }

    /// - Parameter isRead: Whether names and note were opened; else the offer is as a list has it.
    init(
        _ visit: PageVisit, _ offered: OfferedReferral, sender: String, isRead: Bool, _ questions: CaseQuestions, form: FormView.Hidden,
        _ words: CaseWords
    ) {
        let (voice, offer) = (visit.voice, offered.offer)
        frame = Frame(visit, title: "case.offer.title", path: ReferralAddress.of(offered.identifier), place: .referrals)
        heading = voice.say("case.offer.from", sender)
        mark =
            offered.isExpired
            ? .attention(voice.say("case.refer.state.expired")) : .waiting(voice.say("case.offer.answer_by", voice.day(offer.expires)))
        let fields = ReferredField.allCases.filter(offer.fields.contains)
        veiled = offered.isExpired ? voice.say("case.offer.expired_help") : isRead ? nil : voice.say("case.offer.veiled")
        show =
            isRead || offered.isExpired
            ? nil
            : FormView.Link(
                text: voice.say("case.identity.show"), path: BackPath.window(from: ReferralAddress.of(offered.identifier)))
        lines =
            [SaidLine(label: voice.say("case.refer.sent_on"), text: voice.day(offered.sentAt.dayInVietNam))]
            + words.coded(offer.kind, offer.state, offer.detection, offer.role, offer.sex, offer.birthYear)
            + words.referred(fields, isRead ? offer.identity : nil)
            + words.consented(on: offer.consentGivenOn, until: offer.expires, note: isRead ? offer.note : "")
        bound = voice.say("case.offer.bound")
        faults = FaultList(questions, voice)
        accept =
            offered.isExpired
            ? nil
            : Act(
                action: ReferralAddress.of(offered.identifier, ReferralAddress.accept), help: voice.say("case.offer.accept_help"),
                button: voice.say("case.offer.accept"), hidden: [form])
        reject = Act(
            action: ReferralAddress.of(offered.identifier, ReferralAddress.reject), help: voice.say("case.offer.reject_help"),
            button: voice.say("case.offer.reject"), hidden: [form])
        rejectHeading = voice.say("case.offer.reject_title")
        self.fields = questions.fields
        back = FormView.Link(text: voice.say("case.back"), path: ReferralAddress.list)
    }
}
