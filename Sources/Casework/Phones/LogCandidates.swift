package import CaseDomain
import Policies
import Store

/// Somebody in a case who may be whom a log is about.
package struct LogCandidate: Sendable {
    package enum Reason: String, CaseIterable, Sendable {
        /// A log of that day, from the same address, was accepted there: the volunteer says that it is the same person.
        case sameAsBefore = "same_as_before"
        /// Logs of the same trusted address were accepted there.
        case sameAddress = "same_address"
        /// Detected in the same commune within two months.
        case samePlace = "same_place"
    }

    package let caseFile: Identifier<Case>
    package let file: CaseFile
    package let person: CasePerson
    package let reasons: [Reason]
}

extension OpenInstallation {
    /// So many cases that were written to last are compared.
    private static let comparedCases = 200
    private static let mostCandidates = 8
    private static let nearDays = 60

    /// Who of the own centre's open cases a log may be about, the likeliest first; compared in memory, nothing is kept.
    ///
    /// - Parameter before: On which day the volunteer says that the same person came before.
    package func logCandidates(
        of log: InboxLog, on day: Day, sex: Sex?, saidBefore before: Day?, in session: CentreSession
    ) throws(CaseworkError) -> [LogCandidate] {
        try permit(session.actor, .answerLog, .centre(session.centre))
        var query = CaseListQuery()
        (query.order, query.limit) = (.recent, OpenInstallation.comparedCases)
        var found: [LogCandidate] = []
        for listed in try listCases(query, today: now().dayInVietNam, in: session).cases {
            let file = try opened(listed.caseFile, session).file
            let reasons = reasons(for: log, on: day, saidBefore: before, file)
            guard !reasons.isEmpty else { continue }
            for person in file.people where person.role != .perpetrator && (sex.map { $0 == person.sex } ?? true || person.sex == .unknown)
            {
                found.append(LogCandidate(caseFile: listed.caseFile, file: file, person: person, reasons: reasons))
            }
        }
        let order = LogCandidate.Reason.allCases
        let sorted = found.enumerated().sorted { left, right in
            let keys = [left, right].map { order.firstIndex(of: $0.element.reasons[0]) ?? 0 }
            return keys[0] != keys[1] ? keys[0] < keys[1] : left.offset < right.offset
        }
        return Array(sorted.map(\.element).prefix(OpenInstallation.mostCandidates))
    }

    /// The people of the own centre's case with a short code; none for a code that is not there or not the reader's.
    package func logCandidates(coded code: String, in session: CentreSession) throws(CaseworkError) -> [LogCandidate] {
        try permit(session.actor, .answerLog, .centre(session.centre))
        guard let caseFile = try caseFile(shortCode: code, inCentre: session.code) else { return [] }
        let opened: OpenedCase
        do { opened = try readCase(caseFile, in: session) } catch {
            guard error == .refused else { throw error }
            return []
        }
        return opened.file.people.filter { $0.role != .perpetrator }.map {
            LogCandidate(caseFile: caseFile, file: opened.file, person: $0, reasons: [])
        }
    }

    private func reasons(for log: InboxLog, on day: Day, saidBefore before: Day?, _ file: CaseFile) -> [LogCandidate.Reason] {
        var reasons: [LogCandidate.Reason] = []
        let isOfAddress = log.address.map { address in file.logs.contains { $0.address == address.code } } ?? false
        if let before, isOfAddress, file.services.contains(where: { $0.on == before }) { reasons.append(.sameAsBefore) }
        if isOfAddress { reasons.append(.sameAddress) }
        if let place = log.address?.place, file.detection.place == place,
            abs(Int(file.detection.on.number) - Int(day.number)) <= OpenInstallation.nearDays
        {
            reasons.append(.samePlace)
        }
        return reasons
    }
}
