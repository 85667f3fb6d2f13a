package import CaseDomain

extension OpenInstallation {
    /// Says why the member looks at people of a case that is not assigned to them.
    ///
    /// Holds until names are hidden again, and stands in the entry of every reading until then. Nothing is shown yet.
    ///
    /// It is no entry of its own, unless it is refused.
    ///
    /// - Parameter reason: A word of `vocabularies/look-reasons.yaml`.
    /// - Throws: `windowClosed` while names are hidden.
    package func giveLookReason(
        _ reason: Code<LookReason>, for caseFile: Identifier<Case>, by visit: Visit
    ) async throws(CaseworkError) {
        let session = try centreSession(of: visit)
        try await traced(.readIdentity, on: caseFile, session) { () async throws(CaseworkError) in
            let opened = try self.opened(caseFile, session)
            try permit(session.actor, .readIdentity, .caseFile(centre: session.centre, limits: opened.file.limits))
            try requireWindow(session)
        }
        desk.sessions.change(visit.name) { $0.lookReasons[caseFile] = reason }
    }
}
