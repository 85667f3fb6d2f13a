import CaseDomain
import Casework
import Wording

/// One person of a case: what is coded, and the name behind a veil until it is shown.
struct PersonView: PageView {
    static let template = PageTemplates.person

    /// What stands in place of the name.
    struct Veil {
        let text: String
        let show: FormView.Link
    }

    /// Asks why somebody looks whose case it is not.
    struct ReasonForm {
        let help: String
        let action: String
        let faults: FaultList?
        let fields: [CaseFieldView]
        let button: String
    }

    /// The name and what goes with it: safe contact first, then numbers.
    struct Named {
        let contactHeading: String
        /// That nobody may call yet.
        let warning: String?
        let contact: Lines
        let numbersHeading: String
        let numbers: Lines
        let edit: FormView.Link
    }

    struct Lines {
        let lines: [SaidLine]
    }

    /// How much of a person is shown.
    enum Shown {
        case veiled
        case asking(CaseQuestions)
        case erased
        case identity(PersonIdentity)
    }

    let frame: Frame
    let heading: String
    let lead: String
    let notice: NoticeView?
    let nameHeading: String
    let veil: Veil?
    let reason: ReasonForm?
    let erased: String?
    let named: Named?
    let codedHeading: String
    let coded: Lines
    let correct: FormView.Link
    let back: FormView.Link

    init(_ visit: PageVisit, _ opened: OpenedCase, _ person: CasePerson, _ shown: Shown, notice: IdentityNotice?, _ words: CaseWords) {
        let voice = visit.voice
        let path = CaseAddress.of(opened.identifier, CaseAddress.named(person.id))
        frame = Frame(visit, title: "case.title", path: path, place: .cases)
        heading = words.people(of: opened.file).first { $0.person.id == person.id }?.text ?? words.word(person.role)
        lead = voice.say("case.form_of", opened.file.shortCode?.description ?? "")
        self.notice = notice.map { .done(voice.say(Phrase("case.identity.notice.\($0.rawValue)"))) }
        nameHeading = voice.say("case.identity.heading")
        var (veil, reason, erased, named): (Veil?, ReasonForm?, String?, Named?) = (nil, nil, nil, nil)
        switch shown {
        case .veiled:
            veil = Veil(
                text: voice.say("case.identity.veiled"),
                show: FormView.Link(text: voice.say("case.identity.show"), path: BackPath.window(from: path)))
        case .asking(let questions):
            reason = ReasonForm(
                help: voice.say("case.identity.reason_help"),
                action: CaseAddress.of(opened.identifier, CaseAddress.named(person.id, "reason")),
                faults: FaultList(questions, voice), fields: questions.fields, button: voice.say("case.identity.show"))
        case .erased: erased = voice.say("case.identity.erased")
        case .identity(let identity):
            named = Named(
                identity, edit: CaseAddress.of(opened.identifier, CaseAddress.named(person.id, "identity")), words)
        }
        (self.veil, self.reason, self.erased, self.named) = (veil, reason, erased, named)
        codedHeading = voice.say("case.identity.coded")
        coded = Lines(lines: [
            SaidLine(label: voice.say("case.ask.role"), text: words.word(person.role)),
            SaidLine(label: voice.say("case.ask.sex"), text: words.word(person.sex)),
            SaidLine(label: voice.say("case.ask.birth_year"), text: words.year(person.birthYear)),
        ])
        correct = FormView.Link(
            text: voice.say("case.identity.correct"), path: CaseAddress.of(opened.identifier, CaseAddress.named(person.id, "correct")))
        back = FormView.Link(text: voice.say("case.back"), path: CaseAddress.of(opened.identifier))
    }
}

extension PersonView.Named {
    init(_ identity: PersonIdentity, edit: String, _ words: CaseWords) {
        let (voice, contact) = (words.voice, identity.contact)
        let line = words.line
        contactHeading = voice.say("case.identity.contact")
        warning = contact.isCallingAsked ? nil : voice.say("case.identity.do_not_call")
        self.contact = PersonView.Lines(lines: words.contact(contact))
        numbersHeading = voice.say("case.identity.heading")
        numbers = PersonView.Lines(lines: [
            line("identity_name", identity.name, "case.identity.unknown"),
            line("identity_phone", identity.phone, "case.identity.unknown"),
            line("identity_document", identity.documentNumber, "case.identity.unknown"),
            line("identity_address", identity.address, "case.identity.unknown"),
            line("identity_ethnicity", identity.ethnicity, "case.identity.unknown"),
        ])
        self.edit = FormView.Link(text: voice.say("case.identity.edit"), path: edit)
    }
}

extension CaseWords {
    /// What was asked and what was said; words of choice where nothing was.
    fileprivate func line(_ question: String, _ text: String, _ otherwise: Phrase) -> SaidLine {
        SaidLine(label: voice.say(Phrase("case.ask.\(question)")), text: text.isEmpty ? voice.say(otherwise) : text)
    }

    /// How somebody may be reached; it stands above every number.
    func contact(_ contact: SafeContact) -> [SaidLine] {
        [
            line("contact_callers", contact.callers, "case.identity.unasked.call"),
            line("contact_number", contact.number, "case.identity.unasked.call"),
            line(
                "contact_time", contact.bestTime,
                contact.isCallingAsked ? "case.identity.unasked.time" : "case.identity.unasked.call"),
            line("contact_cover", contact.cover, "case.identity.unasked.call"),
            line("contact_messages", contact.messages == .notAsked ? "" : word(contact.messages), "case.identity.unasked.messages"),
            line("contact_papers", contact.papers == .notAsked ? "" : word(contact.papers), "case.identity.unasked.papers"),
        ]
    }
}

/// What was just done on the page of a person.
enum IdentityNotice: String, CaseIterable, Sendable {
    case identity, person
}
