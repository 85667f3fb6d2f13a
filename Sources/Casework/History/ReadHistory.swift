package import CaseDomain
import Store
import Vault

extension OpenInstallation {
    private static let historyLength = 50
    /// So many entries of the audit chain are opened for one page at most: the chain is long, and its entries are sealed one by one.
    package static let historyReach = 20_000

    /// What was done with a case of the session's centre, newest first; the reading is an entry of the audit chain itself.
    ///
    /// Who wrote an entry of the journal is not in the journal: it is in the entry of the audit chain that names the row with a digest of
    /// its bytes. What was only read or tried is told to those who may read the audit of the case. A page may have few entries, or none,
    /// and a next page all the same, when much was done with other cases meanwhile.
    ///
    /// - Parameters:
    ///   - cursor: Where the page begins, of the page before; `nil` for the newest. What is no cursor is refused.
    ///   - reach: How many entries of the audit chain are opened at most.
    package func readHistory(
        of caseFile: Identifier<Case>, after cursor: String? = nil, reach: Int = OpenInstallation.historyReach, in session: CentreSession
    ) async throws(CaseworkError) -> CaseHistory {
        let start = cursor.map { AuditCursor(keys).position(of: $0) }
        if cursor != nil, start == .some(nil) { throw .refused }
        let opened = try await traced(.readHistory, on: caseFile, session) { () async throws(CaseworkError) in
            try readCase(caseFile, in: session)
        }
        let resource = AccessResource.caseFile(centre: session.centre, limits: opened.file.limits)
        let showsLooks = AccessDecision.decide(session.actor, .readCaseAudit, resource, by: access) == .allowed
        let (entries, older) = try history(
            of: opened, try changes(of: opened, session), before: start ?? nil, reach: reach, showsLooks: showsLooks)
        try await note(said(.readHistory, of: caseFile, session))
        return CaseHistory(opened: opened, entries: entries, older: older.map(AuditCursor(keys).text), showsLooks: showsLooks)
    }

    /// Every entry of the journal with what it took the place of, oldest first.
    private func changes(
        of opened: OpenedCase, _ session: CentreSession
    ) throws(CaseworkError) -> [(event: JournalEvent, before: HistoryBefore?)] {
        var stand = HistoryStand()
        return try journal(of: opened.sealed, session).map { ($0.event, stand.follow($0.event)) }
    }

    private func history(
        of opened: OpenedCase, _ changes: [(event: JournalEvent, before: HistoryBefore?)], before start: Int?, reach: Int, showsLooks: Bool
    ) throws(CaseworkError) -> (entries: [HistoryEntry], older: Int?) {
        var (entries, position, looked) = ([HistoryEntry](), start, 0)
        while entries.count < OpenInstallation.historyLength, looked < reach {
            let rows: [StoredAuditRow]
            do { rows = try store.auditRows(before: position, limit: min(500, reach - looked)) } catch { throw .store(error) }
            guard !rows.isEmpty else { return (entries, nil) }
            for row in rows where entries.count < OpenInstallation.historyLength {
                (position, looked) = (row.sequence, looked + 1)
                let bytes = try? keys.audit.open(row.row.sealed, for: bindings.audit(row.row.identifier))
                guard let entry = bytes.flatMap({ try? AuditEntry(encoded: $0) }) else {
                    // It could be anything: whoever may read the audit of the case is told.
                    if showsLooks { entries.append(HistoryEntry(row, nil)) }
                    continue
                }
                let named = entry.rows.filter { $0.table == .journal && $0.row == opened.identifier.bytes }
                for name in named {
                    entries.append(HistoryEntry(row, entry, change(name, of: opened, changes)))
                }
                if named.isEmpty, showsLooks, entry.caseFile == opened.identifier {
                    entries.append(HistoryEntry(row, entry))
                }
                // Nothing can be done with a case before it is there.
                if named.contains(where: { $0.revision == 1 }) { return (entries, nil) }
            }
        }
        return (entries, position.flatMap { $0 > 1 ? $0 : nil })
    }

    private func change(
        _ name: RowDigest, of opened: OpenedCase, _ changes: [(event: JournalEvent, before: HistoryBefore?)]
    ) -> HistoryChange? {
        let index = Int(name.revision) - 1
        guard changes.indices.contains(index), opened.sealed.journal.indices.contains(index) else { return nil }
        let row = RowContent(
            table: .journal, row: opened.identifier.bytes, revision: name.revision, content: opened.sealed.journal[index].sealed.bytes)
        return HistoryChange(
            event: changes[index].event, before: changes[index].before, isAsNamed: AuditSealing.digest(row).digest == name.digest)
    }
}

extension HistoryEntry {
    fileprivate init(_ row: StoredAuditRow, _ entry: AuditEntry?, _ change: HistoryChange? = nil) {
        self.init(
            at: row.at, actor: entry?.actor ?? "", verb: entry?.verb, outcome: entry?.outcome ?? .failed, change: change,
            reason: entry?.reason)
    }
}
