import Wording

/// Asks for the passphrase again before a secret changes.
struct ConfirmView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// What is about to change.
    enum Change: String, CaseIterable, Sendable {
        case secondFactor = "second_factor"
        case printedCodes = "printed_codes"
        case recoveryCode = "recovery_code"

        fileprivate var path: String {
            switch self {
            case .secondFactor: Address.accountSecondFactor
            case .printedCodes: Address.accountPrintedCodes
            case .recoveryCode: Address.accountRecoveryCode
            }
        }
    }

    init(_ visit: PageVisit, _ change: Change, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.account.title", path: change.path, place: .account, typesSecret: true)
        form = FormView(
            heading: voice.say(Phrase("page.confirm.\(change.rawValue)")),
            lead: [voice.say(Phrase("page.confirm_lead.\(change.rawValue)"))],
            notice: fault?.notice(voice), faults: FaultList(faults, in: [.passphrase], voice), action: change.path,
            fields: [FieldView(.passphrase, help: "page.confirm_help", faults, voice)], button: voice.say("page.next"),
            links: [FormView.Link(text: voice.say("page.account.back"), path: Address.account)])
    }
}
