import CaseDomain
import Store
import Vault

/// Reading and making the rows of accounts, each checked against its keyed tag.
extension OpenInstallation {
    func userRow(named name: String) throws(CaseworkError) -> UserRow? {
        do { return try checked(try store.user(named: name)) } catch { throw CaseworkError(error) }
    }

    func userRow(_ user: Identifier<User>) throws(CaseworkError) -> UserRow? {
        do { return try checked(try store.user(user)) } catch { throw CaseworkError(error) }
    }

    func checked(_ row: UserRow?) throws(CaseworkError) -> UserRow? {
        guard let row else { return nil }
        guard tags.user(row) == row.tag else { throw .integrityFailed(table: "user", row: row.identifier.description) }
        return row
    }

    func credential(of user: Identifier<User>) throws(CaseworkError) -> CredentialRow? {
        let row: CredentialRow?
        do { row = try store.credential(of: user) } catch { throw .store(error) }
        return try checked(row, of: user)
    }

    /// A user with what they sign in with.
    func account(_ user: Identifier<User>) throws(CaseworkError) -> (user: UserRow, credential: CredentialRow?)? {
        let found: (user: UserRow, credential: CredentialRow?)?
        do { found = try store.account(user) } catch { throw .store(error) }
        guard let found, let row = try checked(found.user) else { return nil }
        return (row, try checked(found.credential, of: user))
    }

    private func checked(_ row: CredentialRow?, of user: Identifier<User>) throws(CaseworkError) -> CredentialRow? {
        guard let row else { return nil }
        guard tags.credential(row) == row.tag, row.user == user else {
            throw .integrityFailed(table: "credential", row: user.description)
        }
        return row
    }

    /// The next revision of a user's row.
    func changed(_ row: UserRow, _ body: (inout UserRow) -> Void) -> UserRow {
        var row = row
        body(&row)
        row.revision += 1
        row.tag = tags.user(row)
        return row
    }

    func tagged(_ row: CredentialRow) -> CredentialRow {
        var row = row
        row.tag = tags.credential(row)
        return row
    }

    /// Commits changes of accounts with the entry that names them.
    func commit(
        _ changes: [AccountChange], _ entry: AuditEntry, with releases: [ReleaseChange] = []
    ) async throws(CaseworkError) {
        do {
            var transaction = Transaction(at: now(), audit: [])
            transaction.accountChanges = changes
            transaction.releases = releases
            let contents =
                changes.flatMap { $0.contents(digestKey: AuditSealing.key) }
                + releases.compactMap { $0.content(digestKey: AuditSealing.key) }
            transaction.audit = [try auditing.row(entry, naming: contents)]
            _ = try await store.commit(transaction)
        } catch {
            throw CaseworkError(error)
        }
    }

    func permit(_ visit: Visit, _ verb: AccessVerb, _ resource: AccessResource) throws(CaseworkError) {
        guard visit.stage == .open else { throw .refused }
        try permit(.user(visit.actor), verb, resource)
    }

    /// Decides, and writes a denial to the audit chain.
    func require(
        _ visit: Visit, _ verb: AccessVerb, _ resource: AccessResource, as auditVerb: AuditVerb
    ) async throws(CaseworkError) {
        do { try permit(visit, verb, resource) } catch { throw try await denied(auditVerb, visit) }
    }

    /// Writes a denial to the audit chain; what is to be thrown.
    func denied(
        _ verb: AuditVerb, _ visit: Visit, subject: Identifier<User>? = nil
    ) async throws(CaseworkError) -> CaseworkError {
        try await note(entry(verb, by: visit, subject: subject, centre: visit.actor.centre, outcome: .denied))
        return .refused
    }

    /// Notes that somebody asked for an address that is not open to them.
    package func noteTurnedAway(_ visit: Visit) async throws(CaseworkError) {
        try await note(entry(.askForAddress, by: visit, centre: visit.actor.centre, outcome: .denied))
    }

    func entry(
        _ verb: AuditVerb, by visit: Visit, subject: Identifier<User>? = nil, centre: Identifier<Centre>? = nil,
        outcome: AuditOutcome = .done
    ) -> AuditEntry {
        AuditEntry(actor: visit.actor.name, session: visit.name, verb: verb, centre: centre, subject: subject, outcome: outcome)
    }
}

extension Bindings {
    /// The user's keyring under the passphrase, or under the recovery code.
    func keyring(_ user: Identifier<User>, column: String) -> AssociatedData {
        AssociatedData(purpose: "user keyring", installation: installation, table: "credential", column: column, row: user.bytes)
    }

    func secondFactor(_ user: Identifier<User>) -> AssociatedData {
        AssociatedData(purpose: "second factor", installation: installation, table: "credential", column: "totp", row: user.bytes)
    }

    /// What a session holds in memory.
    func session(_ name: [UInt8], _ what: String) -> AssociatedData {
        AssociatedData(purpose: "session", installation: installation, table: "memory", column: what, row: name)
    }
}

extension CaseworkError {
    /// Any error of the layers below, as one of ours.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as CaseworkError: error
            case let error as StoreError: error.inCasework
            case let error as VaultError: .vault(error)
            case let error as BackupFault: .backup(error)
            case let error as PassphraseFault: .account(.passphrase(error))
            default: .impossible
            }
    }
}

extension StoreError {
    fileprivate var inCasework: CaseworkError {
        switch self {
        case .nameTaken: .account(.nameTaken)
        case .codeSpent: .account(.wrongCode)
        case .staleRelease: .overtaken
        default: .store(self)
        }
    }
}
