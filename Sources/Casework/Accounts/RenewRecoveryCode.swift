import CaseDomain
import Store
import Vault

/// A recovery code that is being printed in a session; the old one counts until this one was typed back.
struct PendingRecoveryCode: Sendable {
    /// After so many seconds the passphrase is asked for again.
    static let lifetime: Int64 = 30 * 60

    /// The member's keys under the new code.
    let wrap: Sealed<UserKeyringSecrets>
    /// The code as it is shown, under the session's token.
    var shown: Sealed<ShownSecrets>
    let began: Instant
}

/// A new recovery code in place of one whose paper is lost.
extension OpenInstallation {
    /// First step: the passphrase once more.
    package func renewRecoveryCode(passphrase: [UInt8], by visit: Visit) async throws(CaseworkError) {
        try await require(visit, .manageOwnAccount, .account(visit.actor.user), as: .changeRecoveryCode)
        let keyring = try await proveAgain(passphrase, by: visit).keyring
        let text = RecoveryCode.draw(chance)
        let wrap: Sealed<UserKeyringSecrets>
        do { wrap = try recoveryWrap(keyring, try RecoveryCode(typed: text), for: visit.actor.user) } catch { throw .vault(error) }
        let shown = try sealShown([text], "recovery code", under: visit.token)
        let pending = PendingRecoveryCode(wrap: wrap, shown: shown, began: now())
        desk.sessions.change(visit.name) { $0.newRecovery = pending }
    }

    /// Second step: the code, each time the same; `nil` when none is being printed.
    package func shownRecoveryCode(by visit: Visit) throws(CaseworkError) -> String? {
        try permit(visit, .manageOwnAccount, .account(visit.actor.user))
        guard let pending = pendingRecoveryCode(of: visit) else { return nil }
        return try openShown(pending.shown, "recovery code", under: visit.token).first
    }

    /// Last step: the code typed back; from now on it counts, and the old one opens nothing.
    package func confirmRecoveryCode(_ typed: String, by visit: Visit) async throws(CaseworkError) {
        try permit(visit, .manageOwnAccount, .account(visit.actor.user))
        guard let pending = pendingRecoveryCode(of: visit), var row = try credential(of: visit.actor.user) else {
            throw .account(.outOfOrder)
        }
        guard opens(pending.wrap, with: typed, of: visit.actor.user) else { throw .account(.wrongCode) }
        row.revision += 1
        row.recovery = pending.wrap
        try await commit([.putCredential(tagged(row))], entry(.changeRecoveryCode, by: visit, subject: visit.actor.user))
        let revision = row.revision
        desk.sessions.change(visit.name) { session in
            session.newRecovery = nil
            session.credential = revision
        }
        desk.sessions.end(of: visit.actor.user, except: visit.name)
        desk.drafts.end(of: visit.actor.user)
    }

    private func pendingRecoveryCode(of visit: Visit) -> PendingRecoveryCode? {
        guard let pending = session(of: visit)?.newRecovery, now().seconds - pending.began.seconds < PendingRecoveryCode.lifetime else {
            return nil
        }
        return pending
    }
}
