package import CaseDomain
package import Policies
import Store
import Vault

/// Into what a log is accepted.
package enum LogTarget: Sendable {
    /// A new case about one person, without an identifier yet.
    case newCase(CaseKind, CaseState, Detection, CasePerson)
    /// A person of a case that is there.
    case person(Identifier<Person>, of: Identifier<Case>)
}

/// What a member made of a log.
package struct LogAcceptance: Sendable {
    package var target: LogTarget
    /// The support that counts from now on.
    package var services: [Code<ServiceKind>]
    /// On which day it was given.
    package var on: Day
    /// Whether she is in danger now: the case comes to the top of the day.
    package var inDanger: Bool

    package init(target: LogTarget, services: [Code<ServiceKind>], on: Day, inDanger: Bool) {
        self.target = target
        self.services = services
        self.on = on
        self.inDanger = inDanger
    }
}

extension OpenInstallation {
    /// Accepts a log into a new or an existing case, in one transaction: only now anything of it counts.
    ///
    /// What the telephone sealed is deleted; what it said stands in the case's journal.
    ///
    /// - Returns: The case.
    package func acceptLog(
        _ name: Identifier<SupportLog>, as acceptance: LogAcceptance, _ rules: PhoneRules, in session: CentreSession
    ) async throws(CaseworkError) -> Identifier<Case> {
        try await traced(.acceptLog, on: nil, session) { () async throws(CaseworkError) in
            try await accept(name, acceptance, rules, session)
        }
    }

    private func accept(
        _ name: Identifier<SupportLog>, _ acceptance: LogAcceptance, _ rules: PhoneRules, _ session: CentreSession
    ) async throws(CaseworkError) -> Identifier<Case> {
        for _ in 0..<OpenInstallation.mostAttempts {
            let read = try waiting(name, rules, session)
            guard let content = read.log.content else { throw .impossible }
            do {
                return try await accept(content, read, acceptance, session)
            } catch {
                switch error {
                // Somebody else read or answered it at the same moment, or wrote to the case: looked at again.
                case .store(.shortCodeTaken), .store(.staleFacts), .store(.staleLog): continue
                default: throw error
                }
            }
        }
        throw .busy
    }

    private func accept(
        _ content: SupportLog, _ read: (row: SupportLogRow, origin: LogOrigin, log: InboxLog), _ acceptance: LogAcceptance,
        _ session: CentreSession
    ) async throws(CaseworkError) -> Identifier<Case> {
        var transaction = Transaction(at: now(), audit: [])
        let append: CaseAppend
        let facts: CaseFacts
        let caseFile: Identifier<Case>
        switch acceptance.target {
        case .newCase(let kind, let state, let detection, var person):
            try permit(session.actor, .openCase, .caseFile(centre: session.centre))
            person.id = chance.identifier()
            caseFile = chance.identifier()
            let opening = AcceptedLog.Opening(
                person: person, shortCode: ShortCode(from: chance), kind: kind, state: state, detection: detection)
            var addition = CaseAddition(.logAccepted(accepted(content, read, acceptance, person.id, opening)), .acceptLog)
            addition.newIdentities = [person.id: PersonIdentity()]
            (append, facts) = try newCase(addition, caseFile, session)
        case .person(let person, let existing):
            caseFile = existing
            let opened = try self.opened(existing, session)
            try permit(session.actor, .writeCase, .caseFile(centre: session.centre, limits: opened.file.limits))
            let event = JournalEvent.logAccepted(accepted(content, read, acceptance, person, nil))
            (append, facts) = try self.append(CaseAddition(event, .acceptLog), to: opened, session)
        }
        var origin = read.origin
        origin.readAt = origin.readAt ?? transaction.at
        origin.outcome = .accepted
        let settled = try next(read.row, origin, settled: true, at: transaction.at)
        transaction.appends = [append]
        transaction.logs = [settled]
        do {
            transaction.audit = [
                try auditing.row(said(.acceptLog, of: caseFile, session), naming: append.contents + [settled.content])
            ]
        } catch {
            throw .vault(error)
        }
        try await commit(transaction, [facts.packed()])
        return caseFile
    }

    private func accepted(
        _ content: SupportLog, _ read: (row: SupportLogRow, origin: LogOrigin, log: InboxLog), _ acceptance: LogAcceptance,
        _ person: Identifier<Person>, _ opening: AcceptedLog.Opening?
    ) -> AcceptedLog {
        let address = read.log.address?.code ?? ""
        let services = acceptance.services.map { kind in
            ServiceEvent(
                id: chance.identifier(), person: person, kind: kind, state: .provided, on: acceptance.on, provider: address)
        }
        let danger =
            acceptance.inDanger
            ? RecordVersion(
                id: chance.identifier(), record: .risk(RiskAssessment(on: now().dayInVietNam, level: .immediateDanger)), at: now()) : nil
        return AcceptedLog(
            id: read.row.identifier, receivedAt: read.row.receivedAt, address: address, person: person, opening: opening,
            services: services, danger: danger, content: content)
    }
}
