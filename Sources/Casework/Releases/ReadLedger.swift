package import CaseDomain
import Disclosure
package import Indicators
import Store

/// Everything that is public, as its page shows it.
package struct LedgerSheet: Sendable {
    /// A release of ours.
    package struct Own: Hashable, Sendable {
        package let number: Int
        package let release: Identifier<Release>?
        package let period: Period
        package let vintage: Vintage
        package let calendar: String
        /// The day up to which records were known, `yyyy-mm-dd`.
        package let cutoff: String
        /// Cells with a value, and all of them.
        package let shown: Int
        package let cells: Int
        /// Whether it stands in the database; after a restore it may lie beside it alone.
        package let isHere: Bool
    }

    /// A figure that somebody else made public.
    package struct Foreign: Hashable, Sendable {
        package let number: Int
        package let figure: ForeignFigure
        package let enteredAt: Instant
        /// Whether it is a text that nobody has put into numbers yet.
        package let isWaiting: Bool
        /// The number of the entry that puts it into numbers.
        package let modelledBy: Int?
    }

    /// By number, the newest first.
    package let releases: [Own]
    package let figures: [Foreign]
    /// Whether the reader may register a figure.
    package let isKeeper: Bool
}

extension OpenInstallation {
    /// What is public by us and by others, the newest first.
    package func readLedger(by visit: Visit) async throws(CaseworkError) -> LedgerSheet {
        try await require(visit, .readReleases, visit.actor.ownFigures, as: .readReleases)
        let ledger = try publicLedger()
        let rows: [LedgerRow]
        let here: Set<[UInt8]>
        do {
            rows = try store.ledgerRows()
            here = Set(try store.publications().map(\.manifest))
        } catch {
            throw .store(error)
        }
        try await note(entry(.readReleases, by: visit))
        let models = Dictionary(
            ledger.foreign.enumerated().compactMap { index, figure in figure.models.map { ($0, index + 1) } },
            uniquingKeysWith: { first, _ in first })
        return LedgerSheet(
            releases: ledger.releases.compactMap { LedgerSheet.Own($0.manifest, isHere: here.contains($0.bytes)) }.reversed(),
            figures: zip(ledger.foreign, rows).map { figure, row in
                LedgerSheet.Foreign(
                    number: row.number, figure: figure, enteredAt: row.at,
                    isWaiting: !figure.isModelled && models[row.number] == nil, modelledBy: models[row.number])
            }.reversed(), isKeeper: allows(visit.actor, .keepLedger, visit.actor.ownFigures))
    }
}

extension LedgerSheet.Own {
    fileprivate init?(_ manifest: ReleaseManifest, isHere: Bool) {
        let facts = manifest.facts
        guard let period = Period(facts.period), let vintage = Vintage(rawValue: facts.vintage) else { return nil }
        self.init(
            number: facts.number, release: Identifier<Release>(facts.release), period: period, vintage: vintage, calendar: facts.calendar,
            cutoff: facts.cutoff,
            shown: manifest.rows.count { $0.value != nil }, cells: manifest.rows.count, isHere: isHere)
    }
}
