package import CaseDomain
import Store

/// Somebody who was found.
package struct FoundPerson: Sendable {
    package let caseFile: Identifier<Case>
    package let shortCode: ShortCode
    package let person: Identifier<Person>
    /// `nil` when the facts of the case do not open.
    package let role: Role?
    /// As it was written; empty for somebody who is known by a number alone.
    package let name: String
}

/// People who were found, best first.
package struct FoundPeople: Sendable {
    package let people: [FoundPerson]
    /// How many fit besides those that are listed.
    package let more: Int
    /// Identities that could not be read and so not be searched, in cases that the member may open.
    package let unreadable: Int
}

extension OpenInstallation {
    /// How many are listed at most.
    package static let mostFound = 50

    /// The case with a short code in the session's centre; `nil` when there is none, or none that the member may open.
    package func findCase(_ code: ShortCode, in session: CentreSession) throws(CaseworkError) -> Identifier<Case>? {
        let found: Identifier<Case>?
        do { found = try store.caseFile(shortCode: tags.shortCode(code, centre: session.centre)) } catch { throw .store(error) }
        guard let found else { return nil }
        do {
            return try readCase(found, in: session).identifier
        } catch {
            guard error == .refused else { throw error }
            return nil
        }
    }

    /// Looks for people of the session's centre, while names are shown; nobody of a case that the member may not open is found.
    ///
    /// The search is an entry of the audit chain, and so is each case of which it shows somebody; both are written before anything is
    /// shown.
    package func findPeople(_ query: PeopleQuery, in session: CentreSession) async throws(CaseworkError) -> FoundPeople {
        let found = try await traced(.searchPeople, on: nil, session) { () async throws(CaseworkError) in
            try permit(session.actor, .readIdentity, .caseFile(centre: session.centre, limits: CaseLimits()))
            try requireWindow(session)
            return try search(query, session)
        }
        var entries = [said(.searchPeople, session)]
        var cases: Set<Identifier<Case>> = []
        for person in found.people where cases.insert(person.caseFile).inserted {
            entries.append(said(.searchPeople, of: person.caseFile, session))
        }
        do {
            var transaction = Transaction(at: now(), audit: [])
            for entry in entries { transaction.audit.append(try auditing.row(entry)) }
            _ = try await store.commit(transaction)
        } catch {
            throw CaseworkError(error)
        }
        return found
    }

    /// Somebody who fits.
    private struct Candidate {
        let rank: Int
        let folded: [UInt8]
        let number: Int
        let person: Identifier<Person>
        let name: String
    }

    /// The first of those who fit: by how well, then by the given name, which stands last, then by the whole name.
    private struct BestCandidates {
        private(set) var first: [Candidate] = []
        private(set) var count = 0

        mutating func add(_ entry: PeopleIndex.Entry, rank: Int) {
            guard let person = entry.person else { return }
            count += 1
            let (folded, number) = (entry.text(1), entry.number)
            func comesBefore(_ other: Candidate) -> Bool {
                if rank != other.rank { return rank < other.rank }
                return other.folded.withUnsafeBytes { there in
                    let given = BestCandidates.compare(BestCandidates.given(folded), BestCandidates.given(there))
                    let whole = given == 0 ? BestCandidates.compare(folded, there) : given
                    return whole == 0 ? (number, person.high) < (other.number, other.person.high) : whole < 0
                }
            }
            if first.count == OpenInstallation.mostFound, let last = first.last {
                guard comesBefore(last) else { return }
                first.removeLast()
            }
            let place = first.partitioned(by: comesBefore)
            first.insert(
                Candidate(
                    rank: rank, folded: Array(folded), number: number, person: person, name: String(decoding: entry.text(0), as: UTF8.self)),
                at: place)
        }

        private static func given(_ folded: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
            let start = folded.lastIndex(of: UInt8(ascii: " ")).map { $0 + 1 } ?? 0
            return UnsafeRawBufferPointer(rebasing: folded[start...])
        }

        /// Below 0, 0 or above, as the bytes of one come before those of the other, are the same, or come after.
        private static func compare(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
            for index in 0..<min(one.count, other.count) where one[index] != other[index] {
                return Int(one[index]) - Int(other[index])
            }
            return one.count - other.count
        }
    }

    private func search(_ query: PeopleQuery, _ session: CentreSession) throws(CaseworkError) -> FoundPeople {
        // Numbers of cases are given again after an erasure alone; both must have read to the same one.
        for _ in 0..<OpenInstallation.mostAttempts {
            let index = try peopleIndex(session)
            let list = try centreList(session)
            guard index.mark.erasure == list.mark.erasure else { continue }
            return try search(query, index, list, session)
        }
        throw .busy
    }

    private func search(
        _ query: PeopleQuery, _ index: PeopleIndex, _ list: CentreList, _ session: CentreSession
    ) throws(CaseworkError) -> FoundPeople {
        // Who may open the case may not always read names in it, and the other way round.
        let (cases, names) = (ListRights(session, access), ListRights(session, access, .readIdentity))
        var places: [Int: Int] = [:]
        list.forEach { place, _, sheet in
            if cases.opens(sheet), names.opens(sheet) { places[list.number(place)] = place }
        }
        var candidates = BestCandidates()
        var unreadable = 0
        index.forEach { entry in
            guard places[entry.number] != nil else { return }
            guard entry.isReadable else {
                unreadable += 1
                return
            }
            if let rank = query.rank(of: entry) { candidates.add(entry, rank: rank) }
        }
        var people: [FoundPerson] = []
        for candidate in candidates.first {
            guard let place = places[candidate.number], let row = try? list.row(place) else { throw .impossible }
            people.append(
                FoundPerson(
                    caseFile: row.caseFile, shortCode: row.sheet.shortCode, person: candidate.person,
                    role: try role(of: candidate.person, in: row.caseFile, session), name: candidate.name))
        }
        return FoundPeople(people: people, more: candidates.count - people.count, unreadable: unreadable)
    }

    /// The role of a person, from the coded facts: these are read without the journal.
    private func role(
        of person: Identifier<Person>, in caseFile: Identifier<Case>, _ session: CentreSession
    ) throws(CaseworkError) -> Role? {
        let base: AppendBase?
        do { base = try store.appendBase(caseFile) } catch { throw .store(error) }
        guard let base, let facts = try? facts(of: base.facts, centre: session.centre) else { return nil }
        return facts.people.first { $0.mark == person.low }?.role
    }
}

extension Array {
    /// Where the elements begin before which something comes, in a sorted array.
    fileprivate func partitioned(by comesBefore: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
