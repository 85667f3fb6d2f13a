package import CaseDomain
package import Indicators
import Store

/// What an organisation has said of a period, and whether it may still say something else.
package struct PeriodStanding: Hashable, Sendable {
    package let period: Period
    package let days: ClosedRange<Day>
    /// Whether its last day is over: only then can anybody say that everything is in.
    package let isOver: Bool
    /// `nil` while nothing is said, or what was said was withdrawn.
    package let answer: PeriodAnswer?
    /// When that was said.
    package let at: Instant?
    /// 0 while nothing was ever said.
    package let revision: Int
    /// Whether a later period of the calendar is confirmed: what was said of this one stays; while nothing is, something may still be said.
    package let isFixed: Bool
    /// Whether cases that the reader may open were detected in it.
    package let hasCases: Bool
}

extension OpenInstallation {
    /// How the session's centre stands to periods; of those in which it need not report there is none.
    ///
    /// Whether there are cases is told of those alone that the reader may open: whoever is barred from one learns nothing of it here.
    package func periodStandings(
        _ periods: [Period], calendar: String, in session: CentreSession
    ) throws(CaseworkError) -> [PeriodStanding] {
        try permit(session.actor, .confirmPeriod, .centre(session.centre))
        let (registered, said) = (try registration(of: session), try confirmations(session, calendar))
        let detections = try visibleDetections(in: session)
        var standings: [PeriodStanding] = []
        for period in periods {
            guard let days = rulebook.calendar(calendar)?.days(of: period), registered.reports(in: days) else { continue }
            standings.append(standing(of: period, days, said, hasCases: detections.contains { days.contains($0) }))
        }
        return standings
    }

    /// Says of a period that is over that everything is in, or that nothing happened.
    ///
    /// - Parameter revision: What was said when whoever confirms read it.
    /// - Throws: `overtaken` when something else was said since, or what was said stays because a later period is confirmed; `impossible` for a period that is not over.
    package func confirm(
        _ period: Period, of calendar: String, as answer: PeriodAnswer, after revision: Int, in session: CentreSession
    ) async throws(CaseworkError) {
        let verb: AuditVerb = answer == .withdrawn ? .withdrawConfirmation : .confirmPeriod
        try await traced(verb, on: nil, session) { () async throws(CaseworkError) in
            try permit(session.actor, .confirmPeriod, .centre(session.centre))
            guard let days = rulebook.calendar(calendar)?.days(of: period), try registration(of: session).reports(in: days) else {
                throw .impossible
            }
            let standing = standing(of: period, days, try confirmations(session, calendar), hasCases: false)
            guard standing.isOver else { throw .impossible }
            if standing.answer == (answer == .withdrawn ? nil : answer) { return }
            guard standing.revision == revision, standing.answer == nil || !standing.isFixed else { throw .overtaken }
            let row = PeriodConfirmationRow(
                centre: session.code, calendar: calendar, period: period.description, revision: revision + 1, days: days, answer: answer)
            var transaction = Transaction(at: now(), audit: [])
            transaction.confirmations = [row]
            do {
                transaction.audit = [try auditing.row(said(verb, session), naming: [row.content(key: AuditSealing.key)])]
            } catch {
                throw CaseworkError(error)
            }
            try await commitPlain(transaction) { _ in [] }
        }
    }

    /// What the session's centre has said, by period.
    private func confirmations(
        _ session: CentreSession, _ calendar: String
    ) throws(CaseworkError) -> [StoredConfirmation] {
        do {
            return try store.confirmations(at: try store.newestCommit()).filter {
                $0.row.centre == session.code && $0.row.calendar == calendar
            }
        } catch {
            throw .store(error)
        }
    }

    private func standing(
        of period: Period, _ days: ClosedRange<Day>, _ said: [StoredConfirmation], hasCases: Bool
    ) -> PeriodStanding {
        let own = said.first { $0.row.period == period.description }
        let holds = own.map { $0.row.answer != .withdrawn } ?? false
        return PeriodStanding(
            period: period, days: days, isOver: days.upperBound < now().dayInVietNam, answer: holds ? own?.row.answer : nil,
            at: holds ? own?.at : nil, revision: own?.row.revision ?? 0,
            isFixed: said.contains { $0.row.answer != .withdrawn && $0.row.days.upperBound > days.upperBound }, hasCases: hasCases)
    }

    /// The days of detection of those of the centre's cases that the session's member may open, and that were not opened in error.
    private func visibleDetections(in session: CentreSession) throws(CaseworkError) -> Set<Day> {
        var days: [Identifier<Case>: Day] = [:]
        try forEachFacts(of: session) { facts, view in
            if view.state != CaseState.error.number { days[facts.caseFile] = Day(number: view.detectedOn) }
        }
        let list = try centreList(session)
        let rights = ListRights(session, access)
        var visible: Set<Day> = []
        list.forEach { index, _, sheet in
            guard rights.opens(sheet) else { return }
            let start = index * CentreList.rowLength + 8
            if let caseFile = Identifier<Case>(bytes: list.bytes[start..<start + 16]), let day = days[caseFile] { visible.insert(day) }
        }
        return visible
    }
}
