package import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Opens the identity of a person in a case of the session's centre.
    ///
    /// As `openIdentity`, for whoever needs no more than what it says.
    package func readIdentity(
        of person: Identifier<Person>, in caseFile: Identifier<Case>, by session: CentreSession
    ) async throws(CaseworkError) -> PersonIdentity {
        try await openIdentity(of: person, in: caseFile, by: session).identity
    }

    /// Opens the identity of a person in an opened case, for somebody who may.
    func identity(
        of person: Identifier<Person>, in opened: OpenedCase, _ session: CentreSession
    ) throws(CaseworkError) -> PersonIdentity {
        let caseFile = opened.identifier
        // Somebody whose identity was erased has an empty one.
        guard opened.file.erasedPeople[person] == nil else { return PersonIdentity() }
        guard let row = try identityRow(of: person, opened) else { throw .refused }
        return try identity(in: row, of: caseFile, session)
    }

    /// The identity of a person of an opened case as it lies in the file; it is read for nothing else.
    func identityRow(of person: Identifier<Person>, _ opened: OpenedCase) throws(CaseworkError) -> IdentityRow? {
        do { return try store.identities(ofCase: opened.sealed.row.number).first { $0.person == person } } catch { throw .store(error) }
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
