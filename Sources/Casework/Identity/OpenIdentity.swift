package import CaseDomain
import Store
import Vault

/// Who a person of a case is, with what a form needs that puts it right.
package struct OpenedIdentity: Sendable {
    package let person: CasePerson
    package let identity: PersonIdentity
    /// Counts how often it was written; 0 when it was erased.
    package let revision: UInt32
    /// Who they were was erased; nothing of it can be shown or written again.
    package var isErased: Bool { revision == 0 }
    package let opened: OpenedCase
}

extension OpenInstallation {
    /// Opens the identity of a person in a case of the session's centre, while names are shown.
    ///
    /// Every reading is an audit entry, written before it is shown; of a case that is not assigned to the member it says why.
    ///
    /// - Throws: `windowClosed` and `reasonMissing` when the member may look and has to do something first.
    package func openIdentity(
        of person: Identifier<Person>, in caseFile: Identifier<Case>, by session: CentreSession
    ) async throws(CaseworkError) -> OpenedIdentity {
        let found = try await traced(.readIdentity, on: caseFile, session) { () async throws(CaseworkError) in
            let opened = try self.opened(caseFile, session)
            try permit(session.actor, .readIdentity, .caseFile(centre: session.centre, limits: opened.file.limits))
            try requireWindow(session)
            guard !needsReason(opened, session) else { throw .account(.reasonMissing) }
            return try self.identity(of: person, and: opened, session)
        }
        try await note(said(.readIdentity, of: caseFile, session, reason: session.lookReasons?[caseFile]))
        return found
    }

    private func identity(
        of person: Identifier<Person>, and opened: OpenedCase, _ session: CentreSession
    ) throws(CaseworkError) -> OpenedIdentity {
        guard let place = opened.file.row(of: person) else { throw .refused }
        // Somebody whose identity was erased has an empty one.
        guard opened.file.erasedPeople[person] == nil else {
            return OpenedIdentity(person: opened.file.people[place], identity: PersonIdentity(), revision: 0, opened: opened)
        }
        guard let row = try identityRow(of: person, opened) else { throw .refused }
        return OpenedIdentity(
            person: opened.file.people[place], identity: try identity(in: row, of: opened.identifier, session), revision: row.revision,
            opened: opened)
    }

    /// Names are shown in the window that a re-authentication opens, and nowhere else.
    func requireWindow(_ session: CentreSession) throws(CaseworkError) {
        guard let until = session.windowUntil, now() < until else { throw .account(.windowClosed) }
    }

    /// Whether somebody has to say why they look: the case is not assigned to them, and they have not said it yet.
    package func needsReason(_ opened: OpenedCase, _ session: CentreSession) -> Bool {
        guard let given = session.lookReasons else { return false }
        if let number = session.memberNumber, opened.file.limits.assigned.contains(number) { return false }
        return given[opened.identifier] == nil
    }
}
