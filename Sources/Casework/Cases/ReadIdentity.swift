package import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Opens the identity of a person in a case of the session's centre.
    ///
    /// Every reading is an audit entry, written before it is shown.
    package func readIdentity(
        of person: Identifier<Person>, in caseFile: Identifier<Case>, by session: CentreSession
    ) async throws(CaseworkError) -> PersonIdentity {
        let identity = try await traced(.readIdentity, on: caseFile, session) { () async throws(CaseworkError) in
            try self.identity(of: person, in: caseFile, session)
        }
        try await note(
            AuditEntry(
                actor: session.actor.name, session: session.sessionName, verb: .readIdentity, caseFile: caseFile, centre: session.centre))
        return identity
    }

    private func identity(
        of person: Identifier<Person>, in caseFile: Identifier<Case>, _ session: CentreSession
    ) throws(CaseworkError) -> PersonIdentity {
        let opened = try opened(caseFile, session)
        try permit(session.actor, .readIdentity, .caseFile(centre: session.centre, limits: opened.file.limits))
        // Names are shown in the window that a re-authentication opens, and nowhere else.
        guard let until = session.windowUntil, now() < until else { throw .account(.windowClosed) }
        return try self.identity(of: person, in: opened, session)
    }

    /// Opens the identity of a person in an opened case, for somebody who may.
    func identity(
        of person: Identifier<Person>, in opened: OpenedCase, _ session: CentreSession
    ) throws(CaseworkError) -> PersonIdentity {
        let caseFile = opened.identifier
        // Somebody whose identity was erased has an empty one.
        guard opened.file.erasedPeople[person] == nil else { return PersonIdentity() }
        guard let row = opened.sealed.identities.first(where: { $0.person == person }) else { throw .refused }
        return try identity(in: row, of: caseFile, session)
    }

    /// Opens an identity as it lies in the file, for somebody who may.
    func identity(
        in row: IdentityRow, of caseFile: Identifier<Case>, _ session: CentreSession
    ) throws(CaseworkError) -> PersonIdentity {
        guard let wrapped = row.key else { throw .refused }
        let keyData = bindings.identityKey(row.person, of: caseFile, centre: session.centre, generation: row.generation)
        let data = bindings.identity(
            row.person, of: caseFile, centre: session.centre, generation: row.generation, revision: row.revision)
        do {
            let key: SymmetricKey<IdentityUse> = try session.keyring.unwrap(wrapped, for: keyData, tag: keys.boxTags)
            return try PersonIdentity(encoded: try key.open(row.sealed, for: data))
        } catch {
            throw .integrityFailed(table: "identity", row: row.person.description)
        }
    }
}
