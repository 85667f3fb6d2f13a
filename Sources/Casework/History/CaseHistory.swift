package import CaseDomain

/// Something that was done with a case, or tried.
package struct HistoryEntry: Sendable {
    package let at: Instant
    /// A user name, or `local`; empty where the entry of the audit chain does not open.
    package let actor: String
    /// `nil`: the entry of the audit chain does not open; it could be anything.
    package let verb: AuditVerb?
    package let outcome: AuditOutcome
    /// What was written; `nil` for what was only read or tried.
    package let change: HistoryChange?
    /// Why somebody looked to whom the case is not assigned.
    package let reason: Code<LookReason>?
}

/// What was written to a case, beside what stood there before.
package struct HistoryChange: Hashable, Sendable {
    package let event: JournalEvent
    package let before: HistoryBefore?
    /// Whether the row of the journal is, byte for byte, the one that the audit chain names.
    package let isAsNamed: Bool
}

/// What an entry of the journal took the place of.
package enum HistoryBefore: Hashable, Sendable {
    case record(CaseRecord)
    case service(ServiceEvent)
    case person(CasePerson)
    case state(CaseState)
    case detection(Detection)
}

/// A page of the history of a case, newest first.
package struct CaseHistory: Sendable {
    package let opened: OpenedCase
    package let entries: [HistoryEntry]
    /// Where the next page begins, for an address; `nil` when the opening of the case has been reached.
    package let older: String?
    /// Whether what was only read or tried is among the entries.
    package let showsLooks: Bool
}

/// The newest version of all that an entry can take the place of, while a journal is followed from its beginning.
struct HistoryStand {
    private var records: [Identifier<CaseRecord>: CaseRecord] = [:]
    private var services: [Identifier<ServiceEvent>: ServiceEvent] = [:]
    private var people: [Identifier<Person>: CasePerson] = [:]
    private var state: CaseState?
    private var detection: Detection?

    /// Takes an entry in, and answers what it took the place of.
    mutating func follow(_ event: JournalEvent) -> HistoryBefore? {
        switch event {
        case .snapshot(let snapshot):
            (state, detection) = (snapshot.state, snapshot.detection)
            for person in snapshot.people { people[person.id] = person }
            for service in snapshot.services ?? [] { services[service.id] = service }
        case .opened(_, _, let first, let found): (state, detection) = (first, found)
        case .openedFor(let person, _, _, let first, let found):
            (state, detection) = (first, found)
            people[person.id] = person
        case .received(let received):
            (state, detection) = (received.state, received.detection)
            people[received.person.id] = received.person
        case .logAccepted(let log):
            for service in log.services { services[service.id] = service }
            if let opening = log.opening {
                (state, detection) = (opening.state, opening.detection)
                people[opening.person.id] = opening.person
            }
        case .personAdded(let person): people[person.id] = person
        case .personCorrected(let person): return people.updateValue(person, forKey: person.id).map { .person($0) }
        case .stateChanged(let new):
            defer { state = new }
            return state.map { .state($0) }
        case .detectionCorrected(let new):
            defer { detection = new }
            return detection.map { .detection($0) }
        case .serviceLogged(let service): services[service.id] = service
        case .serviceCorrected(let id, let replacement):
            let old = services.removeValue(forKey: id)
            if let replacement { services[replacement.id] = replacement }
            return old.map { .service($0) }
        case .recorded(let version): return records.updateValue(version.record, forKey: version.id).map { .record($0) }
        case .recordWithdrawn(let id): return records.removeValue(forKey: id).map { .record($0) }
        // Everything else is said once and takes no place.
        default: break
        }
        return nil
    }
}
