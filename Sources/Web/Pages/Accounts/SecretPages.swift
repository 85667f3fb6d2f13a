import CaseDomain
import Casework
import Hummingbird

/// The steps that enrolment and recovery share: the passphrase, the recovery code shown and typed back, the end.
///
/// Each step is a form that does something and then leads to a page that only shows; so a page read again changes nothing, and what was
/// shown is the same. Whoever comes without the step before is led back to it.
struct SecretPages: Sendable {
    let site: SiteContext
    let occasion: Occasion

    func register(in book: RouteBook) {
        book.page(occasion.path(.passphrase), for: .everybody, showPassphrase)
        book.form(occasion.path(.passphrase), for: .everybody, choosePassphrase)
        book.page(occasion.path(.code), for: .everybody, showCode)
        book.form(occasion.path(.code), for: .everybody, haveCode)
        book.page(occasion.path(.check), for: .everybody, showCheck)
        book.form(occasion.path(.check), for: .everybody, check)
        book.page(occasion.path(.done), for: .everybody, showDone)
    }

    /// The enrolment or the recovery that the browser is in the middle of.
    func draft(_ asked: PageRequest) -> Enrolment? {
        guard let draft = site.installation.enrolment(cookie: asked.cookie(.enrolment)),
            draft.isRecovery == (occasion == .recovery)
        else { return nil }
        return draft
    }

    /// Back to the first step, which says that time ran out.
    func beginAgain(_ asked: PageRequest) -> Response {
        asked.goOn(to: occasion.path(.start))
    }

    /// Whether the browser was in the middle of something that ran out.
    func ranOut(_ asked: PageRequest) -> Bool {
        guard let cookie = asked.cookie(.enrolment) else { return false }
        return site.installation.enrolment(cookie: cookie) == nil && site.installation.finishedEnrolment(cookie: cookie) == nil
    }

    /// To the step that follows a passphrase or a second factor, with what it shows made.
    func next(_ asked: PageRequest) throws -> Response {
        guard let draft = draft(asked) else { return beginAgain(asked) }
        if draft.needsSecondFactor {
            if try site.installation.shownSecondFactor(in: draft) == nil { try site.installation.showSecondFactor(in: draft) }
            return asked.goOn(to: occasion.path(.secondFactor))
        }
        if try site.installation.shownRecoveryCode(in: draft) == nil { try site.installation.showRecoveryCode(in: draft) }
        return asked.goOn(to: occasion.path(.code))
    }

    @Sendable
    private func showPassphrase(_ asked: PageRequest) async throws -> Response {
        guard let draft = draft(asked) else { return beginAgain(asked) }
        return passphrasePage(asked, draft).answer()
    }

    private func passphrasePage(
        _ asked: PageRequest, _ draft: Enrolment, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]
    ) -> NewPassphraseView {
        let suggestion = site.installation.suggestedPassphrase(userName: draft.userName)
        return NewPassphraseView(asked.page, occasion, suggestion: suggestion, fault: fault, faults: faults)
    }

    @Sendable
    private func choosePassphrase(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.newPassphrase.rawValue, FormField.again.rawValue])
        guard let draft = draft(asked) else { return beginAgain(asked) }
        let faults = asked.form.newPassphraseFaults
        guard faults.isEmpty else { return passphrasePage(asked, draft, faults: faults).answer(status: .unprocessableContent) }
        do {
            try await site.installation.choosePassphrase(asked.form.bytes(.newPassphrase), in: draft)
            return try next(asked)
        } catch CaseworkError.account(.outOfOrder) {
            return beginAgain(asked)
        } catch {
            guard let refusal = SecretRefusal(error, .newPassphrase, .notText) else { throw error }
            return passphrasePage(asked, draft, fault: refusal.notice, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }

    @Sendable
    private func showCode(_ asked: PageRequest) async throws -> Response {
        guard let draft = draft(asked) else { return beginAgain(asked) }
        guard let code = try site.installation.shownRecoveryCode(in: draft) else { return asked.goOn(to: occasion.path(.passphrase)) }
        let groups = code.split(separator: "-").map(String.init)
        return RecoveryCodeView(asked.page, occasion, groups: groups, on: site.now().dayInVietNam).answer()
    }

    @Sendable
    private func haveCode(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([])
        guard draft(asked) != nil else { return beginAgain(asked) }
        return asked.goOn(to: occasion.path(.check))
    }

    @Sendable
    private func showCheck(_ asked: PageRequest) async throws -> Response {
        guard let draft = draft(asked) else { return beginAgain(asked) }
        guard try site.installation.shownRecoveryCode(in: draft) != nil else { return asked.goOn(to: occasion.path(.passphrase)) }
        return RecoveryCheckView(asked.page, occasion).answer()
    }

    @Sendable
    private func check(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.recoveryCode.rawValue])
        guard let draft = draft(asked) else {
            // The form was sent twice.
            return finished(asked) == nil ? beginAgain(asked) : asked.goOn(to: occasion.path(.done))
        }
        let typed = asked.form.text(.recoveryCode)
        guard !typed.isEmpty else {
            return RecoveryCheckView(asked.page, occasion, faults: [.recoveryCode: .missing]).answer(status: .unprocessableContent)
        }
        do {
            try await site.installation.finishEnrolment(recoveryCode: typed, in: draft)
            return asked.goOn(to: occasion.path(.done))
        } catch CaseworkError.account(.outOfOrder) {
            return beginAgain(asked)
        } catch {
            guard let refusal = SecretRefusal(error, .recoveryCode, .wrongCode) else { throw error }
            return RecoveryCheckView(asked.page, occasion, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }

    private func finished(_ asked: PageRequest) -> FinishedEnrolment? {
        guard let finished = site.installation.finishedEnrolment(cookie: asked.cookie(.enrolment)),
            finished.isRecovery == (occasion == .recovery)
        else { return nil }
        return finished
    }

    @Sendable
    private func showDone(_ asked: PageRequest) async throws -> Response {
        guard let finished = finished(asked) else { return asked.goOn(to: Address.signIn) }
        return SecretsDoneView(asked.page, occasion, opensCases: finished.opensCases).answer()
    }
}
