import CaseDomain
import Wording

/// Asks before an identity or a case is erased: says what follows, and asks for the passphrase.
struct EraseView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameters:
    ///   - code: The case's short code.
    ///   - role: The words for the person's role; `nil` for the whole case.
    init(
        _ visit: PageVisit, _ thing: ErasedThing, code: String, role: String?, fault: SignInFault? = nil,
        faults: [FormField: FormFault] = [:]
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.retention.title", path: nil, place: .retention, typesSecret: true)
        func say(_ part: String) -> Phrase { role == nil ? Phrase("page.erase_case.\(part)") : Phrase("page.erase_identity.\(part)") }
        let follows = ["for_good", "figures", "stays", "offers", "copies", "register"].map { voice.say(say($0)) }
        form = FormView(
            heading: voice.say(say("heading"), code, role ?? ""), lead: [voice.say("page.erase.lead")],
            notice: fault?.notice(voice), faults: FaultList(faults, in: [.passphrase], voice), points: follows,
            action: Address.eraseConfirmed, hidden: [FormView.Hidden(name: "item", value: thing.text)],
            fields: [FieldView(.passphrase, help: "page.confirm_help", faults, voice)],
            button: voice.say(role == nil ? "page.retention.erase_case" : "page.retention.erase_identity"),
            links: [FormView.Link(text: voice.say("page.erase.back"), path: Address.retention)])
    }
}
