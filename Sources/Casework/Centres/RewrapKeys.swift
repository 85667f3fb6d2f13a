import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// How many rows a batch wraps anew; between two batches others write.
    private static let batch = 200

    /// Wraps keys and sheets of an older epoch, or of writers without a session, under the newest keys of the centre.
    ///
    /// In batches, each a transaction of its own: cut short, it goes on where it stood. What does not open is left where it is, and named
    /// in the audit chain.
    ///
    /// - Parameter limit: About how many rows are looked at; the rest stays for the next time.
    /// - Returns: How many rows were wrapped anew.
    @discardableResult
    package func rewrapKeys(in session: CentreSession, limit: Int = .max) async throws(CaseworkError) -> Int {
        var left = limit
        return try await rewrapCaseKeys(session, &left) + rewrapIdentityKeys(session, &left) + resealSheets(session, &left)
            + resealOffers(session, &left)
    }

    /// Goes on with what earlier rotations left, when a member opens the centre for the first time in a session.
    ///
    /// Whoever is no member in force opens nothing, and nothing happens.
    package func rewrapKeysOnFirstOpening(by visit: Visit, limit: Int) async throws(CaseworkError) {
        guard visit.actor.memberNumber != nil, session(of: visit)?.centre == nil else { return }
        let opened: CentreSession
        do { opened = try centreSession(of: visit) } catch {
            switch error {
            case .refused, .account(.waits): return
            default: throw error
            }
        }
        guard try staleWraps(in: opened) > 0 else { return }
        try await rewrapKeys(in: opened, limit: limit)
    }

    /// How much is left under older keys.
    package func staleWraps(in session: CentreSession) throws(CaseworkError) -> Int {
        do { return try store.staleWraps(ofCentre: session.centre, keeping: [session.keyring.symmetric.id]).all } catch {
            throw .store(error)
        }
    }

    private func rewrapCaseKeys(_ session: CentreSession, _ left: inout Int) async throws(CaseworkError) -> Int {
        try await inBatches(session, &left, store.staleCaseKeys, AccountChange.rewrapCaseKeys) { key in
            let data = bindings.recordKey(key.caseFile, centre: session.centre, generation: key.generation)
            return (try? session.keyring.rewrapped(key.wrapped, for: data, tag: keys.boxTags)).map {
                RewrappedCaseKey(caseFile: key.caseFile, generation: key.generation, old: key.wrapped, new: $0)
            }
        }
    }

    private func rewrapIdentityKeys(_ session: CentreSession, _ left: inout Int) async throws(CaseworkError) -> Int {
        try await inBatches(session, &left, store.staleIdentityKeys, AccountChange.rewrapIdentityKeys) { key in
            let data = bindings.identityKey(key.person, of: key.caseFile, centre: session.centre, generation: key.generation)
            return (try? session.keyring.rewrapped(key.wrapped, for: data, tag: keys.boxTags)).map {
                RewrappedIdentityKey(person: key.person, generation: key.generation, old: key.wrapped, new: $0)
            }
        }
    }

    private func resealSheets(_ session: CentreSession, _ left: inout Int) async throws(CaseworkError) -> Int {
        try await inBatches(session, &left, store.staleSheets, AccountChange.resealSheets) { sheet in
            let data = bindings.sheet(sheet.caseFile, centre: session.centre, entry: sheet.revision)
            return (try? session.keyring.rewrapped(sheet.sealed, for: data, tag: keys.boxTags)).map {
                ResealedSheet(caseFile: sheet.caseFile, revision: sheet.revision, old: sheet.sealed, new: $0)
            }
        }
    }

    private func resealOffers(_ session: CentreSession, _ left: inout Int) async throws(CaseworkError) -> Int {
        try await inBatches(session, &left, store.staleOffers, AccountChange.resealOffers) { row in
            guard let old = row.offer else { return nil }
            let data = bindings.offer(row.identifier, to: session.centre)
            return (try? session.keyring.rewrapped(old, for: data, tag: keys.boxTags)).map { ResealedOffer(row, old: old, new: $0) }
        }
    }

    /// Wraps what an epoch left behind batch by batch; the last row of one is where the next begins.
    private func inBatches<Stale, Wrapped>(
        _ session: CentreSession, _ left: inout Int,
        _ read: (Identifier<Centre>, [UInt64], Stale?, Int) throws(StoreError) -> [Stale], _ change: ([Wrapped]) -> AccountChange,
        _ wrap: (Stale) -> Wrapped?
    ) async throws(CaseworkError) -> Int {
        var last: Stale?
        var count = 0
        while left > 0 {
            let stale: [Stale]
            do {
                stale = try read(session.centre, [session.keyring.symmetric.id], last, OpenInstallation.batch)
            } catch { throw .store(error) }
            guard let newest = stale.last else { return count }
            last = newest
            left -= stale.count
            let wrapped = stale.compactMap(wrap)
            try await store(change(wrapped), session, failed: stale.count - wrapped.count)
            count += wrapped.count
        }
        return count
    }

    private func store(_ change: AccountChange, _ session: CentreSession, failed: Int) async throws(CaseworkError) {
        do {
            try await commit([change], said(.rewrapKeys, session))
        } catch .store(.staleKeys) {
            // Somebody else wrapped one of them at the same moment; the next pass finds what is left.
        }
        if failed > 0 {
            try await note(said(.rewrapKeys, session, outcome: .failed))
        }
    }
}
