package import CaseDomain
import Store
import Vault

/// An identity that takes the place of the one in a row.
struct RewrittenIdentity: Sendable {
    let identity: PersonIdentity
    let before: IdentityRow
}

extension CaseAddition {
    /// Every identity that comes with the entry.
    var identities: [Identifier<Person>: PersonIdentity] {
        var all = newIdentities
        if let rewritten { all[rewritten.before.person] = rewritten.identity }
        return all
    }
}

extension OpenInstallation {
    /// Writes who a person is and how to reach them, in place of what stood there.
    ///
    /// Sealed under the person's own key, at the next revision. The facts are derived again: the document number may be another one.
    /// What was written before is gone; the journal says that it was written, not what.
    ///
    /// - Parameter revision: That of the identity that was read.
    /// - Throws: `overtaken` when somebody else wrote since then; `windowClosed` and `reasonMissing` as for reading: what stood there is
    ///   gone for good, and nobody writes over it who could not look at it at this moment; `refused` also for a person whose identity was erased: its key is gone,
    ///   and nobody makes another.
    package func writeIdentity(
        _ identity: PersonIdentity, of person: Identifier<Person>, after revision: UInt32, in caseFile: Identifier<Case>,
        by session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .writeIdentity) { opened throws(CaseworkError) in
            // Who may not read it does not write over it.
            try permit(session.actor, .readIdentity, .caseFile(centre: session.centre, limits: opened.file.limits))
            try self.requireWindow(session)
            guard !self.needsReason(opened, session) else { throw .account(.reasonMissing) }
            guard opened.file.erasedPeople[person] == nil, let row = try self.identityRow(of: person, opened) else {
                throw .refused
            }
            guard row.revision == revision else { throw .overtaken }
            var addition = CaseAddition(.identityWritten(person), .writeIdentity)
            addition.rewritten = RewrittenIdentity(identity: identity, before: row)
            return addition
        }
    }

    /// The row that a rewritten identity becomes, under the key that it has.
    func seal(
        _ rewritten: RewrittenIdentity, of caseFile: Identifier<Case>, _ session: CentreSession
    ) throws(VaultError) -> IdentityRow {
        let (before, centre) = (rewritten.before, session.centre)
        guard let wrapped = before.key else { throw .wrongKey }
        let keyData = bindings.identityKey(before.person, of: caseFile, centre: centre, generation: before.generation)
        let key: SymmetricKey<IdentityUse> = try session.keyring.unwrap(wrapped, for: keyData, tag: keys.boxTags)
        let revision = before.revision + 1
        return IdentityRow(
            person: before.person, revision: revision, generation: before.generation,
            sealed: try key.seal(
                rewritten.identity.encoded(),
                for: bindings.identity(before.person, of: caseFile, centre: centre, generation: before.generation, revision: revision)),
            key: nil)
    }
}
