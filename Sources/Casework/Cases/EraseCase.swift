package import CaseDomain
import Indicators
import Store

extension OpenInstallation {
    /// Erases a case for good: its keys, its journal, its facts at every cut-off, the names of its people.
    ///
    /// A session alone is not enough: the passphrase is asked for again. The figures lose the case before anybody is answered, and a
    /// cut-off before the erasure cannot be derived any more. A case that a register brought is unknown to the next import: a mark that
    /// refused it would have to say for ever that it was here, so whoever erases it strikes it from the register as well. What the case
    /// offers to other centres is taken back; what they accepted is theirs.
    ///
    /// - Throws: `refused` alike for a case that is not there, one of another centre and one that the member is barred from.
    package func eraseCase(_ caseFile: Identifier<Case>, passphrase: [UInt8], by visit: Visit) async throws(CaseworkError) {
        // Decided before the passphrase is asked for, and once more with what stands there when it was given.
        try await erasing(caseFile, visit) { () throws(CaseworkError) in _ = try erasable(caseFile, visit) }
        _ = try await proveAgain(passphrase, by: visit)
        try await erasing(caseFile, visit) { () async throws(CaseworkError) in try await eraseUntraced(caseFile, visit) }
    }

    /// Runs a part of the use case; a refusal or a value that does not open becomes an entry of the audit chain.
    private func erasing(
        _ caseFile: Identifier<Case>, _ visit: Visit, _ body: () async throws(CaseworkError) -> Void
    ) async throws(CaseworkError) {
        do {
            try await body()
        } catch {
            var entry = erasureEntry(caseFile, visit)
            switch error {
            case .refused, .account(.waits): entry.outcome = .denied
            case .integrityFailed: entry.outcome = .failed
            default: throw error
            }
            try await note(entry)
            throw error
        }
    }

    private func erasureEntry(_ caseFile: Identifier<Case>, _ visit: Visit) -> AuditEntry {
        var entry = entry(.eraseCase, by: visit, centre: visit.actor.centre)
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
        for _ in 0..<OpenInstallation.mostAttempts {
            let opened = try erasable(caseFile, visit)
            do {
                try await commit(try erasure(of: opened), try takenBack(opened, visit), erasureEntry(caseFile, visit))
                return
            } catch {
                guard [.store(.staleFacts), .store(.unknownCase), .store(.staleReferral)].contains(error) else { throw error }
            }
        }
        throw .busy
    }

    private func erasure(of opened: OpenedCase) throws(CaseworkError) -> CaseErasure {
        let registerRows = RegisterDigests.keys(of: opened.file, tags)
        do {
            return CaseErasure(
                identifier: chance.identifier(), caseFile: opened.identifier, entries: opened.sealed.row.entries,
                registerRows: registerRows, rows: try store.rows(ofCase: opened.identifier, registerRows: registerRows)
            )
        } catch {
            throw .store(error)
        }
    }

    /// The offers of the case that wait, with nothing left in them.
    private func takenBack(_ opened: OpenedCase, _ visit: Visit) throws(CaseworkError) -> [ReferralRow] {
        guard let centre = visit.actor.centre else { throw .refused }
        var rows: [ReferralRow] = []
        for referral in opened.file.referrals {
            let row = try row(of: referral)
            if row.offer != nil { rows.append(try answered(row, .revoked, to: centre)) }
        }
        return rows
    }

    private func commit(_ erasure: CaseErasure, _ referrals: [ReferralRow], _ entry: AuditEntry) async throws(CaseworkError) {
        let live = live
        do {
            let contents = erasure.contents + referrals.map(\.content)
            var transaction = Transaction(at: now(), audit: [try auditing.row(entry, naming: contents)])
            transaction.erasure = erasure
            transaction.referrals = referrals
            _ = try await store.commit(transaction) { committed in
                guard let number = committed.erasedNumber else { return }
                live?.apply([.facts(number: number, packed: nil)], cutoff: committed.sequence)
            }
        } catch {
            throw CaseworkError(error)
        }
    }
}
