import CaseDomain
import Disclosure
import Foundation
import Indicators
import Store
import Synchronization
package import Vault

/// A figure that somebody else made public.
package struct ForeignFigure: Codable, Hashable, Sendable {
    /// What it says of people counted by an indicator in a reporting year.
    package let indicator: String
    package let year: Int
    /// Part of the year, place, sex and age in the words of public files.
    package let part: String
    package let place: String
    package let sex: String
    package let age: String
    /// `nil`, both, for a text that is not modelled yet: it stops new cells of its place and year.
    package let lower: Int?
    package let upper: Int?
    /// Where it was published, and in which words.
    package let source: String
    package let enteredBy: String
    /// The number of a text that this models; it stops nothing any more.
    package let models: Int?

    package init(
        indicator: String, year: Int, part: String, place: String, sex: String, age: String, lower: Int?, upper: Int?, source: String,
        enteredBy: String, models: Int? = nil
    ) {
        self.models = models
        self.indicator = indicator
        self.year = year
        self.part = part
        self.place = place
        self.sex = sex
        self.age = age
        self.lower = lower
        self.upper = upper
        self.source = source
        self.enteredBy = enteredBy
    }

    /// Characters that a source may have.
    package static let mostInSource = 500

    var cell: CountCell? {
        guard let part = PeriodPart(rawValue: part) else { return nil }
        return CountCell(QuarterSet(part.quarters), place: place, sex: sex, age: age)
    }

    var locked: LockedFigure? {
        guard let cell, lower != nil || upper != nil else { return nil }
        return LockedFigure(cell: cell, lower: lower ?? 0, upper: upper)
    }

    var isModelled: Bool { lower != nil || upper != nil }
}

/// Everything ever made public, by us or by others.
struct PublicLedger: Sendable {
    /// Our releases by number.
    let releases: [ApprovedRelease]
    let foreign: [ForeignFigure]
    /// How many of the releases are not in the database.
    let outside: Int

    /// What is known of an indicator's year.
    func locked(_ indicator: IndicatorID, _ year: Int) -> [LockedFigure] {
        let own = releases.flatMap(\.manifest.rows).compactMap(\.locked).filter { $0.indicator == indicator && $0.year == year }
        let others = foreign.filter { $0.indicator == indicator.rawValue && $0.year == year }.compactMap(\.locked)
        var seen: Set<LockedFigure> = []
        return (own.map(\.figure) + others).filter { seen.insert($0).inserted }
    }

    /// What our releases printed as hidden.
    func hidden(_ indicator: IndicatorID, _ year: Int) -> [HiddenCell] {
        releases.flatMap { release in
            release.manifest.rows.compactMap(\.hidden).filter { $0.indicator == indicator && $0.year == year }.map {
                HiddenCell(cell: $0.cell, smallest: release.manifest.facts.smallest)
            }
        }
    }

    func outcomes(_ indicator: IndicatorID, _ year: Int) -> Set<QuarterSet> {
        Set(releases.flatMap(\.manifest.rows).compactMap(\.outcome).filter { $0.indicator == indicator && $0.year == year }.map(\.quarters))
    }

    /// Cells that may not be shown because of a text that nobody has put into numbers yet: all of its year that are not public anyway.
    ///
    /// One cell alone would follow from the others.
    func barred(_ indicator: IndicatorID, _ year: Int, _ cells: [CountCell]) -> Set<CountCell> {
        let modelled = Set(foreign.compactMap(\.models))
        let isAnyText = foreign.enumerated().contains { number, figure in
            !figure.isModelled && !modelled.contains(number + 1) && figure.year == year && figure.indicator == indicator.rawValue
        }
        guard isAnyText else { return [] }
        return Set(cells).subtracting(locked(indicator, year).map(\.cell))
    }

    /// Of what is published: a release prepared on another ledger is not published.
    var digest: String {
        var bytes: [UInt8] = []
        for release in releases { bytes += PublicDigest.of(release.bytes) }
        for figure in foreign { bytes += PublicDigest.of((try? FilledJSON.bytes(of: figure, step: 1)) ?? []) }
        return PublicDigest.of(bytes).hexadecimal
    }
}

extension OpenInstallation {
    /// The key by which releases are checked; `nil` before the first approver enrolled.
    package func releaseKey() throws(CaseworkError) -> VerifyingKey? {
        let row: ReleaseKeyRow?
        do { row = try store.releaseKey() } catch { throw .store(error) }
        guard let row else { return nil }
        guard row.tag == tags.releaseKey(row.publicKey, madeAt: row.madeAt), let key = VerifyingKey(bytes: row.publicKey) else {
            throw .integrityFailed(table: "release_key", row: "1")
        }
        return key
    }

    /// What was published, each release with its signature checked, also what lies outside the database alone.
    ///
    /// Manifests that the outbox lacks are written first: nothing is decided on a ledger that a restored copy would not know.
    func publicLedger() throws(CaseworkError) -> PublicLedger {
        let releases = try ourReleases()
        let missing = releaseOutbox.missing(of: releases.here)
        // Whoever lacks nothing waits for nobody who writes files of the site.
        if !missing.isEmpty { try siteWriting.withLock { _ throws(CaseworkError) in try releaseOutbox.writeMissing(missing) } }
        let foreign: [LedgerRow]
        do { foreign = try store.ledgerRows() } catch { throw .store(error) }
        var figures: [ForeignFigure] = []
        for row in foreign {
            guard let figure = try? JSONDecoder().decode(ForeignFigure.self, from: Data(row.body.utf8)) else {
                throw .integrityFailed(table: "ledger_figure", row: String(row.number))
            }
            figures.append(figure)
        }
        return PublicLedger(releases: releases.all, foreign: figures, outside: releases.all.count - releases.here.count)
    }

    /// Our releases by number, with those that lie outside the database alone; nothing is written.
    func ourReleases() throws(CaseworkError) -> (all: [ApprovedRelease], here: [ApprovedRelease]) {
        let publications: [ReleaseRow.Publication]
        do { publications = try store.publications() } catch { throw .store(error) }
        let key = try releaseKey()
        var here: [ApprovedRelease] = []
        for publication in publications { here.append(try approved(publication, key)) }
        // A restored database may be older than what was published.
        let known = Set(here.map(\.bytes))
        var lost: [ApprovedRelease] = []
        for file in try releaseOutbox.files() where !known.contains(file.manifest) {
            lost.append(try approved(ReleaseRow.Publication(at: now(), manifest: file.manifest, signature: file.signature), key))
        }
        return ((here + lost).sorted { $0.manifest.facts.number < $1.manifest.facts.number }, here)
    }

    func approved(_ published: ReleaseRow.Publication, _ key: VerifyingKey?) throws(CaseworkError) -> ApprovedRelease {
        guard let key, let release = checkedReleases.release(published, key) else { throw .release(.badSignature) }
        return release
    }
}
