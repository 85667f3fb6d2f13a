import CaseDomain
import Store
import Vault

/// A second factor that is being set up in a session; the old one counts until a code of this one was typed.
struct PendingSecondFactor: Sendable {
    /// After so many seconds the passphrase is asked for again.
    static let lifetime: Int64 = 30 * 60

    let sealed: Sealed<TOTPSeed>
    let began: Instant
}

/// A new authenticator in place of the old one; the printed codes stay.
///
/// The old one counts until a code of the new one was typed: whoever fails to set it up is not locked out.
extension OpenInstallation {
    /// First step: the passphrase once more.
    package func renewSecondFactor(passphrase: [UInt8], by visit: Visit) async throws(CaseworkError) {
        try permit(visit, .manageOwnAccount, .account(visit.actor.user))
        guard visit.actor.role != .volunteer else { throw .refused }
        _ = try await proveAgain(passphrase, by: visit)
        let secret = TOTPSecret()
        do {
            let sealed = try secret.seal(under: keys.totp, for: bindings.secondFactor(visit.actor.user))
            let began = now()
            desk.sessions.change(visit.name) { $0.newFactor = PendingSecondFactor(sealed: sealed, began: began) }
        } catch {
            throw .vault(error)
        }
    }

    /// Second step: what is shown of it, each time the same; `nil` when none is being set up.
    package func shownSecondFactor(by visit: Visit) throws(CaseworkError) -> ShownSecondFactor? {
        try permit(visit, .manageOwnAccount, .account(visit.actor.user))
        guard let pending = pendingSecondFactor(of: visit) else { return nil }
        return try shown(pending.sealed, to: visit.actor.user, named: visit.actor.name, printedCodes: [])
    }

    /// Last step: a code of the new authenticator; from now on it counts, and the other sessions end.
    package func confirmSecondFactor(_ typed: String, by visit: Visit) async throws(CaseworkError) {
        try permit(visit, .manageOwnAccount, .account(visit.actor.user))
        guard let pending = pendingSecondFactor(of: visit), var row = try credential(of: visit.actor.user) else {
            throw .account(.outOfOrder)
        }
        let step: Int64?
        do {
            let secret = try TOTPSecret(opening: pending.sealed, under: keys.totp, for: bindings.secondFactor(visit.actor.user))
            step = secret.acceptedStep(of: typed, at: now(), after: -1)
        } catch {
            throw .vault(error)
        }
        guard let step else { throw .account(.wrongCode) }
        row.revision += 1
        row.totp = pending.sealed
        row.totpStep = step
        try await commit([.putCredential(tagged(row))], entry(.changeSecondFactor, by: visit, subject: visit.actor.user))
        let revision = row.revision
        desk.sessions.change(visit.name) { session in
            session.newFactor = nil
            session.credential = revision
        }
        desk.sessions.end(of: visit.actor.user, except: visit.name)
    }

    private func pendingSecondFactor(of visit: Visit) -> PendingSecondFactor? {
        guard let pending = session(of: visit)?.newFactor, now().seconds - pending.began.seconds < PendingSecondFactor.lifetime else {
            return nil
        }
        return pending
    }
}
