import CaseDomain
package import Indicators
package import Store
import Synchronization
package import Vault

/// Derives the figures of a cut-off from the sealed facts: streams them, opens them, counts.
package struct FactDerivation: Sendable {
    private let store: CaseStore
    private let keys: PurposeKeys
    private let rulebook: Rulebook

    package init(_ store: CaseStore, _ keys: PurposeKeys, _ rulebook: Rulebook) {
        self.store = store
        self.keys = keys
        self.rulebook = rulebook
    }

    /// The ledger at a commit; `nil`: the newest.
    ///
    /// - Throws: `notDerivable` for a commit before an erasure: what was known then is not known any more.
    package func ledger(at cutoff: Int?, workers: Int) throws(CaseworkError) -> FactLedger {
        while true {
            let before = try newestTombstone()
            let ledger = try read(at: cutoff, workers: workers)
            let erasure: Int?
            // Asked after the facts were read: a case that was erased meanwhile is missing from some of them.
            do { erasure = try store.erasure(after: ledger.cutoff) } catch { throw .store(error) }
            if let erasure, cutoff != nil { throw .notDerivable(sinceErasure: erasure) }
            // And the tags of an identity that was erased meanwhile are the old ones in some of them.
            if erasure == nil, try newestTombstone() == before { return ledger }
        }
    }

    private func newestTombstone() throws(CaseworkError) -> Int? {
        do { return try store.newestTombstone()?.number } catch { throw .store(error) }
    }

    private func read(at cutoff: Int?, workers: Int) throws(CaseworkError) -> FactLedger {
        do {
            let newest = try store.newestCommit()
            let cutoff = min(cutoff ?? newest, newest)
            let centres = try store.centres(at: cutoff)
            let identifiers = Dictionary(
                try store.centres(at: newest).map { ($0.number, $0.identifier) }, uniquingKeysWith: { first, _ in first })
            let end = try store.endOfCases()
            let share = (end + workers - 1) / workers
            let parts = Parallel.map(workers) { worker in
                Part(store, keys, identifiers, numbers: min(worker * share, end)..<min((worker + 1) * share, end), cutoff: cutoff)
            }
            var shelf = FactsShelf()
            var unreadable: Set<Int> = []
            for part in parts {
                if let error = part.error { throw error }
                shelf.join(part.shelf)
                unreadable.formUnion(part.unreadable)
            }
            if cutoff == newest, shelf.count < end - 1 { unreadable.formUnion(try store.casesWithoutFacts()) }
            return FactLedger(
                rulebook: rulebook, facts: shelf, changes: try plainChanges(centres, at: cutoff), cutoff: cutoff, unreadable: unreadable,
                workers: workers
            )
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .impossible
        }
    }

    private func plainChanges(_ centres: [StoredCentre], at cutoff: Int) throws(StoreError) -> [FactChange] {
        let numbers = Dictionary(centres.map { ($0.code, $0.number) }, uniquingKeysWith: { first, _ in first })
        var changes = centres.map { FactChange.centre(CentreFact($0.number, $0.version)) }
        for list in try store.activities(at: cutoff) {
            if let number = numbers[list.centre] { changes.append(.activities(ActivityFacts(number, list))) }
        }
        for external in try store.externals(at: cutoff) {
            if let fact = ExternalFact(external) { changes.append(.external(fact)) }
        }
        return changes
    }

    /// The facts of a range of cases.
    private struct Part: Sendable {
        var shelf = FactsShelf()
        var unreadable: Set<Int> = []
        var error: StoreError?

        init(_ store: CaseStore, _ keys: PurposeKeys, _ centres: [Int: Identifier<Centre>], numbers: Range<Int>, cutoff: Int) {
            var data = AssociatedDataTemplate(
                Bindings(installation: keys.installation).facts(.none, centre: .none, generation: 0, revision: 0)
            )
            var centre = -1
            var text = [UInt8](repeating: 0, count: SealedForm.longBucket)
            shelf.reserve(cases: numbers.upperBound, bytes: 0)
            do {
                try store.lendFacts(numbers: numbers, at: cutoff) { facts in
                    if facts.centre != centre {
                        centre = facts.centre
                        data.set(centre: centres[centre] ?? .none)
                    }
                    data.set(caseFile: facts.caseFile, generation: facts.generation, revision: facts.revision)
                    if facts.sealed.count > text.count { text = [UInt8](repeating: 0, count: facts.sealed.count) }
                    let isKept = text.withUnsafeMutableBytes { target in
                        data.bytes.withUnsafeBytes { associated in
                            guard let count = try? keys.facts.open(facts.sealed, for: associated, into: target) else { return false }
                            return shelf.put(facts.number, UnsafeRawBufferPointer(rebasing: target[..<count]))
                        }
                    }
                    if !isKept { unreadable.insert(facts.number) }
                }
            } catch {
                self.error = error
            }
        }
    }
}

extension CentreFact {
    init(_ number: Int, _ version: CentreVersion) {
        self.init(
            number: number, kind: version.kind, isPublic: version.isPublic, validFrom: version.validFrom, validTo: version.validTo
        )
    }
}

extension ActivityFacts {
    init(_ centre: Int, _ list: ActivityList) {
        self.init(centre: centre, year: list.year, days: list.activities.map(\.on))
    }
}

extension ExternalFact {
    init?(_ external: ExternalValue) {
        guard let value = TargetValue(external.value) else { return nil }
        self.init(indicator: IndicatorID(rawValue: external.indicator), year: external.year, value: value)
    }
}
