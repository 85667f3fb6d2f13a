/// The whole of a case as a register had it.
///
/// In the fold a later snapshot replaces the earlier one.
///
/// Lists that the register's folder did not have are `nil` and stay as they were; people who are missing stay.
package struct RegisterSnapshot: Hashable, Sendable {
    package var shortCode: ShortCode?
    package var register: String
    package var registerCode: String
    package var kind: CaseKind
    package var state: CaseState
    package var detection: Detection
    package var origin: String
    package var incidentOn: Day?
    package var forms: [Code<ViolenceForm>]
    package var narrative: String
    package var people: [CasePerson]
    package var statuses: [StatusRecord]?
    package var services: [ServiceEvent]?

    package init(
        shortCode: ShortCode?, register: String, registerCode: String, kind: CaseKind, state: CaseState, detection: Detection,
        origin: String,
        incidentOn: Day?, forms: [Code<ViolenceForm>], narrative: String, people: [CasePerson], statuses: [StatusRecord]?,
        services: [ServiceEvent]?
    ) {
        self.shortCode = shortCode
        self.register = register
        self.registerCode = registerCode
        self.kind = kind
        self.state = state
        self.detection = detection
        self.origin = origin
        self.incidentOn = incidentOn
        self.forms = forms
        self.narrative = narrative
        self.people = people
        self.statuses = statuses
        self.services = services
    }
}

/// Something that was said about a case.
///
/// Entries are appended, never changed.
package enum JournalEvent: Hashable, Sendable {
    case snapshot(RegisterSnapshot)
    case opened(ShortCode, CaseKind, CaseState, Detection)
    case personAdded(CasePerson)
    /// Role, sex, birth year or relationship of a person who is already there.
    case personCorrected(CasePerson)
    case stateChanged(CaseState)
    case detectionCorrected(Detection)
    case statusRecorded(StatusRecord)
    case serviceLogged(ServiceEvent)
    /// The event that stands for an earlier one from now on; `nil` withdraws it.
    case serviceCorrected(Identifier<ServiceEvent>, ServiceEvent?)
    case linked(Identifier<Person>, LinkageTag)
    /// Takes a link away, and may strike the person's document number from linking.
    case unlinked(Identifier<Person>, LinkageTag, strikesNumber: Bool)
    /// To whom the case opens from now on.
    case limited(CaseLimits)
    /// Offers a person to another centre and links whoever comes of it.
    case referred(Referral)
    /// Takes the link of a referral away again: it was taken back or rejected.
    case referralEnded(Identifier<Referral>)
    /// Opens a case that another centre referred.
    case received(ReceivedReferral)
    /// Notes something, or puts an earlier note of the same name right.
    case recorded(RecordVersion)
    case recordWithdrawn(Identifier<CaseRecord>)
    /// Ends the work on the case; again, with a signature, when a manager signs it off.
    case closed(Closure)
    /// Takes the work up again, and why.
    case reopened(Day, String)
    /// Opens a case together with the person it is about.
    case openedFor(CasePerson, ShortCode, CaseKind, CaseState, Detection)
    /// Who a person is was erased; the person stays in the case without a name.
    case identityErased(ErasedIdentity)
    /// Tags that stand for a code or a number of somebody in another case whose identity was erased.
    case held([HeldTag])
    /// Who a person is, or how to reach them, was written; what it says lies apart.
    case identityWritten(Identifier<Person>)
    /// Notes in the sender's case that a referral was accepted: nobody waits for an answer any more, the link stays.
    case referralSettled(Identifier<Referral>)
    /// A volunteer's log that a member accepted: opens a case, or adds to one that is there.
    case logAccepted(AcceptedLog)
    /// Says that somebody is not the person of another record, to whom the same tag was given.
    case toldApart(Identifier<Person>, LinkageTag)
}

/// An entry of a case's journal: when it was said and what.
package struct JournalEntry: Hashable, Sendable {
    package var at: Instant
    package var event: JournalEvent

    package init(at: Instant, event: JournalEvent) {
        self.at = at
        self.event = event
    }
}

/// Why an entry does not follow from the entries before it.
package enum FoldError: Error, Hashable, Sendable {
    case notOpened
    case openedTwice
    case unknownPerson
    case personTwice
    case roleNotInKind
    case unknownService
    case unknownReferral
    case referralTwice
    case unknownRecord
    /// A record is put right by one of its own kind.
    case otherKindOfRecord
    case closedTwice
    case notClosed
    /// The identity of a person is erased once.
    case erasedTwice
    /// A log is accepted once.
    case logTwice
    /// A status with a value that its subject does not have.
    case unknownValue
    case impossibleYear
    /// More people, statuses, services or links than facts can hold.
    case tooMany
}

extension CaseFile {
    /// Folds a whole journal, oldest entry first.
    package init(folding entries: some Sequence<JournalEntry>) throws(FoldError) {
        var file: CaseFile?
        for entry in entries { file = try CaseFile.fold(entry.event, into: file) }
        guard let file else { throw .notOpened }
        self = file
    }

    /// The case after one more event; `file` is `nil` before the first.
    package static func fold(_ event: JournalEvent, into file: CaseFile?) throws(FoldError) -> CaseFile {
        guard var file else { return try first(event) }
        switch event {
        case .opened, .openedFor, .received: throw .openedTwice
        case .snapshot(let snapshot): file.replace(with: snapshot)
        case .personAdded(let person):
            guard file.row(of: person.id) == nil else { throw .personTwice }
            guard person.role.canStand(in: file.kind) else { throw .roleNotInKind }
            file.people.append(person)
        case .personCorrected(let person):
            guard let row = file.row(of: person.id) else { throw .unknownPerson }
            guard person.role.canStand(in: file.kind) else { throw .roleNotInKind }
            file.people[row] = person
        case .stateChanged(let state): file.state = state
        case .detectionCorrected(let detection): file.detection = detection
        case .statusRecorded(let status):
            guard file.row(of: status.person) != nil else { throw .unknownPerson }
            file.statuses.append(status)
        case .serviceLogged(let service):
            guard file.row(of: service.person) != nil else { throw .unknownPerson }
            file.services.append(service)
        case .serviceCorrected(let id, let replacement): try file.correct(id, with: replacement)
        case .linked(let person, let tag):
            guard file.row(of: person) != nil else { throw .unknownPerson }
            file.links[person, default: []].append(tag)
        case .unlinked(let person, let tag, let strikesNumber):
            guard file.row(of: person) != nil else { throw .unknownPerson }
            file.links[person]?.removeAll { $0 == tag || (strikesNumber && $0.isHeld) }
            if strikesNumber { file.struckNumbers.insert(person) }
        case .limited(let limits):
            guard max(limits.assigned.count, limits.barred.count) <= CaseLimits.most else { throw .tooMany }
            file.limits = limits
        case .referred(let referral): try file.refer(referral)
        case .referralEnded(let id): try file.endReferral(id)
        case .recorded(let version): try file.record(version)
        case .recordWithdrawn(let id): try file.withdraw(id)
        case .closed(let closure): try file.close(closure)
        case .reopened: try file.reopen()
        case .identityErased(let erased): try file.erase(erased)
        case .held(let tags): file.hold(tags)
        case .identityWritten(let person):
            guard file.row(of: person) != nil, file.erasedPeople[person] == nil else { throw .unknownPerson }
        case .referralSettled(let id): try file.settleReferral(id)
        case .logAccepted(let log): try file.accept(log)
        case .toldApart(let person, let tag):
            guard file.row(of: person) != nil else { throw .unknownPerson }
            file.apart[person, default: []].append(tag)
        }
        file.entries += 1
        try file.checkBounds()
        return file
    }

    /// What the packed facts can hold; everything that is folded can be packed.
    private func checkBounds() throws(FoldError) {
        let links = links.values.reduce(0) { $0 + $1.count }
        let apart = apart.values.reduce(0) { $0 + $1.count }
        guard max(people.count, everyStatus.count, services.count, links, apart) <= FactsLayout.most,
            register.utf8.count <= FactsLayout.most,
            registerCode.utf8.count <= FactsLayout.most
        else { throw .tooMany }
        guard people.allSatisfy({ $0.birthYear.map { (1...9_999).contains($0) } ?? true }) else { throw .impossibleYear }
        guard statuses.allSatisfy({ (1...$0.subject.valueCount).contains(Int($0.value)) }) else { throw .unknownValue }
    }

    private static func first(_ event: JournalEvent) throws(FoldError) -> CaseFile {
        var file: CaseFile
        switch event {
        case .opened(let code, let kind, let state, let detection):
            file = CaseFile(shortCode: code, kind: kind, state: state, detection: detection)
        case .openedFor(let person, let code, let kind, let state, let detection):
            guard person.role.canStand(in: kind) else { throw .roleNotInKind }
            file = CaseFile(shortCode: code, kind: kind, state: state, detection: detection)
            file.people = [person]
        case .snapshot(let snapshot):
            file = CaseFile(kind: snapshot.kind, state: snapshot.state, detection: snapshot.detection)
            file.replace(with: snapshot)
        case .received(let received): file = try CaseFile(receiving: received)
        case .logAccepted(let log): file = try CaseFile(accepting: log)
        default: throw .notOpened
        }
        file.entries = 1
        try file.checkBounds()
        return file
    }

    private mutating func replace(with snapshot: RegisterSnapshot) {
        shortCode = snapshot.shortCode ?? shortCode
        register = snapshot.register
        registerCode = snapshot.registerCode
        kind = snapshot.kind
        state = snapshot.state
        detection = snapshot.detection
        origin = snapshot.origin
        incidentOn = snapshot.incidentOn
        forms = snapshot.forms
        narrative = snapshot.narrative
        for person in snapshot.people {
            if let row = row(of: person.id) { people[row] = person } else { people.append(person) }
        }
        if let list = snapshot.statuses { statuses = list }
        if let list = snapshot.services { services = list }
    }

    private mutating func correct(_ id: Identifier<ServiceEvent>, with replacement: ServiceEvent?) throws(FoldError) {
        guard let index = services.firstIndex(where: { $0.id == id }) else { throw .unknownService }
        formerServices.insert(id)
        if let replacement {
            guard row(of: replacement.person) != nil else { throw .unknownPerson }
            services[index] = replacement
        } else {
            services.remove(at: index)
        }
    }
}
