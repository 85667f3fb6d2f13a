import CaseDomain
import Wording

/// What was just done on the page of users.
enum UsersNotice: String, CaseIterable, Sendable {
    case disabled, enabled
}

/// All accounts, for an administrator.
struct UsersView: PageView {
    static let template = PageTemplates.users
    let frame: Frame
    let heading: String
    let notice: NoticeView?
    let lead: String
    let add: FormView.Link
    let table: Table

    /// An account.
    struct User: Sendable {
        let id: String
        let name: String
        let role: UserRole
        let centre: String?
        let department: String?
        let state: AccountState
        /// Whether it is the reader's own, which the reader cannot disable.
        let isReader: Bool
    }

    struct Table {
        let name: String
        let role: String
        let centre: String
        let department: String
        let state: String
        let rows: [Row]
    }

    struct Row {
        let name: String
        let role: String
        let centre: String
        let department: String
        let mark: StateMark
        let acts: [RowForm]
    }

    init(_ visit: PageVisit, users: [User], notice: UsersNotice? = nil) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.users.title", path: Address.users, place: .users)
        heading = voice.say("page.users.title")
        self.notice = notice.map { .done(voice.say(Phrase("page.users_notice.\($0.rawValue)"))) }
        lead = voice.say("page.users.lead")
        add = FormView.Link(text: voice.say("page.users.add"), path: Address.addUser)
        table = Table(
            name: voice.say("page.field.name"), role: voice.say("page.field.role"), centre: voice.say("page.field.centre"),
            department: voice.say("page.field.department"), state: voice.say("page.state"),
            rows: users.map { Row($0, voice) })
    }
}

extension UsersView.Row {
    fileprivate init(_ user: UsersView.User, _ voice: Voice) {
        let dash = voice.say("page.dash")
        name = user.name
        role = voice.role(user.role)
        centre = user.centre ?? dash
        department = user.department ?? dash
        let word = voice.say(Phrase("page.account_state.\(user.state.rawValue)"))
        func act(_ phrase: Phrase, _ path: String) -> RowForm {
            RowForm(phrase, of: user.name, action: path, "user", user.id, voice)
        }
        let again = act("page.users.invite", Address.inviteUser)
        switch user.state {
        case .invited:
            mark = .waiting(word)
            acts = [again, act("page.users.disable", Address.disableUser)]
        case .active:
            mark = .done(word)
            acts = user.isReader ? [] : [again, act("page.users.disable", Address.disableUser)]
        case .disabled:
            mark = .quiet(word)
            acts = [act("page.users.enable", Address.enableUser)]
        }
    }
}
