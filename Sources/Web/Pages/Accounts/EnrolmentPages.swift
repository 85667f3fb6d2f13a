import CaseDomain
import Casework
import Hummingbird

/// The pages of somebody who sets up an account with the code that an administrator handed over.
struct EnrolmentPages: Sendable {
    private let site: SiteContext
    private let steps: SecretPages

    init(site: SiteContext) {
        self.site = site
        steps = SecretPages(site: site, occasion: .enrolment)
    }

    func register(in book: RouteBook) {
        book.page(Occasion.enrolment.path(.start), for: .everybody, showStart)
        book.form(Occasion.enrolment.path(.start), for: .everybody, start)
        book.page(Occasion.enrolment.path(.secondFactor), for: .everybody, showSecondFactor)
        book.form(Occasion.enrolment.path(.secondFactor), for: .everybody, confirmSecondFactor)
        steps.register(in: book)
    }

    @Sendable
    private func showStart(_ asked: PageRequest) async throws -> Response {
        guard steps.ranOut(asked) else { return EnrolStartView(asked.page).answer() }
        var answer = EnrolStartView(asked.page, fault: .ranOut).answer()
        answer.add(cookie: site.cookies.clear(.enrolment))
        return answer
    }

    @Sendable
    private func start(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.name.rawValue, FormField.enrolmentCode.rawValue])
        let name = asked.form.text(.name)
        let code = asked.form.text(.enrolmentCode)
        var faults: [FormField: FormFault] = [:]
        if name.isEmpty { faults[.name] = .missing }
        if code.isEmpty { faults[.enrolmentCode] = .missing }
        guard faults.isEmpty else { return EnrolStartView(asked.page, name: name, faults: faults).answer(status: .unprocessableContent) }
        do {
            let begun = try await site.installation.beginEnrolment(name: name, code: code, source: asked.source)
            let cookie = site.cookies.set(.enrolment, begun.cookie)
            return asked.goOn(to: Occasion.enrolment.path(.passphrase), cookies: [cookie])
        } catch {
            guard let refusal = SignInRefusal(error) else { throw error }
            return EnrolStartView(asked.page, name: name, fault: StartFault(refusal.fault))
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }

    @Sendable
    private func showSecondFactor(_ asked: PageRequest) async throws -> Response {
        guard let draft = steps.draft(asked) else { return steps.beginAgain(asked) }
        guard let shown = try site.installation.shownSecondFactor(in: draft) else {
            return asked.goOn(to: Occasion.enrolment.path(draft.needsSecondFactor ? .passphrase : .code))
        }
        return try SecondFactorSetupView(asked, .enrolment, shown).answer()
    }

    @Sendable
    private func confirmSecondFactor(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.appCode.rawValue])
        guard let draft = steps.draft(asked) else { return steps.beginAgain(asked) }
        guard let shown = try site.installation.shownSecondFactor(in: draft) else {
            return asked.goOn(to: Occasion.enrolment.path(draft.needsSecondFactor ? .passphrase : .code))
        }
        let typed = asked.form.text(.appCode)
        guard !typed.isEmpty else {
            return try SecondFactorSetupView(asked, .enrolment, shown, faults: [.appCode: .missing]).answer(status: .unprocessableContent)
        }
        do {
            try site.installation.confirmSecondFactor(typed, in: draft)
            return try steps.next(asked)
        } catch CaseworkError.account(.outOfOrder) {
            return steps.beginAgain(asked)
        } catch {
            guard let refusal = SecretRefusal(error, .appCode, .wrongCode) else { throw error }
            return try SecondFactorSetupView(asked, .enrolment, shown, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }
}

extension SecondFactorSetupView {
    /// The page of a second factor as it is shown, with the square code of its address.
    init(_ asked: PageRequest, _ occasion: Occasion, _ shown: ShownSecondFactor, faults: [FormField: FormFault] = [:]) throws {
        guard let modules = QRMatrix.modules(of: shown.address) else { throw Trouble.failed }
        self.init(
            asked.page, occasion, modules: modules, secret: shown.secret, printedCodes: shown.printedCodes,
            on: asked.site.now().dayInVietNam, faults: faults
        )
    }
}
