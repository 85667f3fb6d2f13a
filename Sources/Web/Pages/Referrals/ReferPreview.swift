import CaseDomain
import Casework
import Wording

/// Shows what will go to another centre, all of it and nothing else, and asks for the passphrase.
struct ReferPreview: PageView {
    static let template = PageTemplates.referPreview
    let frame: Frame
    let heading: String
    let lead: [String]
    let notice: NoticeView?
    let faults: FaultList?
    let goesHeading: String
    let lines: [SaidLine]
    /// That the case says the person does not want anything to be shared.
    let objection: String?
    /// Why values are not to be seen here.
    let veiled: String?
    let points: [String]
    let action: String
    let hidden: [FormView.Hidden]
    let field: FieldView
    let button: String
    /// Goes back with everything that was typed.
    let change: Change
    let back: FormView.Link

    struct Change {
        let action: String
        let hidden: [FormView.Hidden]
        let button: String
    }

    /// - Parameters:
    ///   - identity: `nil` while names are hidden.
    ///   - typed: Every answer as it was sent.
    ///   - form: The name of the form, so that it is carried out once.
    init(
        _ visit: PageVisit, _ opened: OpenedCase, _ answers: ReferAnswers, identity: PersonIdentity?, typed: [FormView.Hidden],
        form: FormView.Hidden, _ words: CaseWords, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]
    ) {
        let (voice, file) = (visit.voice, opened.file)
        frame = Frame(visit, title: "case.title", path: nil, place: .cases, typesSecret: true)
        heading = voice.say("case.refer.look_title")
        lead = [voice.say("case.form_of", file.shortCode?.description ?? ""), voice.say("case.refer.goes_to", answers.receiverName)]
        notice = fault?.notice(voice)
        self.faults = FaultList(faults, in: [.passphrase], voice)
        goesHeading = voice.say("case.refer.goes")
        let fields = ReferredField.allCases.filter(answers.referredFields.contains)
        let person = file.people.first { $0.id == answers.person }
        lines =
            words.coded(file.kind, file.state, file.detection, person?.role, person?.sex, person?.birthYear)
            + words.referred(fields, identity) + words.consented(on: answers.consentGivenOn, until: answers.expires, note: answers.note)
        veiled = identity == nil && !fields.isEmpty ? voice.say("case.refer.veiled") : nil
        objection = file.objection(of: answers.person).map { voice.say("case.refer.objection", voice.day($0)) }
        points = ["case.refer.point.nothing_else", "case.refer.point.until", "case.refer.point.once", "case.refer.point.revoke"].map {
            voice.say(Phrase($0))
        }
        action = CaseAddress.of(opened.identifier, ReferralAddress.send)
        hidden = typed + [form]
        field = FieldView(.passphrase, help: "page.confirm_help", faults, voice)
        button = voice.say("case.refer.send")
        change = Change(
            action: CaseAddress.of(opened.identifier, ReferralAddress.refer),
            hidden: typed + [FormView.Hidden(name: "change", value: "yes")], button: voice.say("case.refer.change"))
        back = FormView.Link(text: voice.say("case.refer.leave"), path: CaseAddress.of(opened.identifier))
    }
}

extension CaseFile {
    /// Since when somebody does not agree to sharing, as the newest consent about one of the receivers tells it.
    func objection(of person: Identifier<Person>) -> Day? {
        consentsInForce.map(\.record).filter { $0.person == person && $0.kind == .sharing && $0.answer != .yes }.map(\.on).max()
    }
}

extension CaseWords {
    /// What always goes: kind, state, detection, role, sex, year of birth.
    func coded(
        _ kind: CaseKind, _ state: CaseState, _ detection: Detection, _ role: Role?, _ sex: Sex?, _ birthYear: Int?
    ) -> [SaidLine] {
        [
            SaidLine(label: voice.say("case.ask.kind"), text: word(kind)),
            SaidLine(label: voice.say("case.ask.case_state"), text: word(state)),
            SaidLine(label: voice.say("case.ask.detected_on"), text: voice.day(detection.on)),
            SaidLine(label: voice.say("case.ask.detected_place"), text: place(detection.place, on: detection.on)),
            SaidLine(label: voice.say("case.ask.channel"), text: term(detection.channel, of: "detection-channels")),
            SaidLine(label: voice.say("case.ask.role"), text: role.map { word($0) } ?? "–"),
            SaidLine(label: voice.say("case.ask.sex"), text: sex.map { word($0) } ?? "–"),
            SaidLine(label: voice.say("case.ask.birth_year"), text: birthYear.map(String.init) ?? voice.say("case.refer.not_there")),
        ]
    }

    func consented(on day: Day?, until last: Day, note: String) -> [SaidLine] {
        [
            SaidLine(label: voice.say("case.ask.refer_consent_on"), text: day.map { voice.day($0) } ?? "–"),
            SaidLine(label: voice.say("case.ask.refer_by"), text: voice.day(last)),
        ] + (note.isEmpty ? [] : [SaidLine(label: voice.say("case.ask.refer_note"), text: note)])
    }

    /// What goes of an identity, `nil` while it is hidden; a number has safe contact above it, which goes along.
    func referred(_ fields: [ReferredField], _ identity: PersonIdentity?) -> [SaidLine] {
        fields.flatMap { field in
            let line = SaidLine(label: voice.say(field.phrase), text: shown(identity.map { field.text(of: $0) }))
            guard field == .phone else { return [line] }
            return (identity.map { contact($0.contact) } ?? [SaidLine(label: voice.say("case.identity.contact"), text: shown(nil))]) + [
                line
            ]
        }
    }

    /// A field of an identity: hidden, not there, or what it is.
    private func shown(_ text: String?) -> String {
        guard let text else { return voice.say("case.refer.hidden") }
        return text.isEmpty ? voice.say("case.refer.not_there") : text
    }
}
