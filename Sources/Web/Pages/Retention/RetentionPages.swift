import CaseDomain
import Casework
import Hummingbird
import Policies

/// What has been kept long enough: the list for a centre's manager, and erasing, after a page that says what follows.
struct RetentionPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(Address.retention, for: .ownCentre(.readRetention), show)
        book.form(Address.askErase, for: .ownCentre(.readRetention), ask)
        book.form(Address.eraseConfirmed, for: .ownCentre(.readRetention), erase)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let visit = try asked.signedIn()
        let notice: RetentionNotice? = asked.notice()
        // A manager without the centre's key is none yet.
        guard visit.actor.memberNumber != nil else { return RetentionView(asked.page, over: nil, notice: notice).answer() }
        let rules = site.policies.retention
        let list = try await site.installation.readRetention(rules, by: visit)
        return RetentionView(
            asked.page, over: list.over.map { item($0, asked) }, soon: list.soon.map { item($0, asked) }, warningDays: rules.warningDays,
            unreadable: list.unreadable, unread: list.unread, notice: notice
        ).answer()
    }

    private func item(_ item: RetentionItem, _ asked: PageRequest) -> RetentionView.Item {
        var person: (Identifier<Person>, String)?
        if case .identity(let identifier, let role) = item.subject { person = (identifier, words(role, asked)) }
        return RetentionView.Item(caseFile: item.caseFile, code: item.shortCode.description, person: person, due: item.due)
    }

    private func words(_ role: Role, _ asked: PageRequest) -> String {
        site.policies.label(of: role).map(asked.voice.label) ?? role.rawValue
    }

    @Sendable
    private func ask(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect(["item"])
        return try question(asked).answer()
    }

    /// The page that asks; what is not there, or not the reader's to see, is not found.
    private func question(
        _ asked: PageRequest, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]
    ) throws -> EraseView {
        guard let thing = ErasedThing(asked.form.text("item") ?? "") else { throw Trouble.notFound }
        let opened: OpenedCase
        do {
            let session = try site.installation.centreSession(of: asked.signedIn())
            opened = try site.installation.readCase(thing.caseFile, in: session)
        } catch {
            throw SecretRefusal.trouble(error)
        }
        guard let code = opened.file.shortCode else { throw Trouble.notFound }
        var role: String?
        if let person = thing.person {
            guard let row = opened.file.row(of: person), opened.file.erasedPeople[person] == nil else { throw Trouble.notFound }
            role = words(opened.file.people[row].role, asked)
        }
        return EraseView(asked.page, thing, code: code.description, role: role, fault: fault, faults: faults)
    }

    @Sendable
    private func erase(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect(["item", FormField.passphrase.rawValue])
        guard let thing = ErasedThing(asked.form.text("item") ?? "") else { throw Trouble.notFound }
        let passphrase = asked.form.bytes(.passphrase)
        guard !passphrase.isEmpty else {
            return try question(asked, faults: [.passphrase: .missing]).answer(status: .unprocessableContent)
        }
        let visit = try asked.signedIn()
        do {
            if let person = thing.person {
                try await site.installation.eraseIdentity(of: person, in: thing.caseFile, passphrase: passphrase, by: visit)
            } else {
                try await site.installation.eraseCase(thing.caseFile, passphrase: passphrase, by: visit)
            }
        } catch {
            guard let refusal = SecretRefusal(error, .passphrase, .wrongPassphrase) else { throw SecretRefusal.trouble(error) }
            return try question(asked, fault: refusal.notice, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
        return asked.goOn(to: Address.retention, saying: thing.person == nil ? RetentionNotice.caseFile : .identity)
    }
}
