package import CaseDomain
import Store
import Vault

/// A case as a member sees it, with what the next entry needs.
package struct OpenedCase: Sendable {
    package let identifier: Identifier<Case>
    package let file: CaseFile
    /// The facts from which the next ones follow: they carry tags that the journal does not have.
    package let facts: CaseFacts
    /// When a member last wrote to it; `nil` while only a register did.
    package let lastWorked: Instant?
    let sealed: SealedCase
}

extension OpenInstallation {
    /// Reads a case of the session's centre.
    package func readCase(_ identifier: Identifier<Case>, in session: CentreSession) throws(CaseworkError) -> OpenedCase {
        let opened = try opened(identifier, session)
        try permit(session.actor, .readCase, .caseFile(centre: session.centre, limits: opened.file.limits))
        return opened
    }

    /// Opens a case with the session's keys.
    ///
    /// A case of another centre is refused as one that does not exist.
    func opened(_ identifier: Identifier<Case>, _ session: CentreSession) throws(CaseworkError) -> OpenedCase {
        let sealed: SealedCase
        do {
            guard let found = try store.sealedCase(identifier) else { throw CaseworkError.refused }
            guard found.row.centre == session.number else { throw CaseworkError.refused }
            sealed = found
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as CaseworkError {
            throw error
        } catch {
            throw .impossible
        }
        let entries = try journal(of: sealed, session)
        guard Int(sealed.facts.revision) == sealed.row.entries else {
            throw .integrityFailed(table: "facts", row: identifier.description)
        }
        let facts = try facts(of: sealed.facts, centre: session.centre)
        do {
            return OpenedCase(
                identifier: identifier, file: try CaseFile(folding: entries), facts: facts,
                lastWorked: entries.filter(\.isWork).map(\.at).max(), sealed: sealed
            )
        } catch {
            throw .impossible
        }
    }

    func journal(of sealed: SealedCase, _ session: CentreSession) throws(CaseworkError) -> [JournalEntry] {
        let identifier = sealed.row.identifier
        var entries: [JournalEntry] = []
        var entry: UInt32 = 0
        for key in sealed.keys {
            let recordKey = try recordKey(key, of: identifier, session)
            for stored in sealed.journal[entries.count...] {
                guard stored.generation == key.generation else { break }
                entry += 1
                let data = bindings.journal(identifier, centre: session.centre, generation: key.generation, entry: entry)
                guard let bytes = try? recordKey.open(stored.sealed, for: data), let read = try? JournalEntry(encoded: bytes) else {
                    throw .integrityFailed(table: "journal", row: "\(identifier)/\(entry)")
                }
                entries.append(read)
            }
        }
        guard entries.count == sealed.journal.count, entries.count == sealed.row.entries else {
            throw .integrityFailed(table: "journal", row: identifier.description)
        }
        return entries
    }

    /// The record key of a generation: a sealed box to the centre, or wrapped under the epoch's key.
    func recordKey(
        _ key: KeyGeneration, of identifier: Identifier<Case>, _ session: CentreSession
    ) throws(CaseworkError) -> SymmetricKey<CaseRecordUse> {
        let data = bindings.recordKey(identifier, centre: session.centre, generation: key.generation)
        do {
            return try session.keyring.unwrap(key.wrapped, for: data, tag: keys.boxTags)
        } catch {
            throw .integrityFailed(table: "case_key", row: "\(identifier)/\(key.generation)")
        }
    }

    func facts(of sealed: SealedFacts, centre: Identifier<Centre>) throws(CaseworkError) -> CaseFacts {
        let data = bindings.facts(sealed.caseFile, centre: centre, generation: sealed.generation, revision: sealed.revision)
        guard let bytes = try? keys.facts.open(sealed.sealed, for: data), let facts = try? CaseFacts(packed: bytes) else {
            throw .integrityFailed(table: "facts", row: sealed.caseFile.description)
        }
        return facts
    }
}
