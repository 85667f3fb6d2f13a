package import CaseDomain

extension OpenInstallation {
    /// Corrects role, sex and birth year of a person.
    package func correctPerson(
        _ person: Identifier<Person>, role: Role, sex: Sex, birthYear: Int?, of caseFile: Identifier<Case>, in session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .correctPerson) { opened throws(CaseworkError) in
            guard let row = opened.file.row(of: person) else { throw .refused }
            var corrected = opened.file.people[row]
            corrected.role = role
            corrected.sex = sex
            corrected.birthYear = birthYear
            return CaseAddition(.personCorrected(corrected), .correctPerson)
        }
    }
}
