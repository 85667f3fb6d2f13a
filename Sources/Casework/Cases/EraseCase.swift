package import CaseDomain
import Store

extension OpenInstallation {
    /// Erases a case for good: its keys, its journal, its facts at every cut-off, the names of its people.
    ///
    /// A session alone is not enough: the passphrase is asked for again. The figures lose the case before anybody is answered, and a
    /// cut-off before the erasure cannot be derived any more. A case that a register brought is unknown to the next import: a mark that
    /// refused it would have to say for ever that it was here, so whoever erases it strikes it from the register as well. What the case
    /// offers to other centres goes with it; what they accepted is theirs.
    ///
    /// - Throws: `refused` alike for a case that is not there, one of another centre and one that the member is barred from.
    package func eraseCase(_ caseFile: Identifier<Case>, passphrase: [UInt8], by visit: Visit) async throws(CaseworkError) {
        // Decided before the passphrase is asked for, and once more with what stands there when it was given.
        try await erasing(.eraseCase, caseFile, visit) { () throws(CaseworkError) in _ = try erasable(caseFile, visit) }
        _ = try await proveAgain(passphrase, by: visit)
        try await erasing(.eraseCase, caseFile, visit) { () async throws(CaseworkError) in try await eraseUntraced(caseFile, visit) }
    }

    /// Runs a part of the use case; a refusal or a value that does not open becomes an entry of the audit chain.
    func erasing(
        _ verb: AuditVerb, _ caseFile: Identifier<Case>, _ visit: Visit, _ body: () async throws(CaseworkError) -> Void
    ) async throws(CaseworkError) {
        do {
            try await body()
        } catch {
            var entry = erasureEntry(verb, caseFile, visit)
            switch error {
            case .refused, .account(.waits): entry.outcome = .denied
            case .integrityFailed: entry.outcome = .failed
            default: throw error
            }
            try await note(entry)
            throw error
        }
    }

    func erasureEntry(_ verb: AuditVerb, _ caseFile: Identifier<Case>, _ visit: Visit) -> AuditEntry {
        var entry = entry(verb, by: visit, centre: visit.actor.centre)
        entry.caseFile = caseFile
        return entry
    }

    private func erasable(_ caseFile: Identifier<Case>, _ visit: Visit) throws(CaseworkError) -> OpenedCase {
        let session = try centreSession(of: visit)
        let opened = try opened(caseFile, session)
        try permit(session.actor, .eraseCase, .caseFile(centre: session.centre, limits: opened.file.limits))
        return opened
    }

    /// When somebody else was faster, the case is opened again: what goes is what stands there then.
    private func eraseUntraced(_ caseFile: Identifier<Case>, _ visit: Visit) async throws(CaseworkError) {
        for attempt in 0..<OpenInstallation.mostAttempts {
            let opened = try erasable(caseFile, visit)
            do {
                try await commit(try erasure(of: opened), attempt, erasureEntry(.eraseCase, caseFile, visit))
                return
            } catch {
                guard error == .store(.staleFacts) || error == .store(.unknownCase) else { throw error }
            }
        }
        throw .busy
    }

    private func erasure(of opened: OpenedCase) throws(CaseworkError) -> CaseErasure {
        let registerRows = RegisterDigests.keys(of: opened.file, tags)
        let referrals = (opened.file.referrals + opened.file.endedReferrals).map(\.id)
        do {
            return CaseErasure(
                identifier: chance.identifier(), caseFile: opened.identifier, entries: opened.sealed.row.entries,
                registerRows: registerRows, referrals: referrals,
                rows: try store.rows(ofCase: opened.identifier, registerRows: registerRows, referrals: referrals)
            )
        } catch {
            throw .store(error)
        }
    }

    private func commit(_ erasure: CaseErasure, _ attempt: Int, _ entry: AuditEntry) async throws(CaseworkError) {
        let tombstone = try tombstone(attempt) { tombstone in
            tombstone.erasure = erasure.identifier
            tombstone.caseFile = erasure.caseFile
            tombstone.registerRows = erasure.registerRows
            tombstone.referrals = erasure.referrals
        }
        var transaction = Transaction(at: tombstone.erasedAt, audit: [])
        do { transaction.audit = [try auditing.row(entry, naming: erasure.contents + [tombstone.content])] } catch { throw .vault(error) }
        transaction.erasure = erasure
        transaction.tombstone = tombstone
        try await commitErasure(transaction)
    }
}
