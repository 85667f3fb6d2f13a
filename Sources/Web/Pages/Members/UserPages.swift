import CaseDomain
import Casework
import Hummingbird
import Policies

/// Accounts, for an administrator: the list, a new one with its one-time code, disabling, enabling, inviting again.
struct UserPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(Address.users, for: .installation(.readUsers), show)
        book.page(Address.addUser, for: .installation(.addUser), showAdd)
        book.form(Address.addUser, for: .installation(.addUser), add)
        // What is done to one account is decided again where it is done, of that account.
        book.form(Address.disableUser, for: .installation(.readUsers), disable)
        book.form(Address.enableUser, for: .installation(.readUsers), enable)
        book.form(Address.inviteUser, for: .installation(.readUsers), askInvite)
        book.form(Address.inviteConfirmed, for: .installation(.readUsers), invite)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let visit = try asked.signedIn()
        let names = Dictionary(
            try site.installation.centres(by: visit).map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
        let users = try site.installation.users(by: .user(visit.actor)).map { user in
            UsersView.User(
                id: user.identifier.description, name: user.name, role: user.role, centre: user.centreCode.map { names[$0] ?? $0 },
                department: user.department.map { site.policies.department($0).map { asked.voice.label($0.label) } ?? $0 },
                state: user.state, isReader: user.identifier == visit.actor.user
            )
        }
        return UsersView(asked.page, users: users, notice: asked.notice()).answer()
    }

    @Sendable
    private func showAdd(_ asked: PageRequest) async throws -> Response {
        try form(asked).answer()
    }

    private func form(
        _ asked: PageRequest, _ typed: AddUserView.Typed = AddUserView.Typed(), _ faults: [FormField: FormFault] = [:]
    ) throws -> AddUserView {
        AddUserView(
            asked.page,
            centres: try site.installation.centres(by: asked.signedIn()).map { Choice(value: $0.code, text: "\($0.code) – \($0.name)") },
            departments: departments.map { Choice(value: $0.code, text: asked.voice.label($0.label)) }, typed: typed, faults: faults
        )
    }

    private var departments: [Department] {
        let day = site.now().dayInVietNam
        return site.policies.departments.filter { $0.exists(on: day) }
    }

    @Sendable
    private func add(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.name, .role, .centre, .department].map(\.rawValue))
        let visit = try asked.signedIn()
        let typed = AddUserView.Typed(
            name: asked.form.text(.name), role: asked.chosen(.role), centre: asked.chosen(.centre), department: asked.chosen(.department)
        )
        var faults: [FormField: FormFault] = [:]
        if typed.name.isEmpty { faults[.name] = .missing }
        guard let role = typed.role.flatMap(UserRole.init(rawValue:)), faults.isEmpty else {
            if typed.role.flatMap(UserRole.init(rawValue:)) == nil { faults[.role] = typed.role == nil ? .missing : .notAChoice }
            return try form(asked, typed, faults).answer(status: .unprocessableContent)
        }
        let new = NewUser(name: typed.name, role: role, centre: typed.centre, department: typed.department)
        do {
            let code = try await site.installation.addUser(
                new, departments: Set(departments.map(\.code)), by: .user(visit.actor), session: visit.sessionName)
            return invitation(asked, name: new.name, code, isAgain: false)
        } catch {
            guard let found = UserPages.faults(error, role) else { throw error }
            return try form(asked, typed, found).answer(status: .unprocessableContent)
        }
    }

    /// Where a refusal stands on the form; `nil` for what is not about what was typed.
    private static func faults(_ error: any Error, _ role: UserRole) -> [FormField: FormFault]? {
        guard case .account(let fault) = error as? CaseworkError else { return nil }
        switch fault {
        case .badName: return [.name: .notAName]
        case .nameTaken: return [.name: .nameTaken]
        case .unknownCentre: return [.centre: .notAChoice]
        case .unknownDepartment: return [.department: .notAChoice]
        case .roleAndCentre: return [.centre: .notAChoice, .department: .notAChoice]
        default: return nil
        }
    }

    private func invitation(_ asked: PageRequest, name: String, _ code: String, isAgain: Bool) -> Response {
        InvitationView(
            asked.page, name: name, groups: code.split(separator: "-").map(String.init), validUntil: site.untilEnrolled, isAgain: isAgain
        ).answer()
    }

    @Sendable
    private func disable(_ asked: PageRequest) async throws -> Response {
        let (user, visit) = try other(asked)
        try await site.installation.disableUser(user, by: .user(visit.actor), session: visit.sessionName)
        return asked.goOn(to: Address.users, saying: UsersNotice.disabled)
    }

    @Sendable
    private func enable(_ asked: PageRequest) async throws -> Response {
        let (user, visit) = try other(asked)
        do {
            try await site.installation.enableUser(user, by: .user(visit.actor), session: visit.sessionName)
        } catch CaseworkError.account(.outOfOrder) {
            // It is open already: the list shows it.
            return asked.goOn(to: Address.users)
        }
        return asked.goOn(to: Address.users, saying: UsersNotice.enabled)
    }

    /// Asks before somebody loses the keys of an account in use; one that waits for its owner loses nothing.
    @Sendable
    private func askInvite(_ asked: PageRequest) async throws -> Response {
        let known = try invited(asked)
        guard known.state == .active else { return try await invite(asked) }
        return InviteAgainView(asked.page, user: known.identifier, name: known.name, opensCases: known.role.opensCases).answer()
    }

    @Sendable
    private func invite(_ asked: PageRequest) async throws -> Response {
        let known = try invited(asked)
        let visit = try asked.signedIn()
        let code = try await site.installation.inviteAgain(known.identifier, by: .user(visit.actor), session: visit.sessionName)
        return invitation(asked, name: known.name, code, isAgain: true)
    }

    /// Whom a form invites again: a closed account has to be opened first.
    private func invited(_ asked: PageRequest) throws -> UserSummary {
        let (user, visit) = try other(asked)
        guard let known = try site.installation.users(by: .user(visit.actor)).first(where: { $0.identifier == user }),
            known.state != .disabled
        else { throw Trouble.notFound }
        return known
    }

    /// The account that a form names; one's own is not offered, so that somebody is left who can undo it.
    private func other(_ asked: PageRequest) throws -> (user: Identifier<User>, visit: Visit) {
        try asked.form.expect(["user"])
        let visit = try asked.signedIn()
        let user: Identifier<User> = try asked.identifier("user")
        guard user != visit.actor.user else { throw Trouble.notFound }
        return (user, visit)
    }
}

extension PageRequest {
    /// What was chosen in a list; `nil` where nothing was.
    fileprivate func chosen(_ field: FormField) -> String? {
        let text = form.text(field)
        return text.isEmpty ? nil : text
    }
}
