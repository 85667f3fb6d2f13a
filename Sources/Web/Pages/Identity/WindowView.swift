import CaseDomain
import Wording

/// Asks for the passphrase before names are shown.
struct WindowView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameters:
    ///   - minutes: For how long names are shown.
    ///   - back: Where the reader goes on to.
    init(
        _ visit: PageVisit, minutes: Int, back: String?, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: "case.title", path: nil, place: .cases, typesSecret: true)
        form = FormView(
            heading: voice.say("case.window.heading"), lead: [voice.say("case.window.lead", voice.count(minutes))],
            notice: fault?.notice(voice), faults: FaultList(faults, in: [.passphrase], voice), action: CaseAddress.window,
            hidden: back.map { [FormView.Hidden(name: BackPath.field, value: $0)] } ?? [],
            fields: [FieldView(.passphrase, faults, voice)], button: voice.say("case.window.button"),
            links: [FormView.Link(text: voice.say("case.back"), path: back ?? CaseAddress.cases)])
    }
}

/// That names are shown, until when, and the button that hides them; printed by `layout` on every page.
struct WindowBar {
    let text: String
    let action: String
    let lock: String

    init(until: Instant, _ voice: Voice) {
        text = voice.say("case.window.open", voice.clock(until))
        action = CaseAddress.closeWindow
        lock = voice.say("case.window.lock")
    }
}
