package import CaseDomain

extension OpenInstallation {
    /// Confirms a suspected case, or marks one as opened in error.
    ///
    /// What was opened in error is gone from the day and from the figures: it is for whoever may sign off a closure.
    ///
    /// - Parameter before: The state that was read; `nil` where none was.
    /// - Throws: `overtaken` when another one stands there.
    package func changeState(
        _ state: CaseState, of caseFile: Identifier<Case>, after before: CaseState? = nil, in session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .changeState) { opened throws(CaseworkError) in
            guard before.map({ $0 == opened.file.state }) ?? true else { throw .overtaken }
            if state == .error, opened.file.state != .error {
                try self.permit(session.actor, .signClosure, .caseFile(centre: session.centre, limits: opened.file.limits))
            }
            return CaseAddition(.stateChanged(state), .changeState)
        }
    }

    /// Corrects when, where and through whom a case was detected.
    ///
    /// - Parameter before: The detection that was read; `nil` where none was.
    /// - Throws: `overtaken` when another one stands there.
    package func correctDetection(
        _ detection: Detection, of caseFile: Identifier<Case>, after before: Detection? = nil, in session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .correctDetection) { opened throws(CaseworkError) in
            guard before.map({ $0 == opened.file.detection }) ?? true else { throw .overtaken }
            return CaseAddition(.detectionCorrected(detection), .correctDetection)
        }
    }
}
