import Wording

/// A new passphrase, typed twice, with one that the program made up.
struct NewPassphraseView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameters:
    ///   - suggestion: Made for this showing of the page.
    ///   - fault: Why nobody looked at it.
    ///   - faults: On the account page also of the present passphrase.
    init(
        _ visit: PageVisit, _ occasion: Occasion, suggestion: String, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]
    ) {
        let voice = visit.voice
        let path = occasion.path(.passphrase)
        let isChange = occasion == .account
        let fields: [FormField] = (isChange ? [.passphrase] : []) + [.newPassphrase, .again]
        frame = Frame(visit, title: occasion.title, path: path, place: occasion.place, typesSecret: true)
        form = FormView(
            step: occasion.words(.passphrase, voice), heading: voice.say("page.passphrase.heading"),
            lead: [voice.say(isChange ? "page.passphrase.change_lead" : "page.passphrase.lead")],
            notice: fault?.notice(voice), faults: FaultList(faults, in: fields, voice),
            suggestion: FormView.Suggestion(
                heading: voice.say("page.passphrase.suggestion"), text: suggestion, help: voice.say("page.passphrase.suggestion_help"),
                another: FormView.Link(text: voice.say("page.passphrase.another"), path: path)),
            action: path, fields: fields.map { FieldView($0, help: $0 == .newPassphrase ? "page.passphrase.help" : nil, faults, voice) },
            button: voice.say(isChange ? "page.passphrase.change" : "page.next"),
            links: isChange ? [FormView.Link(text: voice.say("page.account.back"), path: Address.account)] : [])
    }
}
