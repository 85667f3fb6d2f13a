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

    /// Somebody who fits, before anybody asked whether the case may be opened.
    private struct Candidate {
        let rank: Int
        let given: [UInt8]
        let folded: [UInt8]
        let number: Int
        let person: Identifier<Person>
        let name: String

        static func comesBefore(_ one: Candidate, _ other: Candidate) -> Bool {
            if one.rank != other.rank { return one.rank < other.rank }
            if one.given != other.given { return one.given.lexicographicallyPrecedes(other.given) }
            if one.folded != other.folded { return one.folded.lexicographicallyPrecedes(other.folded) }
            return (one.number, one.person.high) < (other.number, other.person.high)
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
        var candidates: [Candidate] = []
        var unreadable = 0
        index.forEach { entry in
            guard places[entry.number] != nil else { return }
            guard entry.isReadable else {
                unreadable += 1
                return
            }
            guard let rank = query.rank(of: entry), let person = entry.person else { return }
            let folded = Array(entry.text(1))
            candidates.append(
                Candidate(
                    rank: rank, given: folded.split(separator: UInt8(ascii: " ")).last.map(Array.init) ?? [], folded: folded,
                    number: entry.number, person: person, name: String(decoding: entry.text(0), as: UTF8.self)))
        }
        candidates.sort(by: Candidate.comesBefore)
        var people: [FoundPerson] = []
        for candidate in candidates.prefix(OpenInstallation.mostFound) {
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
