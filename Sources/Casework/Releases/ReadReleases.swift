package import CaseDomain
import Disclosure
import Indicators
package import Policies
import Reports
import Store
import Vault

/// A release as lists show it.
package struct ReleaseSummary: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        /// Code of a department; `nil`: nobody owns it.
        package let department: String?
        package let indicators: [String]
        package let approvedBy: String?
        package let remark: String?
    }

    package let identifier: Identifier<Release>
    package let number: Int
    package let state: ReleaseState
    package let calendar: String
    package let period: String
    /// Those of the period, or others that an estimate was asked for.
    package let days: ClosedRange<Day>
    package let vintage: Vintage
    package let preparedBy: String
    package let preparedAt: Instant
    package let publishedAt: Instant?
    package let parts: [Part]
    /// The approver's note when it was sent back.
    package let note: String?
}

/// What was looked at before a release is approved.
package struct ReleaseCheck: Hashable, Sendable {
    package enum Level: String, Sendable {
        /// Keeps the release from being published.
        case fault
        /// Is said, and keeps nothing.
        case warning
    }

    package enum Code: String, CaseIterable, Sendable {
        case policiesChanged = "policies_changed"
        case ledgerMoved = "ledger_moved"
        case verification
        case silentOrganisations = "silent_organisations"
        case partNotApproved = "part_not_approved"
        case nobodyOwns = "nobody_owns"
        case outcomeHidden = "outcome_hidden"
        case narrowedByOthers = "narrowed_by_others"
        /// A figure is far from what it was in the periods before.
        case jump
        /// Parts do not add up to their total.
        case sums
    }

    package let level: Level
    package let code: Code
    /// An indicator or a department; empty for the whole.
    package let subject: String
    /// A number that goes with it, never of a hidden cell.
    package let figure: Int?

    /// Whether exact figures go out only with a word on it.
    var asksForComment: Bool { [.silentOrganisations, .partNotApproved, .jump].contains(code) }
}

extension OpenInstallation {
    /// Releases by number: all for officers and approvers, what is published for anybody on the host.
    package func releases(by actor: Actor) async throws(CaseworkError) -> [ReleaseSummary] {
        try await require(actor, .readReleases, resource(of: actor), as: .readReleases)
        let rows: [ReleaseRow]
        do { rows = try store.releases() } catch { throw .store(error) }
        var summaries: [ReleaseSummary] = []
        for row in rows where actor != .local || row.published != nil {
            summaries.append(ReleaseSummary(row, try record(of: row)))
        }
        try await note(said(.readReleases, actor, nil, nil))
        return summaries
    }

    /// What is to be known before a release is approved: faults keep it, warnings are said.
    package func checkRelease(
        _ identifier: Identifier<Release>, under set: PolicySet, by visit: Visit
    ) async throws(CaseworkError) -> [ReleaseCheck] {
        try await require(.user(visit.actor), .readReleases, resource(of: .user(visit.actor)), as: .readReleases)
        let found = try checks(of: try release(identifier).record, set.disclosure)
        try await note(entry(.readReleases, by: visit))
        return found
    }

    func checks(of record: ReleaseRecord, _ rules: DisclosureRules) throws(CaseworkError) -> [ReleaseCheck] {
        let ledger = try publicLedger()
        var found: [ReleaseCheck] = []
        func say(_ level: ReleaseCheck.Level, _ code: ReleaseCheck.Code, _ subject: String = "", _ figure: Int? = nil) {
            found.append(ReleaseCheck(level: level, code: code, subject: subject, figure: figure))
        }
        if record.state != .published {
            if record.policies != policies { say(.fault, .policiesChanged) }
            if record.vintage == .estimate {
                // Nothing of it becomes public.
            } else if record.ledger != ledger.digest {
                say(.fault, .ledgerMoved)
            } else {
                do { _ = try verified(record, record.countedIndicators, ledger, rules) } catch {
                    guard case .release(.verification) = error else { throw error }
                    say(.fault, .verification)
                }
            }
        }
        if record.confirmed < record.organisations { say(.warning, .silentOrganisations, "", record.organisations - record.confirmed) }
        for part in record.parts {
            guard let department = part.department else {
                for indicator in part.indicators { say(.warning, .nobodyOwns, indicator) }
                continue
            }
            if part.approvedBy == nil { say(.warning, .partNotApproved, department) }
        }
        for indicator in record.indicators {
            if !indicator.isOutcomeShown { say(.warning, .outcomeHidden, indicator.id) }
            let narrowed = indicator.protections.count { $0.lower != nil }
            if narrowed > 0 { say(.warning, .narrowedByOthers, indicator.id, narrowed) }
        }
        for indicator in record.jumps { say(.warning, .jump, indicator) }
        for indicator in record.unevenSums { say(.fault, .sums, indicator) }
        return found
    }

    /// The files of a published release: tables, manifest, signature and the key that made it.
    package func publicFiles(
        of identifier: Identifier<Release>, under set: PolicySet, by actor: Actor
    ) async throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        try await require(actor, .readReleases, resource(of: actor), as: .exportRelease)
        let row: ReleaseRow?
        do { row = try store.release(identifier) } catch { throw .store(error) }
        guard let row, let published = row.published else { throw .release(.wrongState) }
        let release = try approved(published, try releaseKey())
        let files = try files(of: release, try record(of: row), under: set)
        try await note(said(.exportRelease, actor, nil, nil))
        return files + (try proofs(of: release))
    }

    private func resource(of actor: Actor) -> AccessResource {
        if case .user(let user) = actor { user.ownFigures } else { .installation }
    }

    // MARK: Rows

    func release(_ identifier: Identifier<Release>) throws(CaseworkError) -> (row: ReleaseRow, record: ReleaseRecord) {
        let row: ReleaseRow?
        do { row = try store.release(identifier) } catch { throw .store(error) }
        guard let row else { throw .refused }
        return (row, try record(of: row))
    }

    func record(of row: ReleaseRow) throws(CaseworkError) -> ReleaseRecord { try ReleaseRecord(row, keys, bindings) }

    func sealed(
        _ record: ReleaseRecord, _ identifier: Identifier<Release>, revision: UInt32
    ) throws(CaseworkError) -> Sealed<Release> {
        do {
            return try keys.releases.seal(
                try FilledJSON.bytes(of: record, step: FilledJSON.releaseStep), for: bindings.release(identifier, revision: revision))
        } catch {
            throw CaseworkError(error)
        }
    }

    func put(_ record: ReleaseRecord, over row: ReleaseRow, _ entry: AuditEntry) async throws(CaseworkError) {
        try await commit([.put(row.changed(try sealed(record, row.identifier, revision: row.revision + 1)))], entry)
    }

    /// Commits changes of releases with the entry that names them.
    func commit(_ changes: [ReleaseChange], _ entry: AuditEntry) async throws(CaseworkError) {
        defer { publishedShelf.forget() }
        do {
            var transaction = Transaction(at: now(), audit: [])
            transaction.releases = changes
            transaction.audit = [try auditing.row(entry, naming: changes.compactMap { $0.content(digestKey: AuditSealing.key) })]
            _ = try await store.commit(transaction)
        } catch {
            throw CaseworkError(error)
        }
    }
}

extension ReleaseSummary {
    init(_ row: ReleaseRow, _ record: ReleaseRecord) {
        self.init(
            identifier: row.identifier, number: row.number, state: record.state,
            calendar: record.calendar, period: record.period,
            days: Day(number: record.from)...Day(number: record.to), vintage: record.vintage,
            preparedBy: record.preparedBy, preparedAt: Instant(seconds: record.preparedAt), publishedAt: row.published?.at,
            parts: record.parts.map {
                Part(department: $0.department, indicators: $0.indicators, approvedBy: $0.approvedBy, remark: $0.remark)
            }, note: record.note)
    }
}

extension PublicProduct {
    /// The files as the manifest names them.
    var digests: [PublicFile] {
        files.map { PublicFile(name: $0.name, bytes: $0.bytes.count, digest: PublicDigest.of($0.bytes).hexadecimal) }
    }
}
