package import CaseDomain

extension OpenInstallation {
    /// Proposes that the work on a case has ended; a manager signs it off.
    ///
    /// Whoever may sign closes it at once. Their own signature is marked: a centre with one manager has nobody else.
    ///
    /// - Throws: `overtaken` when somebody else has proposed it: what a manager signs is what stands there.
    package func closeCase(
        _ caseFile: Identifier<Case>, for reason: Code<ClosureReason>, on day: Day, note: String, by session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .closeCase) { opened throws(CaseworkError) in
            guard let number = session.memberNumber else { throw .refused }
            guard opened.file.closure == nil else { throw .overtaken }
            let signs = self.maySign(opened, session)
            return CaseAddition(
                .closed(Closure(reason: reason, on: day, proposedBy: number, signedBy: signs ? number : nil, note: note)), .closeCase)
        }
    }

    /// Signs off a closure that somebody proposed.
    ///
    /// - Parameter read: The proposal as the manager read it.
    /// - Throws: `overtaken` when another one stands there.
    package func signClosure(
        _ read: Closure, of caseFile: Identifier<Case>, by session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .signClosure) { opened throws(CaseworkError) in
            try self.permit(session.actor, .signClosure, .caseFile(centre: session.centre, limits: opened.file.limits))
            guard let number = session.memberNumber else { throw .refused }
            guard var closure = opened.file.closure, closure.signedBy == nil, closure == read else { throw .overtaken }
            closure.signedBy = number
            return CaseAddition(.closed(closure), .signClosure)
        }
    }

    /// Takes the work up again, or sends a proposal to close back.
    package func reopenCase(
        _ caseFile: Identifier<Case>, on day: Day, why reason: String, by session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .reopenCase) { opened throws(CaseworkError) in
            guard opened.file.closure != nil else { return nil }
            return CaseAddition(.reopened(day, reason), .reopenCase)
        }
    }

    /// Whether somebody may sign off the closure of a case; for showing the button, the use case decides itself.
    package func maySignClosure(of opened: OpenedCase, by session: CentreSession) -> Bool {
        maySign(opened, session)
    }

    private func maySign(_ opened: OpenedCase, _ session: CentreSession) -> Bool {
        AccessDecision.decide(
            session.actor, .signClosure, .caseFile(centre: session.centre, limits: opened.file.limits), by: access) == .allowed
    }
}

extension CentreSession {
    /// The number in the centre's chain of whoever acts; whoever opened the centre with its code has none.
    var memberNumber: Int? {
        guard case .user(let user) = actor else { return nil }
        return user.memberNumber
    }
}
