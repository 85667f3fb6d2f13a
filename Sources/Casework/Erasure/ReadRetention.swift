package import CaseDomain
package import Policies
import Store

/// Something that has been kept long enough, or will have been soon.
package struct RetentionItem: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        /// Who a person of the case is.
        case identity(Identifier<Person>, Role)
        case caseFile
    }

    package let caseFile: Identifier<Case>
    package let shortCode: ShortCode
    package let subject: Subject
    /// The last day on which it is kept.
    package let due: Day
}

/// What a centre has kept long enough.
package struct RetentionList: Hashable, Sendable {
    /// The oldest first.
    package var items: [RetentionItem] = []
    /// The day on which it was asked: what is due before it is over.
    package let today: Day
    /// How many cases do not open.
    package var unreadable = 0
    /// How many cases were not looked at, since there are so many: they come when the older ones are done.
    package var unread = 0

    package var over: [RetentionItem] { items.filter { $0.due < today } }
    package var soon: [RetentionItem] { items.filter { $0.due >= today } }
}

extension OpenInstallation {
    /// How many cases one reading opens.
    private static let mostOpened = 500

    /// What the time is over for in the reader's centre, and what it will be over for within the days of warning.
    ///
    /// The coded facts tell which cases can be concerned at all, so that only these are opened. A case that the reader may not erase from is
    /// left out.
    package func readRetention(_ rules: RetentionRules, by visit: Visit) async throws(CaseworkError) -> RetentionList {
        guard let centre = visit.actor.centre else { throw .refused }
        try await require(visit, .readRetention, .centre(centre), as: .readRetention)
        let list = try retention(rules, in: try centreSession(of: visit))
        try await note(entry(.readRetention, by: visit, centre: centre))
        return list
    }

    /// The same for a sentence that says how many there are; it names none.
    package func countRetention(_ rules: RetentionRules, by visit: Visit) throws(CaseworkError) -> Int {
        guard let centre = visit.actor.centre else { throw .refused }
        try permit(visit, .readRetention, .centre(centre))
        return try retention(rules, in: try centreSession(of: visit)).items.count
    }

    private func retention(_ rules: RetentionRules, in session: CentreSession) throws(CaseworkError) -> RetentionList {
        var list = RetentionList(today: now().dayInVietNam)
        let latest = list.today.adding(days: rules.warningDays)
        let candidates = try candidates(rules, until: latest, in: session)
        list.unread = max(0, candidates.count - OpenInstallation.mostOpened)
        for candidate in candidates.prefix(OpenInstallation.mostOpened) {
            do {
                let opened = try opened(candidate.caseFile, session)
                let resource = AccessResource.caseFile(centre: session.centre, limits: opened.file.limits)
                guard AccessDecision.decide(session.actor, .eraseIdentity, resource, by: access) == .allowed,
                    let code = opened.file.shortCode
                else { continue }
                let last = max(candidate.last, opened.lastWorked?.dayInVietNam ?? candidate.last)
                list.items += items(of: opened, code, from: last, rules).filter { $0.due <= latest }
            } catch {
                switch error {
                // Erased since.
                case .refused: continue
                case .integrityFailed, .impossible: list.unreadable += 1
                default: throw error
                }
            }
        }
        list.items.sort { ($0.due, $0.shortCode.description) < ($1.due, $1.shortCode.description) }
        return list
    }

    private func items(of opened: OpenedCase, _ code: ShortCode, from last: Day, _ rules: RetentionRules) -> [RetentionItem] {
        let file = opened.file
        let people = file.people.filter { file.erasedPeople[$0.id] == nil }
        let identityEnd = rules.identityEnd(file.kind, from: last)
        return people.map {
            RetentionItem(caseFile: opened.identifier, shortCode: code, subject: .identity($0.id, $0.role), due: identityEnd)
        } + [
            RetentionItem(caseFile: opened.identifier, shortCode: code, subject: .caseFile, due: rules.caseEnd(file.kind, from: last))
        ]
    }

    /// The centre's cases in which nothing is dated so late that nothing of them can be due; the oldest first.
    private func candidates(
        _ rules: RetentionRules, until latest: Day, in session: CentreSession
    ) throws(CaseworkError) -> [(caseFile: Identifier<Case>, last: Day)] {
        // A case without an identity waits for its own end, and is not opened for those of its people.
        let named: Set<Int>
        do { named = try store.casesWithIdentities(ofCentre: session.number) } catch { throw .store(error) }
        var found: [(caseFile: Identifier<Case>, last: Day)] = []
        try forEachFacts(of: session) { facts, view in
            guard let kind = CaseKind(number: view.kind) else { return }
            let last = view.lastDay
            let end = named.contains(facts.number) ? rules.identityEnd(kind, from: last) : rules.caseEnd(kind, from: last)
            if end <= latest { found.append((facts.caseFile, last)) }
        }
        return found.sorted { ($0.last, $0.caseFile.high) < ($1.last, $1.caseFile.high) }
    }
}
