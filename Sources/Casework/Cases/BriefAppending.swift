import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Logs a service without reading the journal.
    ///
    /// The new facts and the new sheet follow from the old ones alone, so that a long history makes nothing slower. That they are what
    /// the fold of the whole journal gives is tested.
    ///
    /// - Returns: `false` when the case has to be folded first: its sheet is behind, or nobody in it is this person.
    func appendBriefly(
        _ service: ServiceEvent, to caseFile: Identifier<Case>, in session: CentreSession
    ) async throws(CaseworkError) -> Bool {
        for _ in 0..<OpenInstallation.mostAttempts {
            let base = try appendBase(of: caseFile, session)
            guard let sheet = try currentSheet(of: base, session) else { return false }
            try permit(session.actor, .writeCase, .caseFile(centre: session.centre, limits: sheet.limits))
            var facts = try facts(of: base.facts, centre: session.centre)
            guard let row = facts.people.firstIndex(where: { $0.mark == service.person.low }) else { return false }
            guard facts.services.count < FactsLayout.most else { throw .impossible }
            facts.services.append(ServiceFact(person: row, kind: service.kind, state: service.state, on: service.on))
            let packed = facts.packed()
            let transaction = try transaction(service, sheet, packed, after: base, session)
            do {
                try await commit(transaction, [packed])
                return true
            } catch {
                guard error == .store(.staleFacts) else { throw error }
            }
        }
        throw .busy
    }

    private func appendBase(of caseFile: Identifier<Case>, _ session: CentreSession) throws(CaseworkError) -> AppendBase {
        let base: AppendBase?
        do { base = try store.appendBase(caseFile) } catch { throw .store(error) }
        guard let base, base.row.centre == session.number else { throw .refused }
        guard Int(base.facts.revision) == base.row.entries else { throw .integrityFailed(table: "facts", row: caseFile.description) }
        return base
    }

    private func transaction(
        _ service: ServiceEvent, _ sheet: CaseSheet, _ facts: [UInt8], after base: AppendBase, _ session: CentreSession
    ) throws(CaseworkError) -> Transaction {
        let caseFile = base.row.identifier
        let entry = UInt32(base.row.entries + 1)
        let recordKey = try recordKey(base.key, of: caseFile, session)
        var transaction = Transaction(at: now(), audit: [])
        do {
            let append = try CaseAppend(
                caseFile: caseFile, centre: session.code, entry: entry, shortCodeDigest: nil, generation: base.key.generation, key: nil,
                journal: recordKey.seal(
                    JournalEntry(at: transaction.at, event: .serviceLogged(service)).encoded(),
                    for: bindings.journal(caseFile, centre: session.centre, generation: base.key.generation, entry: entry)
                ),
                sheet: session.keyring.symmetric.seal(
                    sheet.afterService(entry: Int(entry)).encoded(), for: bindings.sheet(caseFile, centre: session.centre, entry: entry)
                ),
                facts: keys.facts.seal(
                    facts, for: bindings.facts(caseFile, centre: session.centre, generation: 1, revision: entry)
                ), identities: [], register: nil
            )
            transaction.audit = [try auditing.row(said(.logService, of: caseFile, session), naming: append.contents)]
            transaction.appends = [append]
            return transaction
        } catch {
            throw .vault(error)
        }
    }

    /// The sheet, when it knows the newest entry.
    private func currentSheet(of base: AppendBase, _ session: CentreSession) throws(CaseworkError) -> CaseSheet? {
        guard let sealed = base.sheet, Int(base.sheetRevision) == base.row.entries else { return nil }
        guard let sheet = sheet(sealed, of: base.row.identifier, entry: base.sheetRevision, session) else {
            throw .integrityFailed(table: "sheet", row: base.row.identifier.description)
        }
        return sheet
    }

    /// Opens a sheet, whoever sealed it: a member under the epoch's key, or a writer without a session to the centre.
    func sheet(_ sealed: Sealed<CaseSheet>, of caseFile: Identifier<Case>, entry: UInt32, _ session: CentreSession) -> CaseSheet? {
        let data = bindings.sheet(caseFile, centre: session.centre, entry: entry)
        let bytes = try? session.keyring.open(sealed, for: data, tag: keys.boxTags)
        return bytes.flatMap { try? CaseSheet(encoded: $0) }
    }
}
