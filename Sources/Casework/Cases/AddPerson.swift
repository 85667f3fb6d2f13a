package import CaseDomain

extension OpenInstallation {
    /// Adds a person to a case, with an identity that may be empty.
    package func addPerson(
        role: Role, sex: Sex, birthYear: Int?, identity: PersonIdentity = PersonIdentity(), to caseFile: Identifier<Case>,
        in session: CentreSession
    ) async throws(CaseworkError) -> Identifier<Person> {
        let person = CasePerson(id: chance.identifier(), role: role, sex: sex, birthYear: birthYear)
        try await append(to: [caseFile], in: session, as: .addPerson) { _ throws(CaseworkError) in
            var addition = CaseAddition(.personAdded(person), .addPerson)
            addition.newIdentities = [person.id: identity]
            return addition
        }
        return person.id
    }
}
