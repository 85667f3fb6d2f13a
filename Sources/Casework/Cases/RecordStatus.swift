package import CaseDomain

extension OpenInstallation {
    /// Records a dated liability, identification, need or consent of a person.
    package func recordStatus(_ status: StatusRecord, of caseFile: Identifier<Case>, in session: CentreSession) async throws(CaseworkError)
    {
        try await append(to: [caseFile], in: session) { _ throws(CaseworkError) in CaseAddition(.statusRecorded(status), .recordStatus) }
    }
}
