import CaseDomain
import Wording

/// A one-time code with which a volunteer's telephone enrols.
struct DeviceCodeView: PageView {
    static let template = PageTemplates.oneTimeCode
    let frame: Frame
    let heading: String
    let lead: String
    let isPair: Bool
    let drawing: Drawing?
    let paperHeading: String
    let code: CodeGroups
    let until: String
    let points: [String]
    let back: FormView.Link

    /// - Parameters:
    ///   - groups: The code as it is read over the telephone.
    ///   - key: By what the centre's key is called, to compare.
    ///   - modules: The address with the code, row by row, `true` where dark.
    init(_ visit: PageVisit, volunteer: String, groups: [String], key: String, modules: [[Bool]], validUntil: Instant) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.members.title", path: nil, place: .members)
        heading = voice.say("page.device_code.heading")
        lead = voice.say("page.device_code.lead", volunteer)
        isPair = !modules.isEmpty
        drawing = modules.isEmpty ? nil : MatrixCode(modules: modules).drawing
        paperHeading = voice.say("page.device_code.paper")
        code = CodeGroups(groups: groups)
        until = voice.say("page.code_until", voice.moment(validUntil))
        points = [
            voice.say("page.device_code.gives"), voice.say("page.device_code.compare", key), voice.say("page.device_code.once"),
        ]
        back = FormView.Link(text: voice.say("page.members.back"), path: Address.members)
    }
}

/// A one-time code with which somebody enrols.
struct InvitationView: PageView {
    static let template = PageTemplates.oneTimeCode
    let frame: Frame
    let heading: String
    let lead: String
    let isPair: Bool
    let drawing: Drawing?
    let paperHeading: String
    let code: CodeGroups
    let until: String
    let points: [String]
    let back: FormView.Link

    /// - Parameters:
    ///   - name: The user name that belongs to the code.
    ///   - isAgain: Whether the account was there before, so that its old secrets are gone.
    init(_ visit: PageVisit, name: String, groups: [String], validUntil: Instant, isAgain: Bool) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.users.title", path: nil, place: .users)
        heading = voice.say("page.invitation.heading")
        lead = voice.say("page.invitation.lead", name)
        isPair = false
        drawing = nil
        paperHeading = voice.say("page.invitation.paper", name)
        code = CodeGroups(groups: groups)
        until = voice.say("page.code_until", voice.moment(validUntil))
        points =
            (isAgain ? [voice.say("page.invitation.again")] : []) + [voice.say("page.invitation.hand"), voice.say("page.invitation.once")]
        back = FormView.Link(text: voice.say("page.users.back"), path: Address.users)
    }
}
