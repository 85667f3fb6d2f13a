import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Ends a sign-in with a code of the second factor: six digits of now, or one of the ten printed codes.
    ///
    /// Each code is good once, also for two who type it at the same moment. The session goes on under a new token.
    package func giveSecondFactor(_ typed: String, in visit: Visit) async throws(CaseworkError) -> StartedSession {
        guard case .secondFactor = visit.stage, let session = session(of: visit) else { throw .refused }
        let throttled = ownThrottleKey("second factor", visit.actor.user)
        let wait = desk.ownThrottle.attempt(throttled, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        guard let user = try userRow(visit.actor.user), user.state == .active, let credential = try credential(of: user.identifier),
            credential.revision == session.credential
        else { throw .refused }
        let isGood = try await spend(typed, of: credential, entry(.secondFactor, by: visit, subject: user.identifier))
        guard isGood else {
            desk.sessions.failSecondFactor(visit.name)
            try await note(entry(.secondFactor, by: visit, subject: user.identifier, outcome: .failed))
            throw .account(.wrongCode)
        }
        desk.ownThrottle.succeeded(throttled)
        desk.throttle.forget(session.throttled)
        let keyring = try keyring(of: visit)
        // Of two at once one goes on.
        guard desk.sessions.end(visit.name) != nil else { throw .refused }
        return try await begin(
            credential.mustChange ? .mustChange : .open, user, keyring, credential: credential.revision, isPhone: session.isPhone,
            verb: .signIn
        )
    }

    /// Uses a code up; `false` when it is not one, or has been used.
    func spend(_ typed: String, of credential: CredentialRow, _ entry: AuditEntry) async throws(CaseworkError) -> Bool {
        let change: AccountChange
        if let step = try step(of: typed, credential) {
            change = .useTOTPStep(user: credential.user, step: step)
        } else if let digest = printedDigest(typed, of: credential) {
            change = .usePrintedCode(user: credential.user, digest: digest)
        } else {
            return false
        }
        do {
            try await commit([change], entry)
            return true
        } catch .account(.wrongCode) {
            return false
        }
    }

    private func step(of typed: String, _ credential: CredentialRow) throws(CaseworkError) -> Int64? {
        guard let sealed = credential.totp else { return nil }
        do {
            let secret = try TOTPSecret(opening: sealed, under: keys.totp, for: bindings.secondFactor(credential.user))
            return secret.acceptedStep(of: typed, at: now(), after: credential.totpStep)
        } catch {
            throw .integrityFailed(table: "credential", row: credential.user.description)
        }
    }

    /// The digest under which a printed code would lie; printed codes are kept under the pepper of the credential.
    private func printedDigest(_ typed: String, of credential: CredentialRow) -> [UInt8]? {
        for generation in keys.pepperGenerations {
            guard let pepper = try? keys.pepper(generation: generation),
                let digest = try? PrintedCodes.digest(typed: typed, for: credential.user, pepper: pepper.key),
                (try? store.hasPrintedCode(digest, of: credential.user)) == true
            else { continue }
            return digest
        }
        return nil
    }
}
