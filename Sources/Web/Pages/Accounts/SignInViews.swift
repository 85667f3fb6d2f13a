import Wording

/// Why somebody is not signed in, as the page says it.
enum SignInFault: Hashable, Sendable {
    /// Unknown user, wrong secret, disabled account: nobody learns which.
    case wrong
    /// Too many failures; more than a minute is rounded up.
    case wait(minutes: Int)
    /// Too many sign-ins at once.
    case busy
    /// The session ended: eight hours, or somebody ended it.
    case ended

    func notice(_ voice: Voice) -> NoticeView {
        switch self {
        case .wrong: .attention(voice.say("page.sign_in.wrong"))
        case .wait(let minutes): .attention(voice.say("page.sign_in.wait", voice.count(minutes)))
        case .busy: .attention(voice.say("page.sign_in.busy"))
        case .ended: .attention(voice.say("page.sign_in.ended"))
        }
    }
}

/// User name and passphrase.
struct SignInView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameter name: What was typed before.
    init(_ visit: PageVisit, name: String = "", fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.sign_in.title", path: Address.signIn, typesSecret: true)
        form = FormView(
            heading: voice.say("page.sign_in.heading"), notice: fault?.notice(voice),
            faults: FaultList(faults, in: [.name, .passphrase], voice), action: Address.signIn,
            fields: [FieldView(.name, value: name, faults, voice), FieldView(.passphrase, faults, voice)],
            button: voice.say("page.sign_in.button"),
            links: [
                FormView.Link(text: voice.say("page.sign_in.enrol"), path: Address.enrol),
                FormView.Link(text: voice.say("page.sign_in.recover"), path: Address.recover),
            ])
    }
}

/// Six digits of an app, or one of the printed codes.
struct SecondFactorView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    init(_ visit: PageVisit, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.sign_in.title", path: Address.secondFactor)
        form = FormView(
            heading: voice.say("page.second_factor.heading"), lead: [voice.say("page.second_factor.lead")],
            notice: fault?.notice(voice), faults: FaultList(faults, in: [.code], voice), action: Address.secondFactor,
            fields: [FieldView(.code, help: "page.second_factor.help", faults, voice)], button: voice.say("page.second_factor.button"),
            links: [FormView.Link(text: voice.say("page.second_factor.other"), path: Address.signIn)])
    }
}

/// The passphrase alone, after a quarter of an hour without a sign of life.
struct ComeBackView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameters:
    ///   - name: Whose session waits.
    ///   - keepsTyped: Whether something that was typed waits to be sent.
    init(
        _ visit: PageVisit, name: String, keepsTyped: Bool, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.come_back.title", path: Address.comeBack, typesSecret: true)
        form = FormView(
            heading: voice.say("page.come_back.heading"),
            lead: [voice.say("page.come_back.lead", name)] + (keepsTyped ? [voice.say("page.come_back.kept")] : []),
            notice: fault?.notice(voice), faults: FaultList(faults, in: [.passphrase], voice), action: Address.comeBack,
            fields: [FieldView(.passphrase, faults, voice)], button: voice.say("page.come_back.button"),
            links: [FormView.Link(text: voice.say("page.come_back.other"), path: Address.signIn)])
    }
}

/// What was typed before the session fell asleep, to be sent now.
struct KeptView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameters:
    ///   - action: Where it was on its way to; what is no path of ours leads to the first page.
    ///   - typed: Every field as it was sent; an old token among them is left out.
    ///   - back: Where to go without sending.
    init(_ visit: PageVisit, action: String, typed: [FormView.Hidden], back: String) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.come_back.title", path: nil)
        form = FormView(
            heading: voice.say("page.kept.heading"), lead: [voice.say("page.kept.lead")],
            action: action.isOurPath ? action : Address.front,
            hidden: typed.filter { $0.name != "csrf" }, button: voice.say("page.kept.button"),
            links: [FormView.Link(text: voice.say("page.kept.back"), path: back.isOurPath ? back : Address.front)])
    }
}

extension String {
    /// Whether an address stays on this site whatever a browser makes of it.
    fileprivate var isOurPath: Bool {
        hasPrefix("/") && !hasPrefix("//") && !contains("\\")
    }
}
