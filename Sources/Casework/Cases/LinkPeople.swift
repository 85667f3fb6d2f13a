package import CaseDomain

/// A person in one of the centre's cases.
package struct PersonPlace: Hashable, Sendable {
    package let caseFile: Identifier<Case>
    package let person: Identifier<Person>

    package init(caseFile: Identifier<Case>, person: Identifier<Person>) {
        self.caseFile = caseFile
        self.person = person
    }
}

extension OpenInstallation {
    /// Says that two records are one person: a tag that follows from the two, in the facts and the journals of both.
    ///
    /// Said again, or by two at once, it changes nothing.
    package func linkPeople(_ first: PersonPlace, _ second: PersonPlace, in session: CentreSession) async throws(CaseworkError)
        -> LinkageTag
    {
        guard first.caseFile != second.caseFile else { throw .impossible }
        let tag = tags.link(first.person, second.person)
        try await append(to: [first.caseFile, second.caseFile], in: session, as: .linkPeople) { opened throws(CaseworkError) in
            let person = opened.identifier == first.caseFile ? first.person : second.person
            return opened.file.links[person, default: []].contains(tag) ? nil : CaseAddition(.linked(person, tag), .linkPeople)
        }
        return tag
    }

    /// Says that two records are two people: takes the tag away and, if asked, strikes their document numbers from linking.
    ///
    /// Said again, it changes nothing.
    ///
    /// - Parameter strikesNumber: Whether the two have one number.
    package func unlinkPeople(
        _ first: PersonPlace, _ second: PersonPlace, tag: LinkageTag, strikesNumber: Bool, in session: CentreSession
    ) async throws(CaseworkError) {
        guard first.caseFile != second.caseFile else { throw .impossible }
        try await append(to: [first.caseFile, second.caseFile], in: session, as: .unlinkPeople) { opened throws(CaseworkError) in
            let person = opened.identifier == first.caseFile ? first.person : second.person
            let strikes = strikesNumber && !opened.file.struckNumbers.contains(person)
            guard strikes || opened.file.links[person, default: []].contains(tag) else { return nil }
            return CaseAddition(.unlinked(person, tag, strikesNumber: strikesNumber), .unlinkPeople)
        }
    }
}
