import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Opens an account with its recovery code and the second factor; a new passphrase and a new code have to follow.
    ///
    /// The same answer, `wrongCode`, for a wrong name, a wrong recovery code and a wrong second factor.
    package func beginRecovery(
        name: String, recoveryCode: String, secondFactor: String, source: String
    ) async throws(CaseworkError) -> Enrolment {
        let throttled = throttleKeys(source: source, "recovery")
        let wait = desk.throttle.attempt(throttled, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        let named = AccountName(name) == nil ? nil : try userRow(named: name)
        guard let user = named, user.state == .active, let credential = try credential(of: user.identifier),
            let keyring = recovered(credential, recoveryCode), keyring.box.publicKey.bytes == user.boxKey,
            keyring.signing.publicKey.bytes == user.signingKey
        else {
            return try await fail(named)
        }
        let said = AuditEntry(actor: user.name, verb: .secondFactor, subject: user.identifier)
        if user.role != .volunteer {
            // The same count as at sign-in: recovery is no second pool of guesses.
            let own = ownThrottleKey("second factor", user.identifier)
            let wait = desk.ownThrottle.attempt(own, at: now())
            guard wait == 0 else { throw .account(.wait(seconds: wait)) }
            guard try await spend(secondFactor, of: credential, said) else { return try await fail(user) }
            desk.ownThrottle.succeeded(own)
        }
        desk.throttle.succeeded(throttled)
        return try begin(user, .recovery, keyring, credential)
    }

    private func fail(_ user: UserRow?) async throws(CaseworkError) -> Enrolment {
        try await note(AuditEntry(actor: user?.name ?? "?", verb: .recoverAccount, subject: user?.identifier, outcome: .failed))
        throw .account(.wrongCode)
    }

    /// The keyring under a recovery code; whichever generation of the pepper it was mixed with.
    private func recovered(_ credential: CredentialRow, _ typed: String) -> UserKeyring? {
        guard let wrap = credential.recovery, let code = try? RecoveryCode(typed: typed) else { return nil }
        for generation in keys.pepperGenerations {
            guard let pepper = try? keys.pepper(generation: generation) else { continue }
            if let keyring = try? UserKeyring(
                opening: wrap, under: code.key(for: credential.user, pepper: pepper.key),
                for: bindings.keyring(credential.user, column: "recovery")
            ) {
                return keyring
            }
        }
        return nil
    }
}
