import CaseDomain
import Casework
import Hummingbird

/// The pages on which somebody prints a new recovery code and types it back.
struct RecoveryCodeRenewal: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(Address.accountRecoveryCode, for: .signedIn) { ConfirmView($0.page, .recoveryCode).answer() }
        book.form(Address.accountRecoveryCode, for: .signedIn, renew)
        book.page(Occasion.account.path(.code), for: .signedIn, showCode)
        book.form(Occasion.account.path(.code), for: .signedIn, haveCode)
        book.page(Occasion.account.path(.check), for: .signedIn, showCheck)
        book.form(Occasion.account.path(.check), for: .signedIn, check)
    }

    @Sendable
    private func renew(_ asked: PageRequest) async throws -> Response {
        try await asked.confirmed(.recoveryCode) { visit, passphrase in
            try await site.installation.renewRecoveryCode(passphrase: passphrase, by: visit)
            return asked.goOn(to: Occasion.account.path(.code))
        }
    }

    @Sendable
    private func showCode(_ asked: PageRequest) async throws -> Response {
        guard let code = try site.installation.shownRecoveryCode(by: try asked.signedIn()) else { return beginAgain(asked) }
        let groups = code.split(separator: "-").map(String.init)
        return RecoveryCodeView(asked.page, .account, groups: groups, on: site.now().dayInVietNam).answer()
    }

    @Sendable
    private func haveCode(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([])
        return asked.goOn(to: Occasion.account.path(.check))
    }

    @Sendable
    private func showCheck(_ asked: PageRequest) async throws -> Response {
        guard try site.installation.shownRecoveryCode(by: try asked.signedIn()) != nil else { return beginAgain(asked) }
        return RecoveryCheckView(asked.page, .account).answer()
    }

    @Sendable
    private func check(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.recoveryCode.rawValue])
        let typed = asked.form.text(.recoveryCode)
        guard !typed.isEmpty else {
            return RecoveryCheckView(asked.page, .account, faults: [.recoveryCode: .missing]).answer(status: .unprocessableContent)
        }
        do {
            try await site.installation.confirmRecoveryCode(typed, by: try asked.signedIn())
            return asked.done(.recoveryCodeChanged)
        } catch CaseworkError.account(.outOfOrder) {
            return beginAgain(asked)
        } catch {
            guard let refusal = SecretRefusal(error, .recoveryCode, .wrongCode) else { throw SecretRefusal.trouble(error) }
            return RecoveryCheckView(asked.page, .account, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }

    private func beginAgain(_ asked: PageRequest) -> Response {
        asked.goOn(to: Address.accountRecoveryCode)
    }
}
