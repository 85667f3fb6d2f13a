import CaseDomain
import Casework
import Hummingbird

/// The pages of one's own account.
struct AccountPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(Address.account, for: .signedIn, show)
        book.page(Occasion.account.path(.passphrase), for: .changing, showPassphrase)
        book.form(Occasion.account.path(.passphrase), for: .changing, changePassphrase)
        book.page(Address.accountSecondFactor, for: .signedIn) { ConfirmView($0.page, .secondFactor).answer() }
        book.form(Address.accountSecondFactor, for: .signedIn, renewSecondFactor)
        book.page(Address.accountNewSecondFactor, for: .signedIn, showSecondFactor)
        book.form(Address.accountNewSecondFactor, for: .signedIn, confirmSecondFactor)
        book.page(Address.accountPrintedCodes, for: .signedIn) { ConfirmView($0.page, .printedCodes).answer() }
        book.form(Address.accountPrintedCodes, for: .signedIn, renewPrintedCodes)
        RecoveryCodeRenewal(site: site).register(in: book)
        book.form(Address.endSession, for: .signedIn, endSession)
        book.form(Address.endOtherSessions, for: .signedIn, endOtherSessions)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let visit = try asked.signedIn()
        let account = try site.installation.ownAccount(visit)
        let sessions = try site.installation.ownSessions(visit).map {
            AccountView.Session(handle: SessionHandle.text($0.name), since: $0.startedAt, lastUsed: $0.lastUsedAt, isThis: $0.isThisOne)
        }
        return AccountView(
            asked.page, name: account.name, role: account.role, centre: account.centre, printedCodesLeft: account.printedCodesLeft,
            fingerprint: account.fingerprint, sessions: sessions,
            notice: asked.request.uri.queryParameters.get(AccountNotice.parameter).flatMap(AccountNotice.init)
        ).answer()
    }

    @Sendable
    private func showPassphrase(_ asked: PageRequest) async throws -> Response {
        try passphrasePage(asked).answer()
    }

    private func passphrasePage(
        _ asked: PageRequest, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]
    ) throws -> NewPassphraseView {
        let suggestion = site.installation.suggestedPassphrase(userName: try asked.signedIn().actor.name)
        return NewPassphraseView(asked.page, .account, suggestion: suggestion, fault: fault, faults: faults)
    }

    @Sendable
    private func changePassphrase(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.passphrase, .newPassphrase, .again].map(\.rawValue))
        var faults = asked.form.newPassphraseFaults
        if asked.form.bytes(.passphrase).isEmpty { faults[.passphrase] = .missing }
        guard faults.isEmpty else { return try passphrasePage(asked, faults: faults).answer(status: .unprocessableContent) }
        do {
            try await site.installation.changePassphrase(
                from: asked.form.bytes(.passphrase), to: asked.form.bytes(.newPassphrase), by: try asked.signedIn()
            )
            return asked.done(.passphraseChanged)
        } catch {
            guard let refusal = SecretRefusal(error, .passphrase, .wrongPassphrase) else { throw SecretRefusal.trouble(error) }
            return try passphrasePage(asked, fault: refusal.notice, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }

    @Sendable
    private func renewSecondFactor(_ asked: PageRequest) async throws -> Response {
        try await asked.confirmed(.secondFactor) { visit, passphrase in
            try await site.installation.renewSecondFactor(passphrase: passphrase, by: visit)
            return asked.goOn(to: Address.accountNewSecondFactor)
        }
    }

    @Sendable
    private func showSecondFactor(_ asked: PageRequest) async throws -> Response {
        guard let shown = try site.installation.shownSecondFactor(by: try asked.signedIn()) else {
            return asked.goOn(to: Address.accountSecondFactor)
        }
        return try SecondFactorSetupView(asked, .account, shown).answer()
    }

    @Sendable
    private func confirmSecondFactor(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.appCode.rawValue])
        let visit = try asked.signedIn()
        guard let shown = try site.installation.shownSecondFactor(by: visit) else { return asked.goOn(to: Address.accountSecondFactor) }
        let typed = asked.form.text(.appCode)
        guard !typed.isEmpty else {
            return try SecondFactorSetupView(asked, .account, shown, faults: [.appCode: .missing]).answer(status: .unprocessableContent)
        }
        do {
            try await site.installation.confirmSecondFactor(typed, by: visit)
            return asked.done(.secondFactorChanged)
        } catch CaseworkError.account(.outOfOrder) {
            return asked.goOn(to: Address.accountSecondFactor)
        } catch {
            guard let refusal = SecretRefusal(error, .appCode, .wrongCode) else { throw SecretRefusal.trouble(error) }
            return try SecondFactorSetupView(asked, .account, shown, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }

    /// Shows ten new codes as the answer itself: an address that showed them again would have to keep them.
    @Sendable
    private func renewPrintedCodes(_ asked: PageRequest) async throws -> Response {
        try await asked.confirmed(.printedCodes) { visit, passphrase in
            let codes = try await site.installation.renewPrintedCodes(passphrase: passphrase, by: visit)
            let (renewed, cookie) = try asked.renewed()
            var response = PrintedCodesView(renewed.page, codes: codes, on: site.now().dayInVietNam).answer()
            if let cookie { response.add(cookie: cookie) }
            return response
        }
    }

    @Sendable
    private func endSession(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect(["session"])
        guard let name = asked.form.text("session").flatMap(SessionHandle.name) else { throw Trouble.badRequest }
        do {
            try await site.installation.endSession(name, by: try asked.signedIn())
        } catch {
            throw SecretRefusal.trouble(error)
        }
        return asked.done(.sessionEnded)
    }

    @Sendable
    private func endOtherSessions(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([])
        try await site.installation.endOtherSessions(by: try asked.signedIn())
        return asked.done(.othersEnded)
    }
}

/// The public name of a session as a form sends it: its bytes as hexadecimal digits.
enum SessionHandle {
    static func text(_ name: [UInt8]) -> String {
        name.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// `nil` for anything but 32 lower-case digits.
    static func name(_ text: String) -> [UInt8]? {
        guard text.utf8.count == 32, text.allSatisfy({ ("0"..."9").contains($0) || ("a"..."f").contains($0) }) else { return nil }
        return text.inGroups(of: 2).compactMap { UInt8($0, radix: 16) }
    }
}
