import CaseDomain
package import Disclosure
import Foundation
import Indicators
package import Policies
import Reports
package import Store
package import Vault

/// Derives a release again from the sealed facts of its cut-off, with the policies of then, and compares.
///
/// It reads the file alone, beside a running service, and writes nothing.
package enum DeriveAgain {
    package enum Answer: Hashable, Sendable {
        /// Every exact row came out the same, and every row of the files is what the sealed record counts.
        case same(exact: Int, published: Int)
        /// What came out differently, as names of rows; never a value.
        case differs([String])
        /// A case was erased since: what was known then is not known any more. The sealed record is what was signed.
        case erasedSince(published: Int)
        /// The policies of then are not beside the data.
        case policiesGone(digest: String)
        /// The installation has no such release.
        case unknown
        /// The sealed record is not the one that was signed.
        case otherRecord
    }

    /// - Parameters:
    ///   - release: As manifests name it.
    ///   - commitment: Which record was signed, from the manifest or the approval.
    ///   - rows: Those of a public manifest; empty for a restricted return.
    ///   - handedOut: The file of figures of a restricted return, as JSON; `nil`: it is not looked at.
    ///   - policies: A set by its digest.
    package static func run(
        _ release: String, commitment: String, rows: [PublicRow], handedOut: [UInt8]? = nil, in store: CaseStore, keys: PurposeKeys,
        workers: Int, policies: (String) -> PolicySet?
    ) throws(CaseworkError) -> Answer {
        let bindings = Bindings(installation: keys.installation)
        guard let identifier = Identifier<Release>(release) else { return .unknown }
        let found: ReleaseRow?
        do { found = try store.release(identifier) } catch { throw .store(error) }
        guard let found else { return .unknown }
        let record = try ReleaseRecord(found, keys, bindings)
        guard try record.commitment(keys).hexadecimal == commitment else { return .otherRecord }
        guard let set = policies(record.policies) else { return .policiesGone(digest: record.policies) }
        var differing = try differing(rows, record, set)
        var compared = rows.count
        if let handedOut {
            guard let rows = ExactRow.rows(ofJSON: handedOut) else { return .differs(["figures.json"]) }
            compared += rows.count
            differing += Set(rows).subtracting(record.rows).map { $0.cells.dropLast().joined(separator: ",") }
        }
        let exact = Set(record.rows.filter { !kept.contains($0.table) })
        do {
            let ledger = try FactDerivation(store, keys, set.rulebook).ledger(at: record.cutoff, workers: workers)
            let again = try exactRows(ledger, record, set)
            differing += exact.symmetricDifference(again).map { $0.cells.dropLast().joined(separator: ",") }
        } catch {
            guard case .notDerivable = error else { throw error }
            return differing.isEmpty ? .erasedSince(published: compared) : .differs(differing.sorted())
        }
        return differing.isEmpty ? .same(exact: exact.count, published: compared) : .differs(Array(Set(differing)).sorted())
    }

    /// Rows that do not come from the facts of the cut-off alone.
    private static let kept: Set<ExactRow.Table> = [.coverage, .late, .changes]

    private static func exactRows(_ ledger: FactLedger, _ record: ReleaseRecord, _ set: PolicySet) throws(CaseworkError) -> Set<ExactRow> {
        guard let period = Period(record.period) else { throw .impossible }
        let plan = set.rulebook.plan(record.plan)
        let days = Day(number: record.from)...Day(number: record.to)
        let included = Set(record.rows.filter { !kept.contains($0.table) }.map(\.indicator))
        var rows = ExactRows(plan, year: period.year)
        do {
            let counts = try ledger.exactCounts(calendar: record.calendar, year: period.year, days: days)
            rows.add(counts, of: included, set.rulebook.serviceKinds, set.forms)
        } catch {
            throw .figures(error)
        }
        for figure in ledger.otherFigures(plan, period, on: days.upperBound) where included.contains(figure.indicator.rawValue) {
            rows.add(figure)
        }
        return Set(rows.rows)
    }

    /// Public rows that the sealed record does not count so.
    private static func differing(_ rows: [PublicRow], _ record: ReleaseRecord, _ set: PolicySet) throws(CaseworkError) -> [String] {
        guard let year = Period(record.period)?.year,
            let end = set.rulebook.calendar(record.calendar)?.days(of: Period(year: year, part: .year))?.upperBound
        else { throw .impossible }
        var tables: [String: CountTable] = [:]
        for indicator in record.indicators {
            tables[indicator.id] = try CountTable(of: indicator.quarters, set.rulebook.gazetteer, yearEnd: end)
        }
        return rows.filter { row in
            if let centres = record.centres.first(where: { $0.id == row.indicator }) { return row.value != centres.value(row.measure) }
            guard let indicator = record.indicators.first(where: { $0.id == row.indicator }), let table = tables[row.indicator] else {
                return true
            }
            if let hidden = row.hidden { return indicator.shown.contains(hidden.cell.numbers) }
            if let locked = row.locked {
                return locked.figure != LockedFigure(cell: locked.figure.cell, count: table.count(of: locked.figure.cell))
            }
            return row.value != indicator.value(row, in: record.period)
        }.map { $0.cells.prefix(8).joined(separator: ",") }
    }
}

extension ReleaseRecord.Centres {
    /// What a row of the share says; `nil` for a measure that it has not.
    fileprivate func value(_ measure: String) -> String? {
        switch PublishableRow.Measure(rawValue: measure) {
        case .denominator: String(denominator)
        case .numerator: String(numerator)
        case .percent: Percent.text(numerator: numerator, denominator: denominator)
        case .met: isMet.map { $0 ? "yes" : "no" }
        default: nil
        }
    }
}

extension ReleaseRecord.Indicator {
    /// What a row beside the counts says: who was reached, or who came and went; `nil` where it is hidden.
    fileprivate func value(_ row: PublicRow, in period: String) -> String? {
        let measure = PublishableRow.Measure(rawValue: row.measure)
        if measure == .entries || measure == .withdrawals {
            return isLateTold ? late.map { String(measure == .entries ? $0.entries : $0.withdrawals) } : nil
        }
        guard row.table == PublicTable.outcome.rawValue, row.period == period, isOutcomeShown, let part = Period(period)?.part else {
            return nil
        }
        let members = quarters.filter { part.quarters.contains($0.quarter) }.flatMap(\.members)
        let told = isLateTold ? late : nil
        let (people, reached) = (told?.people ?? members.count, told?.reached ?? members.count(where: \.isReached))
        switch measure {
        case .numerator: return String(reached)
        case .percent: return Percent.text(numerator: reached, denominator: people)
        case .met: return isMet.map { $0 ? "yes" : "no" }
        default: return nil
        }
    }
}

extension ReleaseRecord {
    init(_ row: ReleaseRow, _ keys: PurposeKeys, _ bindings: Bindings) throws(CaseworkError) {
        do {
            let bytes = try keys.releases.open(row.sealed, for: bindings.release(row.identifier, revision: row.revision))
            self = try FilledJSON.value(ReleaseRecord.self, of: bytes)
        } catch {
            throw .integrityFailed(table: "release", row: row.identifier.description)
        }
    }

    /// What the sealed record is, so that nobody puts another in its place: keyed, because small counts could be found by trying.
    func commitment(_ keys: PurposeKeys) throws(CaseworkError) -> [UInt8] {
        do {
            return keys.commitment.digest([Array("release".utf8), try FilledJSON.bytes(of: frozen, step: FilledJSON.releaseStep)])
        } catch {
            throw .impossible
        }
    }
}

extension CountTable {
    /// The people of quarters by atom, at the places of the year's last day.
    init(of quarters: [ReleaseRecord.Quarter], _ gazetteer: Gazetteer, yearEnd: Day) throws(CaseworkError) {
        self.init(places: gazetteer.communes.filter { $0.exists(on: yearEnd) }.map(\.code) + [.outside])
        for quarter in quarters {
            for member in quarter.members {
                guard let place = member.place(in: gazetteer, on: yearEnd), let sex = Sex(number: member.sex),
                    let age = AgeBand(number: member.age), add(1, place: place, quarter: quarter.quarter, sex: sex, age: age)
                else { throw .release(.unknownPlace) }
            }
        }
    }
}

extension CountedMember {
    /// The commune of a day into which the commune of detection went.
    fileprivate func place(in gazetteer: Gazetteer, on day: Day) -> PlaceCode? {
        let place = PlaceCode(number: place)
        guard place != .outside else { return place }
        return gazetteer.index(of: place, on: Day(number: self.day)).flatMap { gazetteer.rolled($0, to: day) }
            .map { gazetteer.communes[$0].code }
    }
}
