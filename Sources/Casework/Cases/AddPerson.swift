package import CaseDomain

extension OpenInstallation {
    /// Adds a person to a case, with an identity that may be empty.
    ///
    /// - Parameter name: What the person is called, when that is known before; added twice, it is one person.
    package func addPerson(
        role: Role, sex: Sex, birthYear: Int?, identity: PersonIdentity = PersonIdentity(), as name: Identifier<Person>? = nil,
        to caseFile: Identifier<Case>, in session: CentreSession
    ) async throws(CaseworkError) -> Identifier<Person> {
        let person = CasePerson(id: name ?? chance.identifier(), role: role, sex: sex, birthYear: birthYear)
        try await append(to: [caseFile], in: session, as: .addPerson) { opened throws(CaseworkError) in
            if opened.file.has(person.id) { return nil }
            var addition = CaseAddition(.personAdded(person), .addPerson)
            addition.newIdentities = [person.id: identity]
            return addition
        }
        return person.id
    }
}
