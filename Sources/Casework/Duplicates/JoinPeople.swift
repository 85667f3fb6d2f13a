import CaseDomain

extension OpenInstallation {
    /// Says that two people who look alike are one; said again, it changes nothing.
    package func joinPeople(_ first: PersonPlace, _ second: PersonPlace, in session: CentreSession) async throws(CaseworkError) {
        let (one, other) = try await pair(first, second, .linkPeople, session)
        guard shared(one.file.links[first.person], other.file.links[second.person]).isEmpty else { return }
        _ = try await linkPeople(first, second, in: session)
    }

    /// Says that two people who count as one are two: every link between them goes, and a number that both have links nothing any more.
    ///
    /// A document number that only one of them has still says who that one is.
    package func partPeople(_ first: PersonPlace, _ second: PersonPlace, in session: CentreSession) async throws(CaseworkError) {
        let (one, other) = try await pair(first, second, .unlinkPeople, session)
        let tags = shared(one.file.links[first.person], other.file.links[second.person])
        let number = one.numberTag(of: first.person)
        // Of somebody whose identity was erased a tag is held in place of the number.
        let areOfOneNumber = number != .none && number == other.numberTag(of: second.person) || tags.contains(where: \.isHeld)
        // Where only the number joins them there is no tag to take away, and striking it is all.
        for tag in tags.isEmpty && areOfOneNumber ? [.none] : tags {
            try await unlinkPeople(first, second, tag: tag, strikesNumber: areOfOneNumber, in: session)
        }
        // They look alike all the same.
        try await tellApart(first, second, in: session)
    }

    /// Says that two people who look alike are two: they are not offered again.
    ///
    /// A tag that follows from the two in both journals, and nothing in the facts: the figures stay what they are. Said again, or by two
    /// at once, it changes nothing.
    package func tellApart(_ first: PersonPlace, _ second: PersonPlace, in session: CentreSession) async throws(CaseworkError) {
        _ = try await pair(first, second, .tellPeopleApart, session)
        let tag = tags.apart(first.person, second.person)
        try await append(to: [first.caseFile, second.caseFile], in: session, as: .tellPeopleApart) { opened throws(CaseworkError) in
            let person = opened.identifier == first.caseFile ? first.person : second.person
            return opened.file.apart[person, default: []].contains(tag) ? nil : CaseAddition(.toldApart(person, tag), .tellPeopleApart)
        }
    }

    /// Both cases, opened for somebody who may write to both; the people have to be in them.
    private func pair(
        _ first: PersonPlace, _ second: PersonPlace, _ verb: AuditVerb, _ session: CentreSession
    ) async throws(CaseworkError) -> (OpenedCase, OpenedCase) {
        guard first.caseFile != second.caseFile else { throw .impossible }
        return try await traced(verb, on: first.caseFile, session) { () async throws(CaseworkError) in
            let one = try opened(first.caseFile, session)
            let other = try opened(second.caseFile, session)
            for (opened, person) in [(one, first.person), (other, second.person)] {
                try permit(session.actor, .writeCase, .caseFile(centre: session.centre, limits: opened.file.limits))
                guard opened.file.row(of: person) != nil else { throw .refused }
            }
            return (one, other)
        }
    }

    private func shared(_ one: [LinkageTag]?, _ other: [LinkageTag]?) -> [LinkageTag] {
        (one ?? []).filter((other ?? []).contains)
    }
}

extension OpenedCase {
    /// The tag of a person's document number, as the facts have it: `none` when there is no number or it was struck.
    fileprivate func numberTag(of person: Identifier<Person>) -> LinkageTag {
        facts.people.first { $0.mark == person.low }?.number ?? .none
    }
}
