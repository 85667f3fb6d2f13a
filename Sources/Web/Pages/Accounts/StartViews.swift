import Wording

/// User name and the one-time code with which somebody enrols.
struct EnrolStartView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameter fault: `.wrong` for every cause: unknown name, wrong, used or expired code.
    init(_ visit: PageVisit, name: String = "", fault: StartFault? = nil, faults: [FormField: FormFault] = [:]) {
        let voice = visit.voice
        frame = Frame(visit, title: Occasion.enrolment.title, path: Address.enrol)
        form = FormView(
            step: Occasion.enrolment.words(.start, voice), heading: voice.say("page.enrol.heading"),
            lead: [voice.say("page.enrol.lead")], notice: fault?.notice("page.enrol.wrong", voice),
            faults: FaultList(faults, in: [.name, .enrolmentCode], voice), action: Address.enrol,
            fields: [FieldView(.name, value: name, faults, voice), FieldView(.enrolmentCode, help: "page.enrol.code_help", faults, voice)],
            button: voice.say("page.next"), links: [FormView.Link(text: voice.say("page.enrol.back"), path: Address.signIn)])
    }
}

/// User name, recovery code and second factor: the way in without the passphrase.
struct RecoverView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameter fault: `.wrong` for every cause: unknown name, wrong code, wrong second factor, disabled account.
    init(_ visit: PageVisit, name: String = "", fault: StartFault? = nil, faults: [FormField: FormFault] = [:]) {
        let voice = visit.voice
        frame = Frame(visit, title: Occasion.recovery.title, path: Address.recover)
        form = FormView(
            step: Occasion.recovery.words(.start, voice), heading: voice.say("page.recover.heading"),
            lead: [voice.say("page.recover.lead")], notice: fault?.notice("page.recover.wrong", voice),
            faults: FaultList(faults, in: [.name, .recoveryCode, .code], voice), action: Address.recover,
            fields: [
                FieldView(.name, value: name, faults, voice), FieldView(.recoveryCode, help: "page.recover.code_help", faults, voice),
                FieldView(.code, help: "page.second_factor.help", faults, voice),
            ], button: voice.say("page.next"),
            links: [FormView.Link(text: voice.say("page.enrol.back"), path: Address.signIn)])
    }
}

/// Why an enrolment or a recovery does not begin.
enum StartFault: Hashable, Sendable {
    /// Nobody learns which of what was typed.
    case wrong
    case wait(minutes: Int)
    case busy
    /// Somebody was in the middle of it and took too long.
    case ranOut

    init(_ fault: SignInFault) {
        switch fault {
        case .wrong, .ended: self = .wrong
        case .wait(let minutes): self = .wait(minutes: minutes)
        case .busy: self = .busy
        }
    }

    fileprivate func notice(_ wrong: Phrase, _ voice: Voice) -> NoticeView {
        switch self {
        case .wrong: .attention(voice.say(wrong))
        case .wait(let minutes): SignInFault.wait(minutes: minutes).notice(voice)
        case .busy: SignInFault.busy.notice(voice)
        case .ranOut: .attention(voice.say("page.enrol.ran_out"))
        }
    }
}
