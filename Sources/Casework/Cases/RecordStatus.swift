package import CaseDomain

extension OpenInstallation {
    /// Records a dated liability, identification, need or consent of a person.
    ///
    /// - Parameter value: The number of a codeword of the subject's list.
    package func recordStatus(
        _ subject: StatusSubject, _ value: UInt8, on day: Day, for person: Identifier<Person>, of caseFile: Identifier<Case>,
        in session: CentreSession
    ) async throws(CaseworkError) {
        let status = StatusRecord(person: person, subject: subject, value: value, on: day, order: StatusRecord.order(at: now()))
        try await append(to: [caseFile], in: session, as: .recordStatus) { _ throws(CaseworkError) in
            CaseAddition(.statusRecorded(status), .recordStatus)
        }
    }
}
