import CaseDomain
import Casework
import Hummingbird
import Policies

/// Showing names for a while, after the passphrase was given again, and hiding all of them at once.
struct WindowPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CaseAddress.window, for: .ownCases(.readIdentity), show)
        book.form(CaseAddress.window, for: .ownCases(.readIdentity), open)
        book.form(CaseAddress.closeWindow, for: .ownCases(.readIdentity), close)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let back = BackPath.read(asked.request.uri.queryParameters["back"].map { String($0) })
        // Who comes back to it with names shown already goes straight on.
        if try asked.signedIn().windowUntil != nil { return asked.goOn(to: back ?? CaseAddress.cases) }
        return WindowView(asked.page, minutes: site.policies.accounts.identityWindowMinutes, back: back).answer()
    }

    @Sendable
    private func open(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.passphrase.rawValue, BackPath.field])
        let back = BackPath.read(asked.form.text(BackPath.field))
        let minutes = site.policies.accounts.identityWindowMinutes
        let passphrase = asked.form.bytes(.passphrase)
        guard !passphrase.isEmpty else {
            return WindowView(asked.page, minutes: minutes, back: back, faults: [.passphrase: .missing])
                .answer(status: .unprocessableContent)
        }
        do {
            try await site.installation.openIdentityWindow(passphrase: passphrase, by: try asked.signedIn())
        } catch {
            guard let refusal = SecretRefusal(error, .passphrase, .wrongPassphrase) else { throw SecretRefusal.trouble(error) }
            return WindowView(asked.page, minutes: minutes, back: back, fault: refusal.notice, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
        return asked.goOn(to: back ?? CaseAddress.cases)
    }

    /// Whoever hides names may do so because somebody came in: the page that follows names nobody.
    @Sendable
    private func close(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([])
        try await site.installation.closeIdentityWindow(by: try asked.signedIn())
        var response = asked.goOn(to: CaseAddress.today)
        if let name = HTTPFields.Element.Name("Clear-Site-Data") { response.headers[name] = "\"cache\"" }
        return response
    }
}
