import CaseDomain
import Vault

extension OpenInstallation {
    /// Moves a session to a new token once the passphrase was asked again; the old token leads nowhere from then on.
    ///
    /// Whoever had copied the cookie before is left behind with what it opened.
    ///
    /// - Returns: The session as it goes on; `nil` when nothing was asked again under this token.
    package func renewToken(of visit: Visit) throws(CaseworkError) -> Visit? {
        guard let session = session(of: visit), session.isProvenAgain else { return nil }
        let token = SessionToken()
        let name = token.digest
        let keyring: Sealed<UserKeyringSecrets>
        var recovery = session.newRecovery
        do {
            keyring = try self.keyring(of: visit).seal(under: token.sealingKey, for: bindings.session(name, "keyring"))
            if let pending = recovery {
                let shown = try openShown(pending.shown, "recovery code", under: visit.token)
                recovery?.shown = try sealShown(shown, "recovery code", under: token)
            }
        } catch {
            throw CaseworkError(error)
        }
        var moved = Session(
            name: name, user: session.user, credential: session.credential, startedAt: session.startedAt, lastUsedAt: session.lastUsedAt,
            stage: session.stage, keyring: keyring, isPhone: session.isPhone
        )
        moved.windowUntil = session.windowUntil
        moved.newFactor = session.newFactor
        moved.newRecovery = recovery
        // The centre's keys are opened again from the member's box.
        guard desk.sessions.move(visit.name, to: moved) else { return nil }
        return Visit(token: token, actor: visit.actor, session: moved)
    }
}
