import Casework
import Hummingbird

/// What the steps of changing one's own account share.
extension PageRequest {
    /// The page after a change: its address names one of the known notices, nothing of anybody.
    func done(_ notice: AccountNotice) -> Response {
        goOn(to: "\(Address.account)?\(AccountNotice.parameter)=\(notice.rawValue)")
    }

    /// Does what a passphrase typed once more allows, or asks for it again.
    func confirmed(_ change: ConfirmView.Change, _ body: (Visit, [UInt8]) async throws -> Response) async throws -> Response {
        try form.expect([FormField.passphrase.rawValue])
        let passphrase = form.bytes(.passphrase)
        guard !passphrase.isEmpty else {
            return ConfirmView(page, change, faults: [.passphrase: .missing]).answer(status: .unprocessableContent)
        }
        do {
            return try await body(try signedIn(), passphrase)
        } catch {
            guard let refusal = SecretRefusal(error, .passphrase, .wrongPassphrase) else { throw SecretRefusal.trouble(error) }
            return ConfirmView(page, change, fault: refusal.notice, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }
}
