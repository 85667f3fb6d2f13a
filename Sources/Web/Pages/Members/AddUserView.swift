import CaseDomain
import Wording

/// A new account: its name, role, centre or department.
struct AddUserView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// What was typed before.
    struct Typed: Sendable {
        var name = ""
        var role: String?
        var centre: String?
        var department: String?
    }

    /// - Parameters:
    ///   - roles: Which roles the reader may give.
    ///   - centres: Codes and names.
    ///   - departments: Identifiers and names.
    init(
        _ visit: PageVisit, roles: [UserRole] = UserRole.allCases, centres: [Choice], departments: [Choice], typed: Typed = Typed(),
        faults: [FormField: FormFault] = [:]
    ) {
        let voice = visit.voice
        let choices = roles.map { Choice(value: $0.rawValue, text: voice.role($0)) }
        frame = Frame(visit, title: "page.users.title", path: Address.addUser, place: .users)
        form = FormView(
            heading: voice.say("page.add_user.heading"), lead: [voice.say("page.add_user.lead")],
            faults: FaultList(faults, in: [.name, .role, .centre, .department], voice), action: Address.addUser,
            fields: [
                FieldView(.name, value: typed.name, help: "page.add_user.name_help", faults, voice),
                FieldView(.role, choices: choices, chosen: typed.role, faults, voice),
                FieldView(.centre, choices: centres, chosen: typed.centre, help: "page.add_user.centre_help", faults, voice),
                FieldView(
                    .department, choices: departments, chosen: typed.department, help: "page.add_user.department_help", faults, voice),
            ], button: voice.say("page.add_user.button"), links: [FormView.Link(text: voice.say("page.users.back"), path: Address.users)])
    }
}
