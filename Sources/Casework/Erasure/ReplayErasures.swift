import CaseDomain
import Indicators
import Store
import Vault

/// What became of the tombstones of a folder.
package struct ReplayedErasures: Hashable, Sendable {
    /// Erased now.
    package var replayed = 0
    /// The database knew of the erasure.
    package var alreadyDone = 0
    /// The case is not in this copy: it came after the copy was made.
    package var unknown = 0
}

extension OpenInstallation {
    /// Erases again, in an older copy of the data, what the tombstones of a folder name.
    ///
    /// The service's own key suffices. Every tombstone is read and checked before anything is erased. Afterwards the copy has them all, in
    /// its database and in its outbox folder, and goes on counting where they end; what was erased stays not derivable since the commit at
    /// which it was. Done twice, the second time changes nothing.
    ///
    /// - Throws: `tombstone` for a folder that is not whole, with the file concerned; nothing is changed then.
    package func replayErasures(from folder: String, by actor: Actor) async throws(CaseworkError) -> ReplayedErasures {
        try await require(actor, .replayErasures, .installation, as: .replayErasure)
        let found = try tombstones(in: folder)
        let known: [StoredTombstone]
        do { known = try store.tombstones() } catch { throw .store(error) }
        for (place, tombstone) in known.enumerated() {
            let file = TombstoneFile.name(tombstone.number)
            guard place < found.count else { throw .tombstone(TombstoneFault(.missing, file: file)) }
            guard found[place].stored == tombstone else { throw .tombstone(TombstoneFault(.differs, file: file)) }
        }
        var result = ReplayedErasures(alreadyDone: known.count)
        for read in found.dropFirst(known.count) {
            if try await replay(read, actor) { result.replayed += 1 } else { result.unknown += 1 }
        }
        return result
    }

    /// - Returns: `false` when what it names is not in this copy.
    private func replay(_ read: ReadTombstone, _ actor: Actor) async throws(CaseworkError) -> Bool {
        for _ in 0..<OpenInstallation.mostAttempts {
            let new = NewTombstone(
                number: read.stored.number, sequence: read.tombstone.sequence, erasedAt: read.tombstone.at, sealed: read.stored.sealed,
                isReplayed: true
            )
            do {
                return switch read.tombstone.kind {
                case .caseFile: try await replayCase(read.tombstone, new, actor)
                case .identity: try await replayIdentity(read.tombstone, new, actor)
                }
            } catch {
                guard error == .store(.staleFacts) || error == .store(.unknownCase) else { throw error }
            }
        }
        throw .busy
    }

    private func replayCase(_ tombstone: Tombstone, _ new: NewTombstone, _ actor: Actor) async throws(CaseworkError) -> Bool {
        var transaction = Transaction(at: now(), audit: [])
        var contents: [RowContent]
        let entries: Int?
        var entry = AuditEntry(actor: actor.name, verb: .replayErasure, caseFile: tombstone.caseFile)
        do {
            entries = try store.entries(ofCase: tombstone.caseFile)
            if let entries {
                let erasure = CaseErasure(
                    identifier: tombstone.erasure, caseFile: tombstone.caseFile, entries: entries, registerRows: tombstone.registerRows,
                    referrals: tombstone.referrals,
                    rows: try store.rows(
                        ofCase: tombstone.caseFile, registerRows: tombstone.registerRows, referrals: tombstone.referrals)
                )
                entry.centre = try store.centre(ofCase: tombstone.caseFile) ?? .none
                transaction.erasure = erasure
                contents = erasure.contents
            } else {
                transaction.passedErasure = tombstone.erasure
                contents = [tombstone.erasure.content]
            }
        } catch {
            throw .store(error)
        }
        contents.append(new.content)
        transaction.tombstone = new
        do { transaction.audit = [try auditing.row(entry, naming: contents)] } catch { throw .vault(error) }
        try await commitErasure(transaction)
        return entries != nil
    }

    private func replayIdentity(_ tombstone: Tombstone, _ new: NewTombstone, _ actor: Actor) async throws(CaseworkError) -> Bool {
        let erased = ErasedPerson(
            person: tombstone.person, caseFile: tombstone.caseFile, registerRow: tombstone.registerRows.first,
            referrals: tombstone.referrals, link: tombstone.link
        )
        let entry = AuditEntry(actor: actor.name, verb: .replayErasure, caseFile: tombstone.caseFile)
        if let plan = try identityErasurePlan(erased, at: tombstone.at) {
            try await commit(plan, new, entry)
            return true
        }
        var transaction = Transaction(at: now(), audit: [])
        transaction.tombstone = new
        do { transaction.audit = [try auditing.row(entry, naming: [new.content])] } catch { throw .vault(error) }
        try await commitErasure(transaction)
        return false
    }

    /// Commits the erasure of a case and takes it out of the live figures before anybody is answered.
    func commitErasure(_ transaction: Transaction) async throws(CaseworkError) {
        let live = live
        do {
            _ = try await store.commit(transaction) { committed in
                let gone = committed.erasedNumber.map { [FactChange.facts(number: $0, packed: nil)] } ?? []
                live?.apply(gone, cutoff: committed.sequence)
            }
        } catch {
            throw .store(error)
        }
    }
}
