import Casework
import Hummingbird

/// The pages of somebody who lost the passphrase and has the recovery code and the second factor.
struct RecoveryPages: Sendable {
    private let site: SiteContext
    private let steps: SecretPages

    init(site: SiteContext) {
        self.site = site
        steps = SecretPages(site: site, occasion: .recovery)
    }

    func register(in book: RouteBook) {
        book.page(Occasion.recovery.path(.start), for: .everybody, showStart)
        book.form(Occasion.recovery.path(.start), for: .everybody, start)
        steps.register(in: book)
    }

    @Sendable
    private func showStart(_ asked: PageRequest) async throws -> Response {
        guard steps.ranOut(asked) else { return RecoverView(asked.page).answer() }
        var answer = RecoverView(asked.page, fault: .ranOut).answer()
        answer.add(cookie: site.cookies.clear(.enrolment))
        return answer
    }

    @Sendable
    private func start(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.name.rawValue, FormField.recoveryCode.rawValue, FormField.code.rawValue])
        let name = asked.form.text(.name)
        let recoveryCode = asked.form.text(.recoveryCode)
        var faults: [FormField: FormFault] = [:]
        if name.isEmpty { faults[.name] = .missing }
        if recoveryCode.isEmpty { faults[.recoveryCode] = .missing }
        // The code of the second step may be missing: volunteers have none, and a page that knew would tell who is one.
        guard faults.isEmpty else { return RecoverView(asked.page, name: name, faults: faults).answer(status: .unprocessableContent) }
        do {
            let begun = try await site.installation.beginRecovery(
                name: name, recoveryCode: recoveryCode, secondFactor: asked.form.text(.code), source: asked.source
            )
            let cookie = site.cookies.set(.enrolment, begun.cookie)
            return asked.goOn(to: Occasion.recovery.path(.passphrase), cookies: [cookie])
        } catch {
            guard let refusal = SignInRefusal(error) else { throw error }
            return RecoverView(asked.page, name: name, fault: StartFault(refusal.fault))
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }
}
