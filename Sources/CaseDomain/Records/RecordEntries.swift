/// One saying of a record: the first, or one that puts an earlier one right.
package struct RecordVersion: Hashable, Sendable {
    package var id: Identifier<CaseRecord>
    package var record: CaseRecord
    /// When it was said; orders what was said for the same day.
    package var at: Instant

    package init(id: Identifier<CaseRecord>, record: CaseRecord, at: Instant) {
        self.id = id
        self.record = record
        self.at = at
    }
}

/// Why a case is closed.
package enum ClosureReason {}

/// The end of work on a case; a manager signs it off.
package struct Closure: Hashable, Sendable {
    package var reason: Code<ClosureReason>
    package var on: Day
    /// Numbers in the centre's chain.
    package var proposedBy: Int
    /// `nil` while no manager has signed it off.
    package var signedBy: Int?
    package var note = ""

    package init(reason: Code<ClosureReason>, on: Day, proposedBy: Int, signedBy: Int? = nil, note: String = "") {
        self.reason = reason
        self.on = on
        self.proposedBy = proposedBy
        self.signedBy = signedBy
        self.note = note
    }

    /// A manager who signs off what they proposed themselves: it is marked, and allowed because a small centre has one.
    package var isOwnSignature: Bool { signedBy == proposedBy }
}

extension CaseFile {
    mutating func record(_ version: RecordVersion) throws(FoldError) {
        if let person = version.record.person, row(of: person) == nil { throw .unknownPerson }
        guard let index = records.firstIndex(where: { $0.id == version.id }) else {
            records.append(NamedRecord(id: version.id, record: version.record, since: version.at))
            return
        }
        guard records[index].record.isOfKind(version.record) else { throw .otherKindOfRecord }
        records[index].record = version.record
        records[index].corrections += 1
    }

    mutating func withdraw(_ id: Identifier<CaseRecord>) throws(FoldError) {
        guard let index = records.firstIndex(where: { $0.id == id }) else { throw .unknownRecord }
        records.remove(at: index)
        formerRecords.insert(id)
    }

    mutating func close(_ closure: Closure) throws(FoldError) {
        guard self.closure?.signedBy == nil else { throw .closedTwice }
        self.closure = closure
    }

    mutating func reopen() throws(FoldError) {
        guard closure != nil else { throw .notClosed }
        closure = nil
    }

    /// Work on the case has ended and a manager has said so.
    package var isClosed: Bool { closure?.signedBy != nil }

    /// The records of one kind, in the order in which they were first said.
    package func records<Record>(_ pick: (CaseRecord) -> Record?) -> [(id: Identifier<CaseRecord>, record: Record)] {
        records.compactMap { named in pick(named.record).map { (named.id, $0) } }
    }

    /// The newest assessment: of two of one day the one that was said later.
    package var newestRisk: RiskAssessment? {
        records { if case .risk(let risk) = $0 { risk } else { nil } }.map(\.record).enumerated()
            .max { ($0.element.on, $0.offset) < ($1.element.on, $1.offset) }?.element
    }

    /// The newest safety plan: of two of one day the one that was said later.
    package var newestSafetyPlan: SafetyPlan? {
        records { if case .safetyPlan(let plan) = $0 { plan } else { nil } }.map(\.record).enumerated()
            .max { ($0.element.on, $0.offset) < ($1.element.on, $1.offset) }?.element
    }

    /// Somebody is in immediate danger and nobody has said that it was dealt with.
    package var isInDanger: Bool {
        newestRisk.map { $0.level == .immediateDanger && $0.dealtWithOn == nil } ?? false
    }

    /// The consents in force: of each kind, person and receiver the newest.
    package var consentsInForce: [(id: Identifier<CaseRecord>, record: Consent)] {
        let all = records { if case .consent(let consent) = $0 { consent } else { nil } }
        return all.enumerated().filter { place, consent in
            !all.enumerated().contains { other in
                other.element.record.isAbout(consent.record)
                    && (other.element.record.on, other.offset) > (consent.record.on, place)
            }
        }.map(\.element)
    }

    /// Statuses of people, those of consents with them.
    var everyStatus: [StatusRecord] {
        statuses
            + records.compactMap { named in
                guard case .consent(let consent) = named.record else { return nil }
                return consent.status(saidAt: named.since)
            }
    }

    /// Six due days for the sheet: next follow-up, next action, answer to a referral, end of a protective measure, review, request about data.
    var dueDays: [Day?] {
        var due: [Day?] = Array(repeating: nil, count: 6)
        func note(_ slot: Int, _ day: Day?) {
            guard let day else { return }
            due[slot] = min(due[slot] ?? day, day)
        }
        for record in records.map(\.record) {
            switch record {
            case .followUp(let followUp) where followUp.doneOn == nil: note(0, followUp.due)
            case .action(let action) where action.state == .open: note(1, action.due)
            case .outsideReferral(let referral) where referral.outcome == .sent: note(2, referral.answerDue)
            case .measure(let measure) where measure.seenToOn == nil: note(3, measure.to)
            case .request(let request) where request.answeredOn == nil: note(5, request.due)
            default: break
            }
        }
        for referral in referrals where !settledReferrals.contains(referral.id) { note(2, referral.expires) }
        // An older assessment or plan is superseded, and its review with it.
        note(4, newestRisk?.reviewOn)
        note(4, newestSafetyPlan?.reviewOn)
        return due
    }
}

extension Consent {
    fileprivate func isAbout(_ other: Consent) -> Bool {
        person == other.person && kind == other.kind && receiver == other.receiver
    }
}

extension ByteWriter {
    mutating func write(_ version: RecordVersion) {
        write(version.id)
        write(version.at.seconds)
        version.record.write(to: &self)
    }

    mutating func write(_ closure: Closure) {
        write(closure.reason.number)
        write(closure.on)
        write(UInt32(clamping: closure.proposedBy))
        write(UInt32(clamping: closure.signedBy ?? 0))
        write(closure.note)
    }
}

extension ByteReader {
    mutating func readRecordVersion() throws(CodingError) -> RecordVersion {
        let id: Identifier<CaseRecord> = try readIdentifier()
        let at = Instant(seconds: try read())
        return RecordVersion(id: id, record: try CaseRecord(from: &self), at: at)
    }

    mutating func readClosure() throws(CodingError) -> Closure {
        let reason = Code<ClosureReason>(number: try read())
        let on = try readDay()
        let proposedBy = Int(try read(UInt32.self))
        let signedBy = Int(try read(UInt32.self))
        return Closure(reason: reason, on: on, proposedBy: proposedBy, signedBy: signedBy == 0 ? nil : signedBy, note: try readText())
    }
}
