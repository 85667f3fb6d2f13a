package import CaseDomain
import Store

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
        let centre: StoredCentre?
        do {
            centre = try store.centres(at: try store.newestCommit()).first { $0.identifier == session.centre }
        } catch {
            throw .store(error)
        }
        try await note(
            AuditEntry(
                actor: session.actor.name, session: session.sessionName, verb: .printCase, caseFile: caseFile, centre: session.centre))
        return PrintedCase(opened: opened, centreName: centre.flatMap { $0.version.kind.mayStandOnPaper ? $0.version.name : nil })
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
