package import CaseDomain

extension OpenInstallation {
    /// Confirms a suspected case, or marks one as opened in error.
    package func changeState(_ state: CaseState, of caseFile: Identifier<Case>, in session: CentreSession) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .changeState) { _ throws(CaseworkError) in
            CaseAddition(.stateChanged(state), .changeState)
        }
    }

    /// Corrects when, where and through whom a case was detected.
    package func correctDetection(
        _ detection: Detection, of caseFile: Identifier<Case>, in session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .correctDetection) { _ throws(CaseworkError) in
            CaseAddition(.detectionCorrected(detection), .correctDetection)
        }
    }
}
