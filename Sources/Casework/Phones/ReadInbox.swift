package import CaseDomain
package import Policies
import Store
import Vault

/// A log that waits at a centre, opened.
package struct InboxLog: Sendable {
    package let name: Identifier<SupportLog>
    /// By what the volunteer calls it.
    package let receipt: String
    package let receivedAt: Instant
    package let way: LogWay
    /// The account of the volunteer, or of the member who wrote it down.
    package let sender: String
    /// The trusted address, when it is known.
    package let address: TrustedAddress?
    /// `nil` when it does not open.
    package let content: SupportLog?
    /// Why a manager has to look at how it came.
    package let held: HeldReason?
    package let isRead: Bool
    package let callBackAt: Instant?
    /// Whether the log says that somebody is in danger.
    package let isUrgent: Bool
    /// Whether nobody has read it for longer than the rules allow.
    package let isOverdue: Bool
}

/// The logs that wait at a centre.
package struct Inbox: Sendable {
    /// Those in danger first, then the oldest.
    package let logs: [InboxLog]
    /// What has to be looked at by a manager; empty for everybody else.
    package let held: [InboxLog]
}

/// How many logs wait, for those who need no more.
package struct WaitingLogs: Hashable, Sendable {
    package let unread: Int
    package let overdue: Int
    /// Held apart, for a manager.
    package let held: Int
}

/// How many logs wait at a centre.
package struct WaitingAtCentre: Hashable, Sendable {
    package let code: String
    package let name: String
    package let count: Int
    package let oldest: Instant
}

extension OpenInstallation {
    /// The logs that wait at the own centre.
    ///
    /// Listing them marks none as read.
    package func inbox(_ rules: PhoneRules, in session: CentreSession) async throws(CaseworkError) -> Inbox {
        try await traced(.readLog, on: nil, session) { () async throws(CaseworkError) in try list(rules, session) }
    }

    private func list(_ rules: PhoneRules, _ session: CentreSession) throws(CaseworkError) -> Inbox {
        try permit(session.actor, .answerLog, .centre(session.centre))
        let rows: [SupportLogRow]
        do { rows = try store.waitingLogs(ofCentre: session.centre) } catch { throw .store(error) }
        var (logs, held): ([InboxLog], [InboxLog]) = ([], [])
        for row in rows {
            let log = try opened(row, rules, session)
            if log.held == nil { logs.append(log) } else { held.append(log) }
        }
        return Inbox(logs: logs.filter(\.isUrgent) + logs.filter { !$0.isUrgent }, held: seesHeldLogs(session) ? held : [])
    }

    /// How many logs wait at the own centre; `nil` for whoever does not answer them.
    package func waitingLogs(_ rules: PhoneRules, in session: CentreSession) throws(CaseworkError) -> WaitingLogs? {
        guard AccessDecision.decide(session.actor, .answerLog, .centre(session.centre), by: access) == .allowed else { return nil }
        var (unread, overdue, held) = (0, 0, 0)
        let rows: [SupportLogRow]
        do { rows = try store.waitingLogs(ofCentre: session.centre) } catch { throw .store(error) }
        for row in rows {
            let origin = try origin(of: row.mark)
            if origin.held != nil {
                held += 1
            } else if origin.readAt == nil {
                unread += 1
                if isOverdue(row, origin, rules) { overdue += 1 }
            }
        }
        return WaitingLogs(unread: unread, overdue: overdue, held: seesHeldLogs(session) ? held : 0)
    }

    /// How many logs wait at each centre and since when the oldest, for those who read figures: never what they say.
    package func waitingLogs(by visit: Visit) throws(CaseworkError) -> [WaitingAtCentre] {
        let resource = visit.actor.ownFigures
        try permit(visit, .readFigures, resource)
        do {
            let counts = try store.waitingLogCounts()
            return try store.centres().compactMap { centre in
                counts[centre.identifier].map {
                    WaitingAtCentre(code: centre.code, name: centre.version.name, count: $0.count, oldest: $0.oldest)
                }
            }.sorted { $0.code < $1.code }
        } catch {
            throw .store(error)
        }
    }

    /// Opens a log and notes that somebody read it: the volunteer sees that.
    package func readLog(
        _ name: Identifier<SupportLog>, _ rules: PhoneRules, in session: CentreSession
    ) async throws(CaseworkError) -> InboxLog {
        let read = try await traced(.readLog, on: nil, session) { () async throws(CaseworkError) in
            try waiting(name, rules, session)
        }
        // What does not open was read by nobody.
        guard read.log.content != nil, read.origin.readAt == nil else {
            try await note(said(.readLog, session))
            return read.log
        }
        var origin = read.origin
        origin.readAt = now()
        do {
            try await change(read.row, to: origin, settled: false, said(.readLog, session))
        } catch .store(.staleLog) {
            // Somebody else read it at the same moment.
            try await note(said(.readLog, session))
        }
        return read.log
    }

    /// Whether a log of the own centre was accepted or set aside.
    package func isSettled(_ name: Identifier<SupportLog>, in session: CentreSession) throws(CaseworkError) -> Bool {
        try permit(session.actor, .answerLog, .centre(session.centre))
        do {
            return try store.supportLog(name).map { $0.centre == session.centre && $0.envelope == nil } ?? false
        } catch {
            throw .store(error)
        }
    }

    /// Asks the volunteer to call; they see that on their telephone.
    package func askCallBack(
        _ name: Identifier<SupportLog>, _ rules: PhoneRules, in session: CentreSession
    ) async throws(CaseworkError) {
        try await answer(name, rules, session, as: .askCallBack, settled: false) { $0.callBackAt = self.now() }
    }

    /// Sets a log aside: nothing of it counts, and what was sealed is gone.
    package func setAsideLog(
        _ name: Identifier<SupportLog>, for reason: SetAsideReason, _ rules: PhoneRules, in session: CentreSession
    ) async throws(CaseworkError) {
        try await answer(name, rules, session, as: .setAsideLog, settled: true) { origin in
            (origin.outcome, origin.reason) = (.setAside, reason)
        }
    }

    private func answer(
        _ name: Identifier<SupportLog>, _ rules: PhoneRules, _ session: CentreSession, as verb: AuditVerb, settled: Bool,
        _ body: (inout LogOrigin) -> Void
    ) async throws(CaseworkError) {
        try await traced(verb, on: nil, session) { () async throws(CaseworkError) in
            let read = try waiting(name, rules, session)
            var origin = read.origin
            body(&origin)
            try await changeUnlessOvertaken(read.row, to: origin, settled: settled, said(verb, session))
        }
    }

    private func changeUnlessOvertaken(
        _ row: SupportLogRow, to origin: LogOrigin, settled: Bool, _ entry: AuditEntry
    ) async throws(CaseworkError) {
        do {
            try await change(row, to: origin, settled: settled, entry)
        } catch {
            throw error == .store(.staleLog) ? .overtaken : error
        }
    }

    /// A log that waits at the own centre, for somebody who may answer it.
    ///
    /// One that is not there, waits elsewhere or was settled is refused alike.
    func waiting(
        _ name: Identifier<SupportLog>, _ rules: PhoneRules, _ session: CentreSession
    ) throws(CaseworkError) -> (row: SupportLogRow, origin: LogOrigin, log: InboxLog) {
        try permit(session.actor, .answerLog, .centre(session.centre))
        let row: SupportLogRow?
        do { row = try store.supportLog(name) } catch { throw .store(error) }
        guard let row, row.centre == session.centre, row.envelope != nil else { throw .refused }
        let log = try opened(row, rules, session)
        guard log.held == nil || seesHeldLogs(session) else { throw .refused }
        return (row, try origin(of: row.mark), log)
    }

    private func change(
        _ row: SupportLogRow, to origin: LogOrigin, settled: Bool, _ entry: AuditEntry
    ) async throws(CaseworkError) {
        var transaction = Transaction(at: now(), audit: [])
        let changed = try next(row, origin, settled: settled, at: transaction.at)
        transaction.logs = [changed]
        do { transaction.audit = [try auditing.row(entry, naming: [changed.content])] } catch { throw .vault(error) }
        do { _ = try await store.commit(transaction) } catch { throw .store(error) }
    }

    /// The row at its next revision.
    func next(_ row: SupportLogRow, _ origin: LogOrigin, settled: Bool, at moment: Instant) throws(CaseworkError) -> SupportLogRow {
        do {
            let sealed: Sealed<LogOrigin> = try keys.origin.seal(
                origin.encoded(), for: bindings.origin(row.identifier, to: row.centre, revision: row.revision + 1))
            return settled ? row.settled(sealed, at: moment) : row.changed(sealed)
        } catch {
            throw .vault(error)
        }
    }

    /// Whether somebody looks at what came in an odd way: a manager, who keeps the list of telephones.
    private func seesHeldLogs(_ session: CentreSession) -> Bool {
        AccessDecision.decide(session.actor, .enrolDevice, .centre(session.centre), by: access) == .allowed
    }

    private func isOverdue(_ row: SupportLogRow, _ origin: LogOrigin, _ rules: PhoneRules) -> Bool {
        origin.readAt == nil && now().seconds - row.receivedAt.seconds > Int64(rules.unreadHours) * 3_600
    }

    private func opened(_ row: SupportLogRow, _ rules: PhoneRules, _ session: CentreSession) throws(CaseworkError) -> InboxLog {
        let origin = try origin(of: row.mark)
        let content = try content(of: row, origin, session)
        return InboxLog(
            name: row.identifier, receipt: receipt(of: row.identifier), receivedAt: row.receivedAt, way: origin.way,
            sender: try userRow(origin.user)?.name ?? "", address: try trustedAddress(numbered: Int(origin.address)), content: content,
            held: origin.held ?? (content == nil ? .unreadable : nil), isRead: origin.readAt != nil, callBackAt: origin.callBackAt,
            isUrgent: content?.answer(PhoneQuestion.danger.rawValue) == PhoneForm.dangerNow, isOverdue: isOverdue(row, origin, rules))
    }

    /// What a log says; `nil` when it does not open with any key that the session has, or is no log.
    private func content(of row: SupportLogRow, _ origin: LogOrigin, _ session: CentreSession) throws(CaseworkError) -> SupportLog? {
        guard let envelope = row.envelope,
            let epoch = try chain(of: session.centre)?.chain.epoch(ofPhoneKey: PhoneKeyName(bytes: origin.key)),
            let bytes = try? session.keyring.open(envelope, epoch: epoch.number, log: row.identifier, form: origin.form),
            let content = try? SupportLog(json: bytes), content.form == Int(origin.form)
        else { return nil }
        return content
    }
}
