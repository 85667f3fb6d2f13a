package import CaseDomain
import Disclosure
package import Indicators
package import Policies
import Store

/// A release as its page shows it: nothing exact of what is hidden is in here.
package struct ReleaseSheet: Sendable {
    package let summary: ReleaseSummary
    /// Identifier of the plan.
    package let plan: String
    package let definitions: String
    /// How many of the organisations that must report have confirmed the period, and of how many.
    package let confirmed: Int
    package let organisations: Int
    package let checks: [ReleaseCheck]
    /// As they would be public, or are; `nil` when they can no longer be proven safe as they were prepared.
    package let figures: [PublicFigure]?
    /// Below which count a cell is hidden.
    package let smallest: Int
    package let publication: ReleasePublication?
    /// What is public of the same period, by number.
    package let vintages: [PublishedVintage]
    package let acts: ReleaseActs
    /// Restricted returns that were handed out, in their order; whoever works for a department sees those of that department.
    package let copies: [HandedOutCopy]
    /// What the officer typed for everybody to read.
    package let difficulties: String
    package let remarks: String
    /// Figures that are not what they were in the vintage before, of those that the asker's department owns.
    package let changes: [ChangedFigure]
}

/// Why a figure is another than in the vintage before, without saying by how much.
package struct ChangedFigure: Hashable, Sendable {
    package let indicator: IndicatorID
    package let reasons: [ChangeReason]
}

/// That a release is public.
package struct ReleasePublication: Hashable, Sendable {
    /// Its place among all that was published.
    package let number: Int
    package let by: String?
    package let at: Instant
    /// The names of its files.
    package let files: [String]
}

/// What is public of a period at one vintage.
package struct PublishedVintage: Hashable, Sendable {
    package let number: Int
    package let vintage: Vintage
    /// The day up to which records were known.
    package let cutoff: String
    package let figures: [PublicCell: String?]
}

/// What a reader may do with a release as it stands.
package struct ReleaseActs: Hashable, Sendable {
    /// Who prepared it neither approves nor publishes it.
    package let isOwn: Bool
    package let approves: Bool
    package let returns: Bool
    package let publishes: Bool
    /// Exact figures for a named recipient.
    package let handsOut: Bool
}

extension OpenInstallation {
    /// One release with its checks and its tables as the public sees them or would see them.
    ///
    /// - Throws: `refused` for a release that is not there.
    package func readRelease(
        _ identifier: Identifier<Release>, under set: PolicySet, by visit: Visit
    ) async throws(CaseworkError) -> ReleaseSheet {
        let rules = set.disclosure
        try await require(visit, .readReleases, visit.actor.ownFigures, as: .readReleases)
        let (row, record) = try release(identifier)
        let checks: [ReleaseCheck]
        if record.state == .returned {
            // Nothing comes of it any more.
            checks = []
            try await note(entry(.readReleases, by: visit))
        } else {
            checks = try await checkRelease(identifier, under: set, by: visit)
        }
        let ledger = try publicLedger()
        let published: (Instant, ReleaseManifest)? =
            if let publication = row.published { (publication.at, try approved(publication, try releaseKey()).manifest) } else { nil }
        let figures =
            if let published { published.1.rows.compactMap(PublicFigure.init) } else { try figures(of: record, ledger, rules) }
        return ReleaseSheet(
            summary: ReleaseSummary(row, record), plan: record.plan,
            definitions: record.definitions, confirmed: record.confirmed, organisations: record.organisations, checks: checks,
            figures: figures, smallest: published?.1.facts.smallest ?? rules.smallestCount,
            publication: published.map { at, manifest in
                ReleasePublication(
                    number: manifest.facts.number, by: record.publishedBy, at: at,
                    files: manifest.files.map(\.name) + ProofFile.ofRelease)
            },
            vintages: ledger.releases.map(\.manifest).filter { $0.facts.period == record.period }.compactMap { manifest in
                Vintage(rawValue: manifest.facts.vintage).map { vintage in
                    PublishedVintage(
                        number: manifest.facts.number, vintage: vintage, cutoff: manifest.facts.cutoff,
                        figures: Dictionary(
                            manifest.rows.compactMap(PublicFigure.init).map { ($0.cell, $0.value) }, uniquingKeysWith: { first, _ in first }
                        ))
                }
            }, acts: acts(on: record, visit.actor, set, isFaulty: checks.contains { $0.level == .fault }),
            copies: try copies(of: identifier).filter { copy in
                visit.actor.department == nil || copy.department.map { inOffice($0, set) } == visit.actor.department
            },
            difficulties: record.difficulties, remarks: record.remarks,
            changes: record.changedFigures.filter { change in
                isWhole(change.indicator, of: visit.actor, plan: record.plan, set)
            })
    }

    /// The tables of a release that is not public, through the verifier; `nil` when it does not let them out.
    private func figures(
        of record: ReleaseRecord, _ ledger: PublicLedger, _ rules: DisclosureRules
    ) throws(CaseworkError) -> [PublicFigure]? {
        // Nothing of an estimate becomes public.
        guard record.vintage != .estimate else { return [] }
        guard record.policies == policies, record.ledger == ledger.digest else { return nil }
        do {
            return try verified(record, record.countedIndicators, ledger, rules).flatMap(\.publicRows).compactMap(PublicFigure.init)
        } catch {
            guard case .release(.verification) = error else { throw error }
            return nil
        }
    }

    private func acts(on record: ReleaseRecord, _ actor: ActingUser, _ set: PolicySet, isFaulty: Bool) -> ReleaseActs {
        let isOwn = record.preparer == actor.user.description
        let isApprover = allows(actor, .approveRelease, actor.ownFigures)
        let isPublisher = allows(actor, .publishRelease, actor.ownFigures)
        let isPart = hasPart(actor, in: record, set)
        let waits = record.parts.contains { part in
            part.department.map { actor.department == nil || actor.department == inOffice($0, set) } ?? false && part.approvedBy == nil
        }
        let isAnyApproved = Set(record.parts.flatMap(\.indicators)).contains { indicator in
            let parts = record.parts.filter { $0.department != nil && $0.indicators.contains(indicator) }
            return !parts.isEmpty && parts.allSatisfy { $0.approvedBy != nil }
        }
        return ReleaseActs(
            isOwn: isOwn, approves: isApprover && record.state == .prepared && !isOwn && waits && !isFaulty,
            returns: isApprover && record.isOpen && isPart,
            publishes: isPublisher && record.vintage != .estimate && record.isOpen && !isOwn && isPart && isAnyApproved && !isFaulty,
            handsOut: allows(actor, .exportReturn, actor.ownFigures) && isPart && record.approval != nil && record.state != .returned)
    }
}
