import CaseDomain
import Wording

/// Asks before an account's keys are given up for lost, and says what follows.
struct InviteAgainView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameter opensCases: Whether a manager has to grant a centre's key anew.
    init(_ visit: PageVisit, user: Identifier<User>, name: String, opensCases: Bool) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.users.title", path: nil, place: .users)
        let follows: [Phrase] =
            ["page.invite_again.signed_out", "page.invite_again.secrets"] + (opensCases ? ["page.invite_again.grant"] : [])
        form = FormView(
            heading: voice.say("page.invite_again.heading", name), lead: [voice.say("page.invite_again.lead")],
            points: follows.map { voice.say($0) }, action: Address.inviteConfirmed,
            hidden: [FormView.Hidden(name: "user", value: user.description)], button: voice.say("page.users.invite"),
            links: [FormView.Link(text: voice.say("page.users.back"), path: Address.users)])
    }
}
