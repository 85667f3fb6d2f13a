import CaseDomain
import Wording

/// The recovery code, shown this once, on a sheet to print.
struct RecoveryCodeView: PageView {
    static let template = PageTemplates.recoveryCode
    let frame: Frame
    let step: String?
    let heading: String
    let lead: String
    let paperHeading: String
    let code: CodeGroups
    let points: [String]
    let made: String
    let howToPrint: String
    let action: String
    let button: String

    /// - Parameter groups: The code as it is read aloud, group by group.
    init(_ visit: PageVisit, _ occasion: Occasion, groups: [String], on day: Day) {
        let voice = visit.voice
        frame = Frame(visit, title: occasion.title, path: nil, place: occasion.place)
        step = occasion.words(.code, voice)
        heading = voice.say("page.recovery_code.heading")
        lead = voice.say("page.recovery_code.lead")
        paperHeading = voice.say("page.recovery_code.paper")
        code = CodeGroups(groups: groups)
        points = [
            voice.say("page.recovery_code.when"), voice.say("page.recovery_code.keep"), voice.say("page.recovery_code.lost"),
        ]
        made = voice.say("page.made", voice.day(day))
        howToPrint = voice.say("page.print")
        action = occasion.path(.code)
        button = voice.say("page.recovery_code.button")
    }
}

/// The recovery code, typed back before anything ends.
struct RecoveryCheckView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    init(_ visit: PageVisit, _ occasion: Occasion, faults: [FormField: FormFault] = [:]) {
        let voice = visit.voice
        let path = occasion.path(.check)
        frame = Frame(visit, title: occasion.title, path: path, place: occasion.place)
        form = FormView(
            step: occasion.words(.check, voice), heading: voice.say("page.recovery_check.heading"),
            lead: [voice.say("page.recovery_check.lead")], faults: FaultList(faults, in: [.recoveryCode], voice), action: path,
            fields: [FieldView(.recoveryCode, help: "page.recover.code_help", faults, voice)],
            button: voice.say("page.recovery_check.button"))
    }
}

/// The end of an enrolment or a recovery.
struct SecretsDoneView: PageView {
    static let template = PageTemplates.done
    let frame: Frame
    let heading: String
    let text: String
    let lead: [String]
    let next: FormView.Link

    /// - Parameter opensCases: Whether somebody still has to give this account a centre's key.
    init(_ visit: PageVisit, _ occasion: Occasion, opensCases: Bool) {
        let voice = visit.voice
        frame = Frame(visit, title: occasion.title, path: occasion.path(.done), place: occasion.place)
        switch occasion {
        case .enrolment:
            heading = voice.say("page.done.enrolled")
            text = voice.say("page.done.enrolled_text")
            lead = opensCases ? [voice.say("page.done.needs_key")] : []
        case .recovery, .account:
            heading = voice.say("page.done.recovered")
            text = voice.say("page.done.recovered_text")
            lead = [voice.say("page.done.sessions_ended")]
        }
        next =
            visit.reader == nil
            ? FormView.Link(text: voice.say("page.sign_in.button"), path: Address.signIn)
            : FormView.Link(text: voice.say("page.account.back"), path: Address.account)
    }
}
