package import CaseDomain
import Store

/// A person of a pair, without a name.
package struct PairedPerson: Hashable, Sendable {
    package let place: PersonPlace
    package let shortCode: ShortCode
    package let role: Role
    package let sex: Sex
    package let birthYear: Int?

    init(_ person: ComparedPerson) {
        place = person.place
        shortCode = person.shortCode
        role = person.role
        sex = person.sex
        birthYear = person.birthYear
    }
}

/// Two people of a centre who look like one.
package struct AlikePair: Hashable, Sendable {
    package let first: PairedPerson
    package let second: PairedPerson
    /// The most telling first.
    package let why: [Likeness]
    /// Sex or year of birth stand there differently.
    package let disagrees: Bool
}

/// Two people of a centre who count as one.
package struct JoinedPair: Hashable, Sendable {
    package let first: PairedPerson
    package let second: PairedPerson
    /// By their document number, without anybody having said so.
    package let byNumber: Bool
}

/// People of a centre who stand there twice, or seem to.
package struct CentreDuplicates: Sendable {
    package var alike: [AlikePair] = []
    package var joined: [JoinedPair] = []
    /// Pairs that are not shown: there are so many.
    package var moreAlike = 0
    package var moreJoined = 0
    /// People whose identity does not open.
    package var unreadable = 0
}

extension OpenInstallation {
    /// How many pairs are shown of each list.
    private static let mostPairs = 50

    /// Compares who the people of the session's centre are, inside the identity window.
    ///
    /// Names, telephones and numbers are opened, compared in memory and forgotten; no name is handed out. The reading is one entry of the
    /// audit chain, written before anything is shown. Cases whose identities the member may not read, and those opened in error, are left
    /// out. It costs as much as opening everybody's identity.
    package func readDuplicates(in session: CentreSession) async throws(CaseworkError) -> CentreDuplicates {
        let found = try await traced(.readDuplicates, on: nil, session) { () async throws(CaseworkError) in
            try permit(session.actor, .readIdentity, .caseFile(centre: session.centre, limits: CaseLimits()))
            try requireWindow(session)
            return try duplicates(session)
        }
        try await note(said(.readDuplicates, session))
        return found
    }

    private func duplicates(_ session: CentreSession) throws(CaseworkError) -> CentreDuplicates {
        let (people, unreadable) = try comparedPeople(session)
        let lookalikes = Lookalikes(people)
        var found = CentreDuplicates()
        found.unreadable = unreadable
        // Telling apart stands in the journals: those of the pairs that would be shown are opened, and no others.
        var apart: [Identifier<Case>: [Identifier<Person>: [LinkageTag]]] = [:]
        func tags(_ place: PersonPlace) throws(CaseworkError) -> [LinkageTag] {
            if apart[place.caseFile] == nil { apart[place.caseFile] = try opened(place.caseFile, session).file.apart }
            return apart[place.caseFile]?[place.person] ?? []
        }
        for (pair, why) in lookalikes.alike {
            guard found.alike.count < OpenInstallation.mostPairs else {
                found.moreAlike += 1
                continue
            }
            let (first, second) = (people[pair.first], people[pair.second])
            let told = Set(try tags(first.place))
            if !told.isEmpty, !told.isDisjoint(with: try tags(second.place)) { continue }
            found.alike.append(
                AlikePair(first: PairedPerson(first), second: PairedPerson(second), why: why, disagrees: first.disagrees(with: second)))
        }
        found.joined = lookalikes.joined.prefix(OpenInstallation.mostPairs).map {
            JoinedPair(first: PairedPerson(people[$0.pair.first]), second: PairedPerson(people[$0.pair.second]), byNumber: $0.byNumber)
        }
        found.moreJoined = lookalikes.joined.count - found.joined.count
        return found
    }

    /// Everybody of the centre whose identity the member may read, as they are compared; how many identities do not open.
    private func comparedPeople(_ session: CentreSession) throws(CaseworkError) -> (people: [ComparedPerson], unreadable: Int) {
        let codes = try openCodes(session)
        let facts = try factsByPerson(session)
        var people: [ComparedPerson] = []
        var unreadable = 0
        do {
            for stored in try store.identities(ofCentre: session.number).rows {
                let (caseFile, person) = (stored.caseFile, stored.row.person)
                guard let code = codes[caseFile], let fact = facts[person.low], fact.caseFile == caseFile else { continue }
                guard let identity = try? identity(in: stored.row, of: caseFile, session) else {
                    unreadable += 1
                    continue
                }
                people.append(
                    ComparedPerson(
                        place: PersonPlace(caseFile: caseFile, person: person), shortCode: code, role: fact.role, sex: fact.sex,
                        birthYear: fact.birthYear, ties: fact.ties, numberTag: fact.number, name: FoldedName.folded(identity.name),
                        phone: PersonIdentity.comparable(phone: identity.phone),
                        number: PersonIdentity.comparable(documentNumber: identity.documentNumber)))
            }
        } catch {
            throw .store(error)
        }
        return (people, unreadable)
    }

    /// The short codes of the cases whose identities the member may read.
    private func openCodes(_ session: CentreSession) throws(CaseworkError) -> [Identifier<Case>: ShortCode] {
        let list = try centreList(session)
        var codes: [Identifier<Case>: ShortCode] = [:]
        for index in 0..<list.count {
            guard let row = try? list.row(index) else { throw .integrityFailed(table: "list", row: session.centre.description) }
            let resource = AccessResource.caseFile(centre: session.centre, limits: row.sheet.limits)
            guard row.sheet.state != .error,
                AccessDecision.decide(session.actor, .readIdentity, resource, by: access) == .allowed
            else { continue }
            codes[row.caseFile] = row.sheet.shortCode
        }
        return codes
    }

    /// What the facts say of somebody, by half of the pseudonym.
    private struct PersonFacts {
        let caseFile: Identifier<Case>
        let role: Role
        let sex: Sex
        let birthYear: Int?
        /// The tag of the person first, then the links.
        let ties: [LinkageTag]
        let number: LinkageTag
    }

    private func factsByPerson(_ session: CentreSession) throws(CaseworkError) -> [UInt64: PersonFacts] {
        var found: [UInt64: PersonFacts] = [:]
        try forEachFacts(of: session) { facts, view in
            for row in 0..<view.peopleCount {
                guard let role = Role(number: view.role(row)), let sex = Sex(number: view.sex(row)) else { continue }
                let year = view.birthYear(row)
                found[view.mark(row)] = PersonFacts(
                    caseFile: facts.caseFile, role: role, sex: sex, birthYear: year == 0 ? nil : year,
                    ties: [view.personTag(row)] + (0..<view.linkCount(row)).map { view.link(row, $0) }, number: view.numberTag(row))
            }
        }
        return found
    }
}
