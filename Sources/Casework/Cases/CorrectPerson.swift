package import CaseDomain

extension OpenInstallation {
    /// Corrects role, sex and birth year of a person.
    ///
    /// - Parameter before: What these were when somebody read them; `overtaken` when somebody else changed them since. `nil`: whatever
    ///   they are.
    package func correctPerson(
        _ person: Identifier<Person>, role: Role, sex: Sex, birthYear: Int?, after before: CasePerson? = nil,
        of caseFile: Identifier<Case>, in session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .correctPerson) { opened throws(CaseworkError) in
            guard let row = opened.file.row(of: person) else { throw .refused }
            var corrected = opened.file.people[row]
            if let before {
                guard (corrected.role, corrected.sex) == (before.role, before.sex), corrected.birthYear == before.birthYear else {
                    throw .overtaken
                }
            }
            corrected.role = role
            corrected.sex = sex
            corrected.birthYear = birthYear
            return CaseAddition(.personCorrected(corrected), .correctPerson)
        }
    }
}
