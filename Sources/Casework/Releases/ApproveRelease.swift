package import CaseDomain
package import Disclosure
import Foundation
import Indicators
package import Policies
import Reports
import Store
import Vault

extension OpenInstallation {
    /// Characters that a remark or a note may have.
    package static let mostInRemark = 2_000

    /// Approves the parts of a release that the asker's department owns; without a department, all of them.
    ///
    /// - Throws: `ownRelease` for whoever prepared it.
    package func approveRelease(
        _ identifier: Identifier<Release>, remark: String = "", under set: PolicySet, by visit: Visit
    ) async throws(CaseworkError) {
        let department = visit.actor.department
        try await require(visit, .approveRelease, visit.actor.ownFigures, as: .approveRelease)
        var (row, record) = try release(identifier)
        guard record.state == .prepared else { throw .release(.wrongState) }
        guard record.preparer != visit.actor.user.description else { throw .release(.ownRelease) }
        try checkIsSound(record)
        // Nothing of an estimate becomes public.
        if record.vintage != .estimate { _ = try verified(record, record.countedIndicators, try ledger(of: record), set.disclosure) }
        guard remark.unicodeScalars.count <= OpenInstallation.mostInRemark else { throw .release(.badRemark) }
        var isAny = false
        for index in record.parts.indices {
            // Who approved a part stays its approver.
            guard let owner = record.parts[index].department, record.parts[index].approvedBy == nil,
                department == nil || inOffice(owner, set) == department
            else { continue }
            record.parts[index].approvedBy = visit.actor.name
            record.parts[index].approvedAt = now().seconds
            record.parts[index].remark = remark.isEmpty ? nil : remark.precomposedStringWithCanonicalMapping
            isAny = true
        }
        guard isAny else { throw .release(.nothingApproved) }
        record.approval = try approval(of: record, identifier, by: visit)
        if record.parts.allSatisfy({ $0.department == nil || $0.approvedBy != nil }) { record.state = .approved }
        try await put(record, over: row, entry(.approveRelease, by: visit))
    }

    /// Refuses a release that other policies prepared, or that does not add up.
    private func checkIsSound(_ record: ReleaseRecord) throws(CaseworkError) {
        guard record.policies == policies else { throw .release(.policiesChanged) }
        guard record.unevenSums.isEmpty else { throw .release(.unevenSums) }
    }

    /// What is public, if it is what it was when a release was prepared.
    private func ledger(of record: ReleaseRecord) throws(CaseworkError) -> PublicLedger {
        let ledger = try publicLedger()
        guard record.ledger == ledger.digest else { throw .release(.ledgerMoved) }
        return ledger
    }

    /// Sends a release back with a note; it is prepared anew under another number.
    package func returnRelease(
        _ identifier: Identifier<Release>, note: String, under set: PolicySet, by visit: Visit
    ) async throws(CaseworkError) {
        try await require(visit, .approveRelease, visit.actor.ownFigures, as: .returnRelease)
        var (row, record) = try release(identifier)
        guard record.isOpen else { throw .release(.wrongState) }
        guard hasPart(visit.actor, in: record, set) else { throw .release(.nothingApproved) }
        guard !note.isEmpty, note.unicodeScalars.count <= OpenInstallation.mostInRemark else { throw .release(.badRemark) }
        record.state = .returned
        record.note = note.precomposedStringWithCanonicalMapping
        try await put(record, over: row, entry(.returnRelease, by: visit))
    }

    /// Makes a release public: everything is added up once more, signed, and written with whom it counted, at once or not at all.
    package func publishRelease(
        _ identifier: Identifier<Release>, under set: PolicySet, by visit: Visit
    ) async throws(CaseworkError) -> ApprovedRelease {
        let rules = set.disclosure
        try await require(visit, .publishRelease, visit.actor.ownFigures, as: .publishRelease)
        var (row, record) = try release(identifier)
        guard record.isOpen else { throw .release(.wrongState) }
        guard record.vintage != .estimate else { throw .release(.vintageNotPublic) }
        guard record.preparer != visit.actor.user.description else { throw .release(.ownRelease) }
        guard hasPart(visit.actor, in: record, set) else { throw .release(.nothingApproved) }
        try checkIsSound(record)
        let ledger = try ledger(of: record)
        let approved = record.countedIndicators.filter { id in
            let parts = record.parts.filter { $0.department != nil && $0.indicators.contains(id) }
            return !parts.isEmpty && parts.allSatisfy { $0.approvedBy != nil }
        }
        guard !approved.isEmpty else { throw .release(.nothingApproved) }
        let tables = try verified(record, approved, ledger, rules)
        record.state = .published
        record.publishedBy = visit.actor.name
        let (made, files) = try signed(record, row, tables, ledger, under: set, by: visit)
        do {
            let sealed: Sealed<Release> = try sealed(record, identifier, revision: row.revision + 1)
            // Two who publish at once were each proven without the other.
            var changes: [ReleaseChange] = [
                .expect(published: ledger.releases.count - ledger.outside, figures: ledger.foreign.count),
                .put(
                    row.changed(
                        sealed, published: .init(at: now(), manifest: made.bytes, signature: made.signature))),
            ]
            for indicator in record.indicators where approved.contains(indicator.id) {
                for quarter in indicator.quarters { changes.append(try fixing(quarter, of: indicator.id, record, identifier)) }
            }
            try await commit(changes, entry(.publishRelease, by: visit))
        } catch {
            throw CaseworkError(error)
        }
        // It is public now, whatever becomes of its files: the service looks at its start and each minute, and writes what is missing.
        try? writeFiles(files, of: made)
        _ = try? keepPublicSite(under: set)
        return made
    }

    private func fixing(
        _ quarter: ReleaseRecord.Quarter, of indicator: String, _ record: ReleaseRecord, _ release: Identifier<Release>
    ) throws -> ReleaseChange {
        let year = Period(record.period)?.year ?? 0
        let data = bindings.countedSet(indicator, year: year, quarter: quarter.quarter + 1, revision: quarter.revision + 1)
        return .fix(
            CountedSetRow(
                indicator: indicator, year: year, quarter: quarter.quarter + 1, revision: quarter.revision + 1, release: release,
                sealed: try keys.releases.seal(try FilledJSON.bytes(of: quarter.members, step: FilledJSON.setStep), for: data)))
    }

    /// The tables of a release, through the verifier alone.
    func verified(
        _ record: ReleaseRecord, _ approved: Set<String>, _ ledger: PublicLedger, _ rules: DisclosureRules
    ) throws(CaseworkError) -> [PublishableTable] {
        guard let period = Period(record.period) else { throw .impossible }
        let frame = try frame(of: ReleaseRequest(calendar: record.calendar, period: period, vintage: record.vintage))
        var drafts: [PublicationDraft] = []
        for indicator in record.indicators where approved.contains(indicator.id) {
            let id = IndicatorID(rawValue: indicator.id)
            let task = try task(id, period, indicator.quarters, ledger, rules, yearEnd: frame.yearEnd)
            guard let plan = indicator.plan(places: task.truth.places) else { throw .impossible }
            drafts.append(
                PublicationDraft(
                    indicator: id, period: period, task: task, plan: plan,
                    outcome: rules.programme[.outcome]?.contains(period.part) ?? false
                        ? OutcomeDraft(
                            numerator: indicator.numerator, isMet: indicator.isMet, hasTarget: indicator.hasTarget,
                            isShown: indicator.isOutcomeShown) : nil,
                    knownOutcomes: ledger.outcomes(id, period.year),
                    late: indicator.isLateTold
                        ? indicator.late.map { LateDraft(entries: $0.entries, withdrawals: $0.withdrawals) } : nil))
        }
        let centres = record.centres.filter { approved.contains($0.id) }.map {
            CentreDraft(
                indicator: IndicatorID(rawValue: $0.id), period: period, denominator: $0.denominator, numerator: $0.numerator,
                isMet: $0.isMet)
        }
        do { return try Verifier(rules).tables(drafts, centres: centres) } catch { throw .release(.verification(error)) }
    }

    private func signed(
        _ record: ReleaseRecord, _ row: ReleaseRow, _ tables: [PublishableTable], _ ledger: PublicLedger, under set: PolicySet,
        by visit: Visit
    ) throws(CaseworkError) -> (ApprovedRelease, [(name: String, bytes: [UInt8])]) {
        let facts = ReleaseFacts(
            release: row.identifier.description, number: ledger.releases.count + 1, plan: record.plan, definitions: record.definitions,
            calendar: record.calendar, period: record.period, from: Day(number: record.from).description,
            to: Day(number: record.to).description, vintage: record.vintage.rawValue,
            cutoff: Instant(seconds: record.preparedAt).dayInVietNam.description,
            parts: record.parts.compactMap { part in
                part.department.map { .init(department: $0, indicators: part.indicators, isApproved: part.approvedBy != nil) }
            }, confirmed: record.confirmed, organisations: record.organisations, smallest: set.disclosure.smallestCount,
            previous: ledger.releases.last.map { PublicDigest.of($0.bytes).hexadecimal },
            commitment: try record.commitment(keys).hexadecimal)
        do {
            let product = try PublicProduct(
                tables, facts: facts, names: reportNames(set, plan: record.plan, period: record.period), layout: set.report,
                difficulties: record.difficulties, remarks: record.remarks)
            let bytes = try ReleaseManifest(facts: facts, tables: tables, files: product.digests).encoded()
            let key = try signingKey(of: visit)
            let signature = MinisignSignature(
                of: bytes, by: key, comment: "release \(facts.number) \(facts.period) \(facts.vintage) \(facts.release)")
            let publicKey = try releaseKey()
            guard let publicKey,
                let release = ApprovedRelease(
                    bytes: bytes, signature: signature.text,
                    verifies: { MinisignSignature.verifies($0, of: $1, by: publicKey) })
            else { throw CaseworkError.release(.badSignature) }
            return (release, product.files)
        } catch {
            throw CaseworkError(error)
        }
    }
}
