import CaseDomain
import Store
package import Vault

/// An enrolment that has begun: the token that the browser keeps, and what comes next.
package final class Enrolment: Sendable {
    package let token: SessionToken
    package let userName: String
    /// Whether an authenticator has to be set up; not for volunteers, nor at a recovery.
    package let needsSecondFactor: Bool
    package let isRecovery: Bool

    init(token: consuming SessionToken, _ draft: EnrolmentDraft) {
        self.token = token
        userName = draft.user.name
        needsSecondFactor = !draft.hasSecondFactor
        isRecovery = draft.reason == .recovery
    }
}

/// What is shown of a new second factor, once.
package struct ShownSecondFactor: Sendable {
    /// In base 32, to be typed.
    package let secret: String
    /// The `otpauth` address for a QR code.
    package let address: String
    /// Ten codes to print.
    package let printedCodes: [String]
}

/// The steps of an enrolment: code, passphrase, second factor, recovery code shown, recovery code typed back.
extension OpenInstallation {
    /// First step: the code that the administrator handed over.
    ///
    /// A name that is not there, a wrong code and one that ran out give the same answer.
    package func beginEnrolment(name: String, code: String, source: String) async throws(CaseworkError) -> Enrolment {
        let throttled = throttleKeys(source: source, "enrolment")
        let wait = desk.throttle.attempt(throttled, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        guard let user = AccountName(name) == nil ? nil : try userRow(named: name), user.state == .invited,
            let enrolment = try enrolmentRow(code, .account), enrolment.user == user.identifier
        else {
            try await note(AuditEntry(actor: "?", verb: .enrolUser, outcome: .failed))
            throw .account(.wrongCode)
        }
        desk.throttle.succeeded(throttled)
        return try begin(user, .enrolment(code: enrolment.digest), try vault { () throws(VaultError) in try UserKeyring() }, nil)
    }

    /// An unused code that has not run out.
    func enrolmentRow(_ code: String, _ kind: EnrolmentKind) throws(CaseworkError) -> EnrolmentRow? {
        for generation in keys.pepperGenerations {
            guard let pepper = try? keys.pepper(generation: generation),
                let digest = try? EnrolmentCode.digest(typed: code, pepper: pepper.key)
            else { continue }
            let row: EnrolmentRow?
            do { row = try store.enrolment(digest) } catch { throw .store(error) }
            guard let row else { continue }
            guard tags.enrolment(row) == row.tag else { throw .integrityFailed(table: "enrolment", row: row.user.description) }
            return row.kind == kind && row.expiresAt > now() ? row : nil
        }
        return nil
    }

    func begin(
        _ user: UserRow, _ reason: EnrolmentDraft.Reason, _ keyring: UserKeyring, _ credential: CredentialRow?
    ) throws(CaseworkError) -> Enrolment {
        let token = SessionToken()
        let isRecovery = reason == .recovery
        let name = token.digest
        let sealed: Sealed<UserKeyringSecrets>
        do { sealed = try keyring.seal(under: token.sealingKey, for: bindings.session(name, "draft")) } catch { throw .vault(error) }
        let draft = EnrolmentDraft(
            user: user, reason: reason, began: now(), keyring: sealed, basedOn: credential?.revision ?? 0, credential: nil,
            hasSecondFactor: isRecovery || user.role == .volunteer
        )
        desk.drafts.put(draft, under: token.digest, at: now())
        return Enrolment(token: token, draft)
    }

    /// The enrolment that a browser is in the middle of.
    package func enrolment(cookie: String?) -> Enrolment? {
        guard let cookie, let token = SessionToken(cookieText: cookie), let draft = desk.drafts.find(token.digest, at: now()) else {
            return nil
        }
        return Enrolment(token: token, draft)
    }

    /// Second step: a passphrase.
    package func choosePassphrase(_ typed: [UInt8], in enrolment: Enrolment) async throws(CaseworkError) {
        let draft = try draft(of: enrolment)
        try check(newPassphrase: typed, userName: draft.user.name)
        // A credential that is there already is the stored one: a recovery changes it, an enrolment begins anew.
        let before = draft.reason == .recovery ? try credential(of: draft.user.identifier) : nil
        guard draft.reason != .recovery || before?.revision == draft.basedOn else { throw .account(.outOfOrder) }
        let made = try await sealed(try keyring(of: enrolment, draft), typed, for: draft.user.identifier, after: before)
        desk.drafts.change(enrolment.token.digest) { draft in
            var made = made
            made.totp = draft.credential?.totp ?? made.totp
            // A code that showed the authenticator to be set up is spent.
            made.totpStep = max(made.totpStep, draft.credential?.totpStep ?? 0)
            made.recovery = nil
            draft.credential = made
            draft.shownRecovery = nil
        }
    }

    /// Third step: a new second factor; `shownSecondFactor(in:)` shows the same again, this makes another.
    @discardableResult
    package func showSecondFactor(in enrolment: Enrolment) throws(CaseworkError) -> ShownSecondFactor {
        let draft = try draft(of: enrolment)
        guard draft.credential != nil, draft.user.role != .volunteer, draft.reason != .recovery else { throw .account(.outOfOrder) }
        let shown = try newSecondFactor(for: draft.user)
        let sealed = try sealShown(shown.shown.printedCodes, "printed codes", under: enrolment.token)
        desk.drafts.change(enrolment.token.digest) { draft in
            draft.credential?.totp = shown.sealed
            draft.credential?.totpStep = 0
            draft.printedCodes = shown.digests
            draft.shownCodes = sealed
            draft.hasSecondFactor = false
        }
        return shown.shown
    }

    /// A second factor with its printed codes, as it is shown and as it is kept.
    func newSecondFactor(
        for user: UserRow
    ) throws(CaseworkError) -> (shown: ShownSecondFactor, sealed: Sealed<TOTPSeed>, digests: [[UInt8]]) {
        do {
            let secret = TOTPSecret()
            let sealed = try secret.seal(under: keys.totp, for: bindings.secondFactor(user.identifier))
            let (codes, digests) = try newPrintedCodes(for: user.identifier)
            return (
                ShownSecondFactor(secret: secret.text, address: secret.address(account: user.name), printedCodes: codes), sealed, digests
            )
        } catch {
            throw CaseworkError(error)
        }
    }

    func newPrintedCodes(for user: Identifier<User>) throws(VaultError) -> (codes: [String], digests: [[UInt8]]) {
        let codes = PrintedCodes.draw(chance)
        var digests: [[UInt8]] = []
        for code in codes { digests.append(try PrintedCodes.digest(typed: code, for: user, pepper: keys.newestPepper.key)) }
        return (codes, digests)
    }

    /// Still the third step: a code of the new authenticator shows that it is set up.
    package func confirmSecondFactor(_ typed: String, in enrolment: Enrolment) throws(CaseworkError) {
        let draft = try draft(of: enrolment)
        guard let sealed = draft.credential?.totp, draft.reason != .recovery else { throw .account(.outOfOrder) }
        let step: Int64?
        do {
            let secret = try TOTPSecret(opening: sealed, under: keys.totp, for: bindings.secondFactor(draft.user.identifier))
            step = secret.acceptedStep(of: typed, at: now(), after: draft.credential?.totpStep ?? 0)
        } catch {
            throw .vault(error)
        }
        guard let step else { throw .account(.wrongCode) }
        desk.drafts.change(enrolment.token.digest) { draft in
            draft.credential?.totpStep = step
            draft.hasSecondFactor = true
            draft.shownCodes = nil
        }
    }

    /// Fourth step: a recovery code; `shownRecoveryCode(in:)` shows the same again, this makes another.
    @discardableResult
    package func showRecoveryCode(in enrolment: Enrolment) throws(CaseworkError) -> String {
        let draft = try draft(of: enrolment)
        guard draft.credential != nil, draft.hasSecondFactor else { throw .account(.outOfOrder) }
        let text = RecoveryCode.draw(chance)
        let wrap: Sealed<UserKeyringSecrets>
        let keyring = try keyring(of: enrolment, draft)
        do { wrap = try recoveryWrap(keyring, try RecoveryCode(typed: text), for: draft.user.identifier) } catch {
            throw .vault(error)
        }
        let sealed = try sealShown([text], "recovery code", under: enrolment.token)
        desk.drafts.change(enrolment.token.digest) { draft in
            draft.credential?.recovery = wrap
            draft.shownRecovery = sealed
        }
        return text
    }

    /// Last step: the recovery code typed back; only now is anything stored.
    package func finishEnrolment(recoveryCode typed: String, in enrolment: Enrolment) async throws(CaseworkError) {
        let draft = try draft(of: enrolment)
        guard let credential = draft.credential, let wrap = credential.recovery, draft.hasSecondFactor else { throw .account(.outOfOrder) }
        guard opens(wrap, with: typed, of: draft.user.identifier) else { throw .account(.wrongCode) }
        try await store(draft, credential, try keyring(of: enrolment, draft))
        let done = FinishedEnrolment(opensCases: draft.user.role.opensCases, isRecovery: draft.reason == .recovery)
        desk.drafts.end(enrolment.token.digest, as: done, at: now())
    }

    /// The keyring of a draft, opened with the token of the request.
    private func keyring(of enrolment: Enrolment, _ draft: EnrolmentDraft) throws(CaseworkError) -> UserKeyring {
        do {
            return try UserKeyring(
                opening: draft.keyring, under: enrolment.token.sealingKey, for: bindings.session(enrolment.token.digest, "draft")
            )
        } catch {
            throw .vault(error)
        }
    }

    private func store(_ draft: EnrolmentDraft, _ credential: CredentialRow, _ keyring: UserKeyring) async throws(CaseworkError) {
        let user = draft.user
        var changes: [AccountChange] = []
        let verb: AuditVerb
        switch draft.reason {
        case .enrolment(let code):
            verb = .enrolUser
            changes = [
                .takeEnrolment(digest: code),
                .updateUser(
                    changed(user) { row in
                        row.state = .active
                        row.boxKey = keyring.box.publicKey.bytes
                        row.signingKey = keyring.signing.publicKey.bytes
                    }
                ),
                .replacePrintedCodes(user: user.identifier, digests: draft.printedCodes),
            ]
        case .recovery:
            verb = .recoverAccount
            // An account that was disabled or invited anew meanwhile is another one: its row has moved on, and this is refused.
            changes = [.updateUser(changed(user) { _ in })]
        }
        var row = credential
        if case .enrolment = draft.reason { row.revision = (try self.credential(of: user.identifier)?.revision ?? 0) + 1 }
        changes.append(.putCredential(tagged(row)))
        var releases: [ReleaseChange] = []
        if case .enrolment = draft.reason { releases = try releaseChanges(enrolling: user.identifier, user.role, keyring) }
        try await commit(changes, AuditEntry(actor: user.name, verb: verb, subject: user.identifier), with: releases)
        desk.sessions.end(of: user.identifier)
    }

    func draft(of enrolment: Enrolment) throws(CaseworkError) -> EnrolmentDraft {
        guard let draft = desk.drafts.find(enrolment.token.digest, at: now()) else { throw .account(.outOfOrder) }
        return draft
    }

    /// Runs something of the vault; its error becomes ours.
    func vault<Value>(_ body: () throws(VaultError) -> Value) throws(CaseworkError) -> Value {
        do { return try body() } catch { throw .vault(error) }
    }
}
