import CaseDomain
import Store
import Vault

/// Sessions as requests see them.
extension OpenInstallation {
    /// Whose request this is.
    ///
    /// The account is read again for each request: one that was disabled or changed its role meanwhile is nobody.
    package func arrival(cookie: String?) throws(CaseworkError) -> Arrival {
        guard let cookie, let token = SessionToken(cookieText: cookie) else { return .nobody }
        switch desk.sessions.find(token.digest, at: now()) {
        case .nothing: return .nobody
        case .idle(let session):
            guard let user = try userRow(session.user), user.state == .active else { return .nobody }
            return .idle(userName: user.name)
        case .open(let session):
            // The account is as it was at sign-in: enabled, and with the same secrets.
            guard let account = try account(session.user), account.user.state == .active,
                account.credential?.revision == session.credential
            else {
                desk.sessions.end(session.name)
                return .nobody
            }
            return .visit(Visit(token: token, actor: try acting(account.user), session: session))
        }
    }

    /// An account with what decisions about access rest on.
    func acting(_ user: UserRow) throws(CaseworkError) -> ActingUser {
        var number: Int?
        var everyNumber: [Int] = []
        if let centre = user.centre, let chain = try chain(of: centre)?.chain {
            everyNumber = chain.everybody.filter { $0.user == user.identifier }.map { Int($0.number) }
            if let grant = chain.member(of: user.identifier), grant.keys == memberKeys(user), grant.isEffective(at: now()) {
                number = Int(grant.number)
            }
        }
        return ActingUser(
            user: user.identifier, name: user.name, role: user.role, centre: user.centre, department: user.department, memberNumber: number,
            everyNumber: everyNumber
        )
    }

    func session(of visit: Visit) -> Session? {
        guard case .open(let session) = desk.sessions.find(visit.name, at: now()) else { return nil }
        return session
    }

    /// The member's own keys, opened with the token of the request.
    func keyring(of visit: Visit) throws(CaseworkError) -> UserKeyring {
        guard let session = session(of: visit) else { throw .refused }
        do {
            return try UserKeyring(
                opening: session.keyring, under: visit.token.sealingKey, for: bindings.session(visit.name, "keyring")
            )
        } catch {
            throw .vault(error)
        }
    }

    /// Comes back to an idle session with the passphrase alone: a new token, and what was typed is still there.
    package func returnToSession(
        cookie: String, passphrase: [UInt8], source: String, knownBrowser: String?
    ) async throws(CaseworkError) -> (started: StartedSession, typed: TypedForm?) {
        guard let token = SessionToken(cookieText: cookie), case .idle(let session) = desk.sessions.find(token.digest, at: now()),
            let user = try userRow(session.user)
        else { throw .refused }
        let keys = throttleKeys(name: user.name, source: source, knownBrowser: knownBrowser)
        let wait = desk.throttle.attempt(keys, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        let proof = try await proving(keys) { () async throws(CaseworkError) in try await self.prove(user.name, passphrase) }
        guard let proof, proof.user.identifier == session.user, proof.credential.revision == session.credential else {
            try await note(AuditEntry(actor: user.name, session: session.name, verb: .signIn, subject: user.identifier, outcome: .failed))
            throw .refused
        }
        desk.throttle.succeeded(keys)
        let typed = session.typed.flatMap { sealed -> TypedForm? in
            (try? token.sealingKey.open(sealed, for: bindings.session(session.name, "typed"))).flatMap { try? TypedForm(encoded: $0) }
        }
        // Of two at once one goes on, and a session that was ended meanwhile stays ended.
        guard desk.sessions.end(session.name) != nil else { throw .refused }
        let started = try await begin(
            session.stage, proof.user, proof.keyring, credential: proof.credential.revision, isPhone: session.isPhone, verb: .signIn
        )
        // The eight hours go on from the first sign-in.
        if let name = SessionToken(cookieText: started.cookie)?.digest {
            desk.sessions.resume(name, since: session.startedAt)
        }
        return (started, typed)
    }

    /// Keeps a form that came after the session had become idle, under the browser's own token.
    package func keep(_ form: TypedForm, cookie: String) {
        guard let token = SessionToken(cookieText: cookie), case .idle(let session) = desk.sessions.find(token.digest, at: now()),
            let sealed: Sealed<TypedForm> = try? token.sealingKey.seal(form.encoded(), for: bindings.session(session.name, "typed"))
        else { return }
        desk.sessions.change(session.name) { $0.typed = sealed }
    }

    /// Whether something that was typed waits in an idle session.
    package func keepsTyped(cookie: String) -> Bool {
        guard let token = SessionToken(cookieText: cookie), case .idle(let session) = desk.sessions.find(token.digest, at: now()) else {
            return false
        }
        return session.typed != nil
    }

    /// Signs out; whatever the session held is gone.
    package func signOut(_ visit: Visit) async throws(CaseworkError) {
        desk.sessions.end(visit.name)
        try await note(entry(.signOut, by: visit, subject: visit.actor.user))
    }

    /// Signs out of a session that is idle.
    package func forget(cookie: String) {
        guard let token = SessionToken(cookieText: cookie) else { return }
        desk.sessions.end(token.digest)
    }

    /// One's own sessions, oldest first.
    package func ownSessions(_ visit: Visit) throws(CaseworkError) -> [SessionSummary] {
        try permit(visit, .manageOwnAccount, .account(visit.actor.user))
        return desk.sessions.all(of: visit.actor.user, at: now()).map {
            SessionSummary(name: $0.name, startedAt: $0.startedAt, lastUsedAt: $0.lastUsedAt, isThisOne: $0.name == visit.name)
        }
    }

    /// Ends one of one's own sessions; that of somebody else is refused as one that is not there.
    package func endSession(_ name: [UInt8], by visit: Visit) async throws(CaseworkError) {
        try await require(visit, .manageOwnAccount, .account(visit.actor.user), as: .endSession)
        guard desk.sessions.all(of: visit.actor.user, at: now()).contains(where: { $0.name == name }) else {
            throw try await denied(.endSession, visit)
        }
        desk.sessions.end(name)
        try await note(entry(.endSession, by: visit, subject: visit.actor.user))
    }

    /// Ends all of one's own sessions but this.
    package func endOtherSessions(by visit: Visit) async throws(CaseworkError) {
        try await require(visit, .manageOwnAccount, .account(visit.actor.user), as: .endSession)
        desk.sessions.end(of: visit.actor.user, except: visit.name)
        try await note(entry(.endSession, by: visit, subject: visit.actor.user))
    }
}
