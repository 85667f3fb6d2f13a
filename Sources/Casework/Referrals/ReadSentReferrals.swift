package import CaseDomain
import Store

/// A referral that was sent from one of the centre's cases and that somebody still has to look at.
package struct OutgoingReferral: Hashable, Sendable {
    package let caseFile: Identifier<Case>
    package let shortCode: ShortCode
    package let sent: SentReferral
}

/// What a centre has sent and not settled.
package struct OutgoingReferrals: Sendable {
    /// The first to run out comes first.
    package var open: [OutgoingReferral] = []
    /// Cases with something to look at that were left for later, since there are so many.
    package var unread = 0
    /// Cases that do not open.
    package var unreadable = 0
}

extension OpenInstallation {
    /// How many cases one reading opens.
    private static let mostOpened = 200

    /// The referrals that the centre sent: those that wait, and those answered of which nobody has taken note.
    ///
    /// Sheets tell which cases can be concerned, so that only these are opened; cases that the member may not refer from are left out.
    /// Shows no name.
    package func openReferrals(in session: CentreSession) async throws(CaseworkError) -> OutgoingReferrals {
        try await traced(.readCase, on: nil, session) { () async throws(CaseworkError) in
            try permit(session.actor, .referPerson, .caseFile(centre: session.centre, limits: CaseLimits()))
            var found = OutgoingReferrals()
            let waiting = try casesWithReferrals(session)
            found.unread = max(0, waiting.count - OpenInstallation.mostOpened)
            for caseFile in waiting.prefix(OpenInstallation.mostOpened) { try read(caseFile, session, &found) }
            found.open.sort {
                ($0.sent.referral.expires, $0.sent.referral.id.high) < ($1.sent.referral.expires, $1.sent.referral.id.high)
            }
            return found
        }
    }

    private func read(
        _ caseFile: Identifier<Case>, _ session: CentreSession, _ found: inout OutgoingReferrals
    ) throws(CaseworkError) {
        do {
            let file = try readCase(caseFile, in: session).file
            guard let code = file.shortCode else { return }
            for referral in file.referrals where !file.settledReferrals.contains(referral.id) {
                found.open.append(OutgoingReferral(caseFile: caseFile, shortCode: code, sent: try followed(referral, session)))
            }
        } catch {
            switch error {
            // Erased since.
            case .refused: break
            case .integrityFailed, .impossible: found.unreadable += 1
            default: throw error
            }
        }
    }

    /// The cases in which an answer to a referral is due, the first day first.
    private func casesWithReferrals(_ session: CentreSession) throws(CaseworkError) -> [Identifier<Case>] {
        let list = try centreList(session)
        var rows: [(due: Int32, index: Int)] = []
        list.forEach { index, _, sheet in
            let due = sheet.due(2)
            if due != Int32.max { rows.append((due, index)) }
        }
        rows.sort { ($0.due, $0.index) < ($1.due, $1.index) }
        var cases: [Identifier<Case>] = []
        for (_, index) in rows {
            guard let row = try? list.row(index) else { throw .integrityFailed(table: "list", row: session.centre.description) }
            let resource = AccessResource.caseFile(centre: session.centre, limits: row.sheet.limits)
            guard AccessDecision.decide(session.actor, .referPerson, resource, by: access) == .allowed else { continue }
            cases.append(row.caseFile)
        }
        return cases
    }

    /// Every centre by its identifier, for naming who sent and who receives.
    package func centreNames(in session: CentreSession) throws(CaseworkError) -> [Identifier<Centre>: NamedCentre] {
        try permit(session.actor, .readCase, .caseFile(centre: session.centre, limits: CaseLimits()))
        do {
            let centres = try store.centres().map {
                NamedCentre(identifier: $0.identifier, code: $0.code, name: $0.version.name)
            }
            return Dictionary(centres.map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first })
        } catch {
            throw .store(error)
        }
    }
}
