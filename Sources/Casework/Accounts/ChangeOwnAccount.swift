import CaseDomain
import Policies
import Store
import Vault

extension OpenInstallation {
    /// Changes one's own passphrase; the other sessions end.
    ///
    /// The keys stay: the recovery code goes on opening the account.
    package func changePassphrase(from old: [UInt8], to new: [UInt8], by visit: Visit) async throws(CaseworkError) {
        guard visit.stage == .open || visit.stage == .mustChange else { throw try await denied(.changePassphrase, visit) }
        let throttled = ownThrottleKey("passphrase", visit.actor.user)
        let wait = desk.ownThrottle.attempt(throttled, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        guard let proof = try await prove(visit.actor.name, old), proof.user.identifier == visit.actor.user else {
            try await note(entry(.changePassphrase, by: visit, subject: visit.actor.user, outcome: .failed))
            throw .account(.wrongCode)
        }
        desk.ownThrottle.succeeded(throttled)
        // Two input methods write one passphrase in different bytes; texts compare by what they say.
        guard String(decoding: old, as: UTF8.self) != String(decoding: new, as: UTF8.self) else { throw .account(.samePassphrase) }
        try check(newPassphrase: new, userName: visit.actor.name)
        let row = try await sealed(proof.keyring, new, for: visit.actor.user, after: proof.credential)
        try await commit([.putCredential(tagged(row))], entry(.changePassphrase, by: visit, subject: visit.actor.user))
        desk.sessions.end(of: visit.actor.user, except: visit.name)
        desk.drafts.end(of: visit.actor.user)
        desk.sessions.change(visit.name) { session in
            session.stage = .open
            session.credential = row.revision
        }
        visit.needsNewToken()
    }

    /// Ten new printed codes in place of those that are left.
    package func renewPrintedCodes(passphrase: [UInt8], by visit: Visit) async throws(CaseworkError) -> [String] {
        try await require(visit, .manageOwnAccount, .account(visit.actor.user), as: .changeSecondFactor)
        _ = try await proveAgain(passphrase, by: visit)
        let made: (codes: [String], digests: [[UInt8]])
        do { made = try newPrintedCodes(for: visit.actor.user) } catch { throw .vault(error) }
        try await commit(
            [.replacePrintedCodes(user: visit.actor.user, digests: made.digests)],
            entry(.changeSecondFactor, by: visit, subject: visit.actor.user)
        )
        return made.codes
    }

    /// Asks for the passphrase once more before something that matters.
    func proveAgain(_ passphrase: [UInt8], by visit: Visit) async throws(CaseworkError) -> PassphraseProof {
        let throttled = ownThrottleKey("passphrase", visit.actor.user)
        let wait = desk.ownThrottle.attempt(throttled, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        guard let proof = try await prove(visit.actor.name, passphrase), proof.user.identifier == visit.actor.user else {
            try await note(entry(.signIn, by: visit, subject: visit.actor.user, outcome: .failed))
            throw .account(.wrongCode)
        }
        desk.ownThrottle.succeeded(throttled)
        visit.needsNewToken()
        return proof
    }

    /// Opens the identity window: names are shown for a while, and each reading is an entry all the same.
    package func openIdentityWindow(passphrase: [UInt8], by visit: Visit) async throws(CaseworkError) {
        guard visit.stage == .open, visit.actor.role.opensCases else { throw try await denied(.openIdentityWindow, visit) }
        _ = try await proveAgain(passphrase, by: visit)
        let until = Instant(seconds: now().seconds + Int64(desk.rules.identityWindowMinutes) * 60)
        try await note(entry(.openIdentityWindow, by: visit, centre: visit.actor.centre))
        desk.sessions.change(visit.name) { session in
            session.windowUntil = until
            session.lookReasons = [:]
        }
    }

    /// Hides all names again.
    package func closeIdentityWindow(by visit: Visit) async throws(CaseworkError) {
        desk.sessions.change(visit.name) { session in
            session.windowUntil = nil
            session.lookReasons = [:]
        }
        try await note(entry(.closeIdentityWindow, by: visit, centre: visit.actor.centre))
    }
}
