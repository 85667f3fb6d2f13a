package import CaseDomain
import Indicators
import Store
import Vault

/// What a use case adds to a case.
struct CaseAddition: Sendable {
    var event: JournalEvent
    var verb: AuditVerb
    /// Identities of people who come with it.
    var newIdentities: [Identifier<Person>: PersonIdentity] = [:]
    /// An identity that takes the place of one that is there.
    var rewritten: RewrittenIdentity?

    init(_ event: JournalEvent, _ verb: AuditVerb) {
        self.event = event
        self.verb = verb
    }
}

extension OpenInstallation {
    static let mostAttempts = 200

    /// Runs a use case of a member; a denial or a value that does not open becomes an entry of the audit chain.
    func traced<Result: Sendable>(
        _ verb: AuditVerb, on caseFile: Identifier<Case>?, _ session: CentreSession, _ body: () async throws(CaseworkError) -> Result
    ) async throws(CaseworkError) -> Result {
        do {
            return try await body()
        } catch {
            let outcome: AuditOutcome
            switch error {
            case .refused: outcome = .denied
            case .integrityFailed: outcome = .failed
            default: throw error
            }
            try await note(said(verb, of: caseFile, session, outcome: outcome))
            throw error
        }
    }

    /// An entry about a session's own centre, or a case in it.
    func said(
        _ verb: AuditVerb, of caseFile: Identifier<Case>? = nil, _ session: CentreSession, outcome: AuditOutcome = .done,
        reason: Code<LookReason>? = nil
    ) -> AuditEntry {
        AuditEntry(
            actor: session.actor.name, session: session.sessionName, verb: verb, caseFile: caseFile, centre: session.centre,
            outcome: outcome, reason: reason)
    }

    /// Appends one entry to each of the cases named, all in one transaction.
    ///
    /// When somebody else was faster, the cases are opened again and the entries made again from what stands there then.
    ///
    /// - Parameters:
    ///   - read: A case that the session has read already: as long as nobody wrote to it since, it is not read again.
    ///   - addition: `nil` when nothing has to be said of the case any more.
    func append(
        to cases: [Identifier<Case>], read: OpenedCase? = nil, in session: CentreSession, as verb: AuditVerb,
        _ addition: @Sendable (OpenedCase) throws(CaseworkError) -> CaseAddition?
    ) async throws(CaseworkError) {
        try await traced(verb, on: cases.first, session) { () async throws(CaseworkError) in
            try await appendUntraced(to: cases, read: read, in: session, addition)
        }
    }

    private func appendUntraced(
        to cases: [Identifier<Case>], read: OpenedCase?, in session: CentreSession,
        _ addition: @Sendable (OpenedCase) throws(CaseworkError) -> CaseAddition?
    ) async throws(CaseworkError) {
        for attempt in 0..<OpenInstallation.mostAttempts {
            var transaction = Transaction(at: now(), audit: [])
            var changes: [[UInt8]] = []
            for identifier in cases {
                // What was read before is checked by the commit: it follows the case's newest entry or fails.
                let opened: OpenedCase
                if let read, attempt == 0, read.identifier == identifier {
                    opened = read
                } else {
                    opened = try self.opened(identifier, session)
                }
                try permit(session.actor, .writeCase, .caseFile(centre: session.centre, limits: opened.file.limits))
                guard let addition = try addition(opened) else { continue }
                let (append, facts) = try append(addition, to: opened, session)
                let entry = said(addition.verb, of: identifier, session)
                do { transaction.audit.append(try auditing.row(entry, naming: append.contents)) } catch { throw .vault(error) }
                transaction.appends.append(append)
                changes.append(facts.packed())
            }
            if transaction.appends.isEmpty { return }
            do {
                try await commit(transaction, changes)
                return
            } catch {
                // A case that was erased meanwhile is refused when it is opened again.
                guard error == .store(.staleFacts) || error == .store(.unknownCase) else { throw error }
            }
        }
        throw .busy
    }

    /// Commits appends and applies their packed facts to the live figures before anybody is answered.
    func commit(_ transaction: Transaction, _ packed: [[UInt8]]) async throws(CaseworkError) {
        let live = live
        do {
            _ = try await store.commit(transaction) { committed in
                live?.apply(
                    zip(committed.caseNumbers, packed).map { FactChange.facts(number: $0, packed: $1) }, cutoff: committed.sequence
                )
            }
        } catch {
            throw .store(error)
        }
    }

    func append(
        _ addition: CaseAddition, to opened: OpenedCase, _ session: CentreSession
    ) throws(CaseworkError) -> (CaseAppend, CaseFacts) {
        let file: CaseFile
        do { file = try CaseFile.fold(addition.event, into: opened.file) } catch { throw .impossible }
        guard let newest = opened.sealed.keys.last else { throw .integrityFailed(table: "case_key", row: opened.identifier.description) }
        let facts = facts(of: file, after: opened.facts, addition.identities)
        let recordKey = try recordKey(newest, of: opened.identifier, session)
        let entry = UInt32(opened.sealed.row.entries + 1)
        do {
            let append = try seal(
                addition, file, facts, identifier: opened.identifier, entry: entry, generation: newest.generation, wrapped: nil, recordKey,
                session
            )
            return (append, facts)
        } catch {
            throw .vault(error)
        }
    }

    /// Facts of a case after an entry.
    ///
    /// Tags of document numbers come from the facts before or from identities that come along: the journal does not have them.
    private func facts(of file: CaseFile, after before: CaseFacts?, _ identities: [Identifier<Person>: PersonIdentity]) -> CaseFacts {
        var numbers: [LinkageTag: LinkageTag] = [:]
        for person in before?.people ?? [] { numbers[person.person] = person.number }
        return file.facts(
            personTag: { tags.person($0, register: file.register) },
            numberTag: { person in
                if let identity = identities[person.id] { return tags.number(identity.documentNumber) }
                return numbers[tags.person(person, register: file.register)] ?? .none
            }
        )
    }

    private func seal(
        _ addition: CaseAddition, _ file: CaseFile, _ facts: CaseFacts, identifier: Identifier<Case>, entry: UInt32, generation: UInt32,
        wrapped: Sealed<WrappedKey>?, _ recordKey: borrowing SymmetricKey<CaseRecordUse>, _ session: CentreSession
    ) throws(VaultError) -> CaseAppend {
        let centre = session.centre
        let journal: Sealed<JournalEntry> = try recordKey.seal(
            JournalEntry(at: now(), event: addition.event).encoded(),
            for: bindings.journal(identifier, centre: centre, generation: generation, entry: entry)
        )
        var sheet: Sealed<CaseSheet>?
        if let content = CaseSheet(of: file) {
            sheet = try session.keyring.symmetric.seal(content.encoded(), for: bindings.sheet(identifier, centre: centre, entry: entry))
        }
        var identities: [IdentityRow] = []
        for (person, identity) in addition.newIdentities {
            let key = SymmetricKey<IdentityUse>()
            identities.append(
                IdentityRow(
                    person: person, revision: 1, generation: 1,
                    sealed: try key.seal(
                        identity.encoded(), for: bindings.identity(person, of: identifier, centre: centre, generation: 1, revision: 1)
                    ),
                    key: try session.keyring.symmetric.wrap(
                        key, for: bindings.identityKey(person, of: identifier, centre: centre, generation: 1)
                    )
                )
            )
        }
        if let rewritten = addition.rewritten {
            identities.append(try seal(rewritten, of: identifier, session))
        }
        return CaseAppend(
            caseFile: identifier, centre: session.code, entry: entry,
            shortCodeDigest: entry == 1 ? file.shortCode.map { tags.shortCode($0, centre: centre) } : nil, generation: generation,
            key: wrapped,
            journal: journal, sheet: sheet,
            facts: try keys.facts.seal(facts.packed(), for: bindings.facts(identifier, centre: centre, generation: 1, revision: entry)),
            identities: identities, register: nil
        )
    }

    /// The first entry of a case, under new keys.
    func newCase(
        _ addition: CaseAddition, _ identifier: Identifier<Case>, _ session: CentreSession
    ) throws(CaseworkError) -> (CaseAppend, CaseFacts) {
        let file: CaseFile
        do { file = try CaseFile.fold(addition.event, into: nil) } catch { throw .impossible }
        let facts = facts(of: file, after: nil, addition.newIdentities)
        do {
            let recordKey = SymmetricKey<CaseRecordUse>()
            let wrapped = try session.keyring.symmetric.wrap(
                recordKey, for: bindings.recordKey(identifier, centre: session.centre, generation: 1)
            )
            let append = try seal(
                addition, file, facts, identifier: identifier, entry: 1, generation: 1, wrapped: wrapped, recordKey, session
            )
            return (append, facts)
        } catch {
            throw .vault(error)
        }
    }

    /// Opens a new case in the session's centre.
    ///
    /// - Parameters:
    ///   - person: Whom it is about, without an identifier of their own yet; the identity begins empty.
    ///   - name: What the case is called, when that is known before; a case that stands under it is left as it is.
    package func openCase(
        _ kind: CaseKind, _ state: CaseState, _ detection: Detection, for person: CasePerson? = nil, as name: Identifier<Case>? = nil,
        in session: CentreSession
    ) async throws(CaseworkError) -> Identifier<Case> {
        try permit(session.actor, .openCase, .caseFile(centre: session.centre))
        var person = person
        person?.id = chance.identifier()
        for _ in 0..<OpenInstallation.mostAttempts {
            let identifier = name ?? chance.identifier()
            let code = ShortCode(from: chance)
            var addition = CaseAddition(.opened(code, kind, state, detection), .openCase)
            if let person {
                addition.event = .openedFor(person, code, kind, state, detection)
                addition.newIdentities = [person.id: PersonIdentity()]
            }
            let (append, facts) = try newCase(addition, identifier, session)
            var transaction = Transaction(at: now(), audit: [])
            let entry = said(.openCase, of: identifier, session)
            transaction.appends = [append]
            do { transaction.audit = [try auditing.row(entry, naming: append.contents)] } catch { throw .vault(error) }
            do {
                try await commit(transaction, [facts.packed()])
                return identifier
            } catch {
                if name != nil, error == .store(.staleFacts) { return identifier }
                guard error == .store(.shortCodeTaken) else { throw error }
            }
        }
        throw .busy
    }
}
