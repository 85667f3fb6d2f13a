package import CaseDomain

/// A case that was opened for a paper.
package struct PrintedCase: Sendable {
    package let opened: OpenedCase
    /// What the keeping centre is called; `nil` where its name would say where somebody may be hidden.
    package let centreName: String?
}

extension OpenInstallation {
    /// Opens a case of the session's centre for a paper; each time is an entry of the audit chain, because paper leaves the system.
    package func printCase(
        _ caseFile: Identifier<Case>, in session: CentreSession
    ) async throws(CaseworkError) -> PrintedCase {
        let opened = try await traced(.printCase, on: caseFile, session) { () async throws(CaseworkError) in
            try readCase(caseFile, in: session)
        }
        let centre = try registration(of: session)
        try await note(said(.printCase, of: caseFile, session))
        return PrintedCase(opened: opened, centreName: centre.kind.mayStandOnPaper ? centre.name : nil)
    }
}

extension CentreKind {
    /// Whether everybody may know of such a place: not of one that may be a shelter.
    package var mayStandOnPaper: Bool {
        switch self {
        case .socialAssistanceCentre, .healthFacility, .legalAidCentre, .police, .peoplesCommittee: true
        case .trustedAddress, .other: false
        }
    }
}
