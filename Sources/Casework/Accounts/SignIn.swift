import CaseDomain
import Policies
import Store
import Vault

/// What somebody typed to sign in.
package struct SignInAttempt: Sendable {
    package var name: String
    /// Bytes as they came; the caller wipes its own.
    package var passphrase: [UInt8]
    /// Where the attempt comes from, for counting failures; never written down.
    package var source: String
    /// The mark of a browser from which somebody has signed in, as its cookie has it.
    package var knownBrowser: String?
    package var isPhone: Bool

    package init(name: String, passphrase: [UInt8], source: String, knownBrowser: String? = nil, isPhone: Bool = false) {
        self.name = name
        self.passphrase = passphrase
        self.source = source
        self.knownBrowser = knownBrowser
        self.isPhone = isPhone
    }
}

/// A session that has begun: what the browser keeps.
package struct StartedSession: Sendable {
    /// The value of the session's cookie.
    package let cookie: String
    package let stage: SessionStage
    /// The mark by which this browser is known later.
    package let knownBrowser: String?
}

extension OpenInstallation {
    /// Signs in with a passphrase.
    ///
    /// An unknown name, a wrong passphrase, a disabled account and one that has not enrolled give the same answer, `refused`, after the
    /// same work: one run of Argon2.
    package func signIn(_ attempt: SignInAttempt) async throws(CaseworkError) -> StartedSession {
        let keys = throttleKeys(name: attempt.name, source: attempt.source, knownBrowser: attempt.knownBrowser)
        let wait = desk.throttle.attempt(keys, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        let proof = try await proving(keys) { () async throws(CaseworkError) in
            try await self.prove(attempt.name, attempt.passphrase, isStranger: keys.count > 1)
        }
        guard let proof else {
            try await note(failedSignIn(attempt.name))
            throw .refused
        }
        let isVolunteer = proof.user.role == .volunteer
        let needsSecondFactor = !isVolunteer && proof.credential.totp != nil
        // Without a second factor nobody but a volunteer gets further than to set one up.
        guard isVolunteer || needsSecondFactor else {
            try await note(failedSignIn(attempt.name))
            throw .refused
        }
        let stage: SessionStage =
            needsSecondFactor ? .secondFactor(left: desk.rules.signInFailures) : proof.credential.mustChange ? .mustChange : .open
        desk.throttle.takeBack(keys)
        if !needsSecondFactor { desk.throttle.forget(keys) }
        let revision = await renewed(proof, attempt.passphrase)
        let started = try await begin(
            stage, proof.user, proof.keyring, credential: revision, isPhone: attempt.isPhone, verb: .signIn
        )
        // Failures are forgotten once the second factor is right as well.
        if needsSecondFactor, let name = SessionToken(cookieText: started.cookie)?.digest {
            desk.sessions.change(name) { $0.throttled = keys }
        }
        return started
    }

    /// Runs a proof; one that could not be looked at is not counted.
    func proving<Proof: Sendable>(
        _ keys: [Throttle.Key], _ body: () async throws(CaseworkError) -> Proof
    ) async throws(CaseworkError) -> Proof {
        do {
            return try await body()
        } catch {
            if case .account(.overloaded) = error { desk.throttle.takeBack(keys) }
            throw error
        }
    }

    /// What a right passphrase gives.
    struct PassphraseProof: Sendable {
        let user: UserRow
        let credential: CredentialRow
        let keyring: UserKeyring
    }

    /// Checks a passphrase; `nil` when anything of it is wrong.
    ///
    /// The work is the same whether or not there is such an account.
    func prove(_ name: String, _ typed: [UInt8], isStranger: Bool = false) async throws(CaseworkError) -> PassphraseProof? {
        let passphrase: TypedPassphrase
        do { passphrase = TypedPassphrase(try Passphrase(typed: typed)) } catch {
            // What no account's passphrase can be is answered like a wrong one, with the work of one.
            passphrase = TypedPassphrase.decoy
        }
        let user = AccountName(name) == nil ? nil : try userRow(named: name)
        let credential = try user.flatMap { (user) throws(CaseworkError) in try self.credential(of: user.identifier) }
        let isActive = user?.state == .active && credential != nil && passphrase.isTyped
        let identifier = user?.identifier ?? .none
        let salt = credential?.salt ?? Array(keys.throttling.digest("decoy salt", name).prefix(PassphraseSecrets.saltLength))
        let cost = credential.map { PassphraseCost(operations: $0.operations, memory: UInt64(clamping: $0.memory)) } ?? desk.cost
        let pepper = credential.flatMap { try? keys.pepper(generation: $0.pepperGeneration) } ?? keys.newestPepper
        let stored = credential
        let binding = bindings.keyring(identifier, column: "keyring")
        let answer = await desk.hashing.run(isStranger: isStranger) { () -> Result<UserKeyring?, VaultError> in
            Result { () throws(VaultError) -> UserKeyring? in
                let secrets = try PassphraseSecrets.derive(
                    passphrase.passphrase, salt: salt, cost: cost, user: identifier, pepper: pepper.key
                )
                guard let stored, secrets.verifier.matches(stored.verifier) else { return nil }
                return try UserKeyring(opening: stored.keyring, under: secrets.keyring, for: binding)
            }
        }
        guard let answer else { throw .account(.overloaded(seconds: 5)) }
        let keyring: UserKeyring?
        do { keyring = try answer.get() } catch { throw .vault(error) }
        guard isActive, let user, let credential, let keyring else { return nil }
        // A keyring whose public halves are not those of the account was put there by somebody else.
        guard keyring.box.publicKey.bytes == user.boxKey, keyring.signing.publicKey.bytes == user.signingKey else {
            throw .integrityFailed(table: "credential", row: user.identifier.description)
        }
        return PassphraseProof(user: user, credential: credential, keyring: keyring)
    }

    /// Begins a session under a new token.
    func begin(
        _ stage: SessionStage, _ user: UserRow, _ keyring: UserKeyring, credential: UInt32, isPhone: Bool, verb: AuditVerb
    ) async throws(CaseworkError) -> StartedSession {
        let token = SessionToken()
        let name = token.digest
        let cookie = token.cookieText
        let moment = now()
        do {
            let sealed: Sealed<UserKeyringSecrets> = try keyring.seal(under: token.sealingKey, for: bindings.session(name, "keyring"))
            desk.sessions.sweep(at: moment)
            desk.sessions.put(
                Session(
                    name: name, user: user.identifier, credential: credential, startedAt: moment, lastUsedAt: moment, stage: stage,
                    keyring: sealed,
                    isPhone: isPhone
                )
            )
        } catch {
            throw .vault(error)
        }
        do {
            try await note(AuditEntry(actor: user.name, session: name, verb: verb, subject: user.identifier))
        } catch {
            desk.sessions.end(name)
            throw error
        }
        // Only who has come all the way leaves a mark in the browser.
        return StartedSession(cookie: cookie, stage: stage, knownBrowser: stage == .open ? browserMark(for: user.identifier) : nil)
    }

    /// Moves an account to the newest pepper and to what a passphrase costs today, if there is time for it.
    ///
    /// The recovery code's wrap and the printed codes stay under the pepper that they were made with: no generation is ever deleted.
    ///
    /// - Returns: The revision of the credential that stands now.
    private func renewed(_ proof: PassphraseProof, _ typed: [UInt8]) async -> UInt32 {
        let row = proof.credential
        guard
            row.pepperGeneration != keys.newestPepper.generation || row.operations < desk.cost.operations
                || row.memory < Int64(clamping: desk.cost.memory)
        else { return row.revision }
        do {
            var sealed = try await sealed(proof.keyring, typed, for: proof.user.identifier, after: row)
            sealed.mustChange = row.mustChange
            try await commit(
                [.putCredential(tagged(sealed))], AuditEntry(actor: proof.user.name, verb: .changePassphrase, subject: row.user))
            return sealed.revision
        } catch {
            // Somebody signed in at the same moment, or the line is full: next time.
            return row.revision
        }
    }

    private func failedSignIn(_ name: String) throws(CaseworkError) -> AuditEntry {
        // A name that no account has may be a passphrase in the wrong field: it is not written down.
        let user = AccountName(name) == nil ? nil : try userRow(named: name)
        return AuditEntry(actor: user?.name ?? "?", verb: .signIn, subject: user?.identifier, outcome: .failed)
    }

    /// What an attempt is counted under: a known browser by itself, a stranger by name with source, by source, and by name anywhere.
    func throttleKeys(name: String, source: String, knownBrowser: String?) -> [Throttle.Key] {
        if let knownBrowser, let nonce = nonce(ofMark: knownBrowser, name: name) {
            return [.strict(keys.throttling.digest([Array("browser".utf8), Array(name.utf8), nonce.bytes]))]
        }
        return [
            .strict(keys.throttling.digest("name and source", name, source)), .source(keys.throttling.digest("source", source)),
            .anywhere(keys.throttling.digest("name", name)),
        ]
    }

    /// What somebody is counted under who types a code of 60 bits or more: where it comes from alone.
    func throttleKeys(source: String, _ what: String) -> [Throttle.Key] {
        [.strict(keys.throttling.digest("code", what, source))]
    }

    /// What something is counted under that only the account's owner, or who holds the passphrase, comes to.
    func ownThrottleKey(_ what: String, _ user: Identifier<User>) -> [Throttle.Key] {
        [.strict(keys.throttling.digest([Array(what.utf8), user.bytes]))]
    }

    /// A mark that says that somebody has signed in as this user from this browser: a nonce and its keyed digest.
    private func browserMark(for user: Identifier<User>) -> String {
        let nonce = chance.identifier(of: User.self)
        return "\(nonce)\(mark(nonce, user))"
    }

    private func mark(_ nonce: Identifier<User>, _ user: Identifier<User>) -> Identifier<User> {
        let digest = keys.throttling.digest([Array("browser mark".utf8), nonce.bytes, user.bytes], count: 16)
        return Identifier(bytes: digest) ?? .none
    }

    private func nonce(ofMark text: String, name: String) -> Identifier<User>? {
        guard text.utf8.count == 52, let nonce = Identifier<User>(String(text.prefix(26))),
            let given = Identifier<User>(String(text.suffix(26))), AccountName(name) != nil, let user = try? userRow(named: name),
            ConstantTime.areEqual(mark(nonce, user.identifier).bytes, given.bytes)
        else { return nil }
        return nonce
    }
}

/// A passphrase in locked memory, shared with the thread that hashes it.
final class TypedPassphrase: Sendable {
    let passphrase: Passphrase
    /// Whether somebody typed it.
    let isTyped: Bool

    init(_ passphrase: consuming Passphrase, isTyped: Bool = true) {
        self.passphrase = passphrase
        self.isTyped = isTyped
    }

    /// What is hashed in place of something that can be no passphrase.
    static var decoy: TypedPassphrase {
        // Plain ASCII is always a passphrase's text.
        guard let passphrase = try? Passphrase(typed: Array("nobody's passphrase".utf8)) else { preconditionFailure("ASCII is text") }
        return TypedPassphrase(passphrase, isTyped: false)
    }
}

/// The name of an account: 2 to 64 of a–z, 0–9, ".", "-" and "_", beginning with a letter.
package struct AccountName: Hashable, Sendable {
    package let text: String

    package init?(_ text: String) {
        guard (2...64).contains(text.utf8.count), let first = text.utf8.first, (0x61...0x7A).contains(first),
            text.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F })
        else { return nil }
        self.text = text
    }
}
