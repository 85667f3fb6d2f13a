/// When, where and through which channel a listed authority first learned of what happened.
package struct Detection: Hashable, Sendable {
    package var on: Day
    package var place: PlaceCode
    package var channel: Code<DetectionChannel>

    package init(on: Day, place: PlaceCode, channel: Code<DetectionChannel>) {
        self.on = on
        self.place = place
        self.channel = channel
    }
}

/// A person in a case, without a name: the identity is sealed apart.
package struct CasePerson: Hashable, Sendable {
    package var id: Identifier<Person>
    /// The person's code in the register; empty for a person who was added in the service.
    package var code: String
    package var role: Role
    package var sex: Sex
    package var birthYear: Int?
    /// How this person stands to the others, as the register has it.
    package var relationship: String

    package init(id: Identifier<Person>, code: String = "", role: Role, sex: Sex, birthYear: Int? = nil, relationship: String = "") {
        self.id = id
        self.code = code
        self.role = role
        self.sex = sex
        self.birthYear = birthYear
        self.relationship = relationship
    }
}

/// A dated status of a person; `value` is the number of a codeword of the subject's list.
package struct StatusRecord: Hashable, Sendable {
    package var person: Identifier<Person>
    package var subject: StatusSubject
    package var value: UInt8
    package var on: Day
    /// Which of two statuses of one day is the later: row of the register's file, or the moment of saying.
    package var order: UInt32

    package init(person: Identifier<Person>, subject: StatusSubject, value: UInt8, on: Day, order: UInt32) {
        self.person = person
        self.subject = subject
        self.value = value
        self.on = on
        self.order = order
    }

    /// The order of something that is said in the service: seconds since 2020, far above every row of a register.
    package static func order(at instant: Instant) -> UInt32 {
        UInt32(clamping: instant.seconds - 1_577_836_800)
    }
}

/// A service, for a person, by a provider, on a day, in one of six states.
package struct ServiceEvent: Hashable, Sendable {
    package var id: Identifier<ServiceEvent>
    package var person: Identifier<Person>
    package var kind: Code<ServiceKind>
    package var state: ServiceState
    package var on: Day
    /// Code of the providing centre; empty when not said.
    package var provider: String
    package var note: String

    /// Characters (Unicode scalars).
    package static let longestNote = 500

    package init(
        id: Identifier<ServiceEvent>, person: Identifier<Person>, kind: Code<ServiceKind>, state: ServiceState, on: Day,
        provider: String = "", note: String = ""
    ) {
        self.id = id
        self.person = person
        self.kind = kind
        self.state = state
        self.on = on
        self.provider = provider
        self.note = note
    }
}

/// The state of a case: the fold of its journal.
///
/// What was corrected or replaced is in the journal and not here.
package struct CaseFile: Hashable, Sendable {
    package var shortCode: ShortCode?
    /// The register's name; empty for a case that was opened in the service.
    package var register = ""
    /// The case's code in its register; empty for a case that was opened in the service.
    package var registerCode = ""
    package var kind: CaseKind
    package var state: CaseState
    package var detection: Detection
    /// The centre that the register named, when it is another than the keeper.
    package var origin = ""
    package var incidentOn: Day?
    package var forms: [Code<ViolenceForm>] = []
    package var narrative = ""
    package var people: [CasePerson] = []
    package var statuses: [StatusRecord] = []
    package var services: [ServiceEvent] = []
    package var links: [Identifier<Person>: [LinkageTag]] = [:]
    /// People whose document number a member has struck from linking.
    package var struckNumbers: Set<Identifier<Person>> = []
    /// People whose identity was erased, with what stands in their facts in place of the tag of their code.
    package var erasedPeople: [Identifier<Person>: LinkageTag] = [:]
    package var limits = CaseLimits()
    /// Referrals to other centres that were sent from here and not ended, oldest first.
    package var referrals: [Referral] = []
    /// Referrals that were taken back, or noted as rejected.
    package var endedReferrals: [Referral] = []
    /// Of `referrals`, those of which the sender noted that they were accepted.
    package var settledReferrals: Set<Identifier<Referral>> = []
    /// Tags that say who somebody is not, and that are no part of the facts: two people who share one were told apart.
    package var apart: [Identifier<Person>: [LinkageTag]] = [:]
    /// The referral by which the case came from another centre.
    package var received: ReceivedReferral?
    /// Volunteers' logs that were accepted, in the order in which they were.
    package var logs: [AcceptedLog] = []
    /// What members noted, in the order in which it was first said.
    package var records: [NamedRecord] = []
    /// Services and records that stood here once: what was said under one of these names is not said again.
    package var formerServices: Set<Identifier<ServiceEvent>> = []
    package var formerRecords: Set<Identifier<CaseRecord>> = []
    /// That the work has ended, or that somebody proposed it.
    package var closure: Closure?
    /// How many entries have been folded.
    package var entries = 0

    package func row(of person: Identifier<Person>) -> Int? {
        people.firstIndex { $0.id == person }
    }

    /// The key by which records of one day are ordered.
    package var order: OrderKey {
        OrderKey(register: register, code: register.isEmpty ? shortCode?.description ?? "" : registerCode)
    }

    /// What the newest incident says, else what the register says.
    private var mainForm: MainForm {
        let incidents = records.compactMap { named in
            if case .incident(let incident) = named.record { incident } else { nil }
        }
        if let main = incidents.last(where: { $0.mainForm != nil })?.mainForm { return .form(main) }
        let forms = Set(incidents.flatMap(\.forms.codes) + forms)
        guard let first = forms.first else { return .unrecorded }
        return forms.count == 1 ? .form(first) : .several
    }

    /// The facts of this case.
    ///
    /// - Parameters:
    ///   - personTag: The tag of a person's code or pseudonym; not asked for a person whose identity was erased.
    ///   - numberTag: The tag of the document number, or `none`; not asked for a person whose number was struck or identity erased.
    package func facts(personTag: (CasePerson) -> LinkageTag, numberTag: (CasePerson) -> LinkageTag) -> CaseFacts {
        let rows = Dictionary(people.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        return CaseFacts(
            order: order, kind: kind, state: state, detectedOn: detection.on, place: detection.place,
            mainForm: mainForm,
            people: people.map { person in
                PersonFact(
                    person: erasedPeople[person.id] ?? personTag(person),
                    number: struckNumbers.contains(person.id) || erasedPeople[person.id] != nil ? .none : numberTag(person),
                    links: links[person.id] ?? [], role: person.role, sex: person.sex, birthYear: person.birthYear,
                    mark: person.id.low
                )
            },
            statuses: everyStatus.compactMap { status in
                rows[status.person].map {
                    StatusFact(person: $0, subject: status.subject, value: status.value, on: status.on, order: status.order)
                }
            },
            services: services.compactMap { service in
                rows[service.person].map { ServiceFact(person: $0, kind: service.kind, state: service.state, on: service.on) }
            }
        )
    }
}
