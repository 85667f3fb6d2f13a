package import CaseDomain
import Vault

extension OpenInstallation {
    /// Whether somebody may limit cases; for showing the link, the use case decides itself.
    package func mayLimitCases(_ session: CentreSession) -> Bool {
        AccessDecision.decide(session.actor, .removeMember, .centre(session.centre), by: access) == .allowed
    }

    /// Limits a case to assigned members and managers, or bars members from it.
    ///
    /// A rule of the service, not encryption: whoever holds the centre's keys and the file can open it all the same; the page says so.
    /// Only managers limit a case, and nobody bars all managers.
    ///
    /// - Parameter before: The limits that were read; `nil` where none were.
    /// - Throws: `overtaken` when others stand there: nobody lets somebody in whom another manager has barred.
    package func limitCase(
        _ caseFile: Identifier<Case>, to limits: CaseLimits, after before: CaseLimits? = nil, by session: CentreSession
    ) async throws(CaseworkError) {
        // Who may take keys away may say to whom a case opens.
        try await require(session.actor, .removeMember, .centre(session.centre), as: .restrictCase)
        guard let state = try chain(of: session.centre) else { throw .refused }
        let members = state.chain.members
        let everybody = state.chain.everybody
        guard max(limits.assigned.count, limits.barred.count) <= CaseLimits.most,
            limits.assigned.allSatisfy({ number in members.contains { Int($0.number) == number } }),
            // Who left stays barred: they may come back under another number.
            limits.barred.allSatisfy({ number in everybody.contains { Int($0.number) == number } }),
            Set(limits.assigned).isDisjoint(with: limits.barred),
            members.isEmpty || members.contains(where: { $0.level == .manager && !limits.barred.contains(Int($0.number)) })
        else { throw .account(.badLimits) }
        try await append(to: [caseFile], in: session, as: .restrictCase) { opened throws(CaseworkError) in
            guard before.map({ $0 == opened.file.limits }) ?? true else { throw .overtaken }
            return CaseAddition(.limited(limits), .restrictCase)
        }
    }
}
