import CaseDomain
import Vault

extension OpenInstallation {
    /// Moves the session of a request in which the passphrase was asked again to a new token; the old one leads nowhere from then on.
    ///
    /// Whoever had copied the cookie before is left behind with what it opened: only the answer to this request carries the new one.
    ///
    /// - Returns: The session as it goes on; `nil` when nothing was asked again, or the session has ended.
    package func renewToken(of visit: Visit) throws(CaseworkError) -> Visit? {
        guard visit.takeNewToken(), let session = session(of: visit) else { return nil }
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
        // What another request changed meanwhile goes along; the centre's keys are opened again from the member's box.
        let resealed = recovery
        guard let moved = desk.sessions.move(visit.name, to: { $0.moved(to: name, keyring, resealed) }) else { return nil }
        return Visit(token: token, actor: visit.actor, session: moved)
    }
}

extension Session {
    /// The session under another name, with what lies under its token sealed anew.
    fileprivate func moved(to name: [UInt8], _ keyring: Sealed<UserKeyringSecrets>, _ recovery: PendingRecoveryCode?) -> Session {
        var moved = Session(
            name: name, user: user, credential: credential, startedAt: startedAt, lastUsedAt: lastUsedAt, stage: stage, keyring: keyring,
            isPhone: isPhone
        )
        moved.absence = absence
        moved.windowUntil = windowUntil
        moved.lookReasons = lookReasons
        moved.newFactor = newFactor
        moved.newRecovery = newRecovery == nil ? nil : recovery
        return moved
    }
}
