import CaseDomain
import Support

/// Made-up entries and facts.
enum JournalFixture {
    private static let chance = SeededChance(seed: 11)
    static let person = CasePerson(
        id: Identifier(high: 1, low: 2), code: "NB-1", role: .victim, sex: .female, birthYear: 1990, relationship: "vợ")
    static let service = ServiceEvent(
        id: Identifier(high: 3, low: 4), person: person.id, kind: Code(number: 5), state: .provided, on: Day(number: 20_500),
        provider: "TT",
        note: "đã đến"
    )
    static let detection = Detection(on: Day(number: 20_480), place: PlaceCode(number: 3_388), channel: Code(number: 2))
    static let code = ShortCode(from: SeededChance(seed: 12))

    static let snapshot = RegisterSnapshot(
        shortCode: code, register: "main", registerCode: "HS-1", kind: .domesticViolence, state: .confirmed, detection: detection,
        origin: "TT2",
        incidentOn: nil, forms: [Code(number: 1), Code(number: 4)], narrative: "kể lại", people: [person],
        statuses: [StatusRecord(person: person.id, subject: .liability, value: 1, on: Day(number: 20_490), order: 7)], services: nil
    )

    static let events: [JournalEvent] =
        [
            .opened(code, .domesticViolence, .suspected, detection), .snapshot(snapshot), .personAdded(person), .personCorrected(person),
            .stateChanged(.confirmed), .detectionCorrected(detection),
            .statusRecorded(StatusRecord(person: person.id, subject: .need, value: 2, on: Day(number: 20_490), order: 7)),
            .serviceLogged(service),
            .serviceCorrected(service.id, service), .serviceCorrected(service.id, nil), .linked(person.id, LinkageTag(high: 7, low: 8)),
            .unlinked(person.id, LinkageTag(high: 7, low: 8), strikesNumber: true), .referred(referral), .referralEnded(referral.id),
            .received(received),
            .openedFor(person, code, .domesticViolence, .confirmed, detection), .recordWithdrawn(Identifier(high: 20, low: 1)),
            .closed(Closure(reason: Code(number: 1), on: Day(number: 20_600), proposedBy: 2, signedBy: 1, note: "đã ổn")),
            .closed(Closure(reason: Code(number: 1), on: Day(number: 20_600), proposedBy: 2)),
            .reopened(Day(number: 20_700), "cần hỗ trợ lại"), .identityWritten(person.id), .referralSettled(referral.id),
            .toldApart(person.id, LinkageTag(high: 9, low: 8)),
        ] + records.enumerated().map { place, record in .recorded(version(place, record)) }

    /// One record of every kind, with every field filled.
    static let records: [CaseRecord] = RecordFixture(person: person.id).filled + RecordFixture(person: person.id).empty

    static func version(_ number: Int, _ record: CaseRecord, at seconds: Int64 = 1_800_000_000) -> RecordVersion {
        RecordVersion(id: Identifier(high: 20, low: UInt64(number)), record: record, at: Instant(seconds: seconds))
    }

    static let referral = Referral(
        id: Identifier(high: 5, low: 6), person: person.id, receiver: Identifier(high: 7, low: 7), fields: [.name, .phone],
        consentGivenOn: Day(number: 20_500), expires: Day(number: 20_530), link: LinkageTag(high: 9, low: 10)
    )

    static let received = ReceivedReferral(
        id: referral.id, sender: Identifier(high: 7, low: 8), shortCode: code, kind: .domesticViolence, state: .confirmed,
        detection: detection, person: CasePerson(id: Identifier(high: 8, low: 8), role: .victim, sex: .female, birthYear: nil),
        link: referral.link, consentGivenOn: referral.consentGivenOn, note: "gọi trước"
    )

    static let entries = events.map { JournalEntry(at: Instant(seconds: 1_800_000_000), event: $0) }

    static func facts(_ chance: SeededChance) -> CaseFacts {
        let people = (0..<1 + chance.below(4)).map { _ in
            PersonFact(
                person: LinkageTag(bytes: chance.bytes(16)), number: chance.below(2) == 0 ? .none : LinkageTag(bytes: chance.bytes(16)),
                links: (0..<chance.below(3)).map { _ in LinkageTag(bytes: chance.bytes(16)) }, role: chance.pick(Role.allCases),
                sex: chance.pick(Sex.allCases), birthYear: chance.below(2) == 0 ? nil : 1950 + chance.below(70)
            )
        }
        return CaseFacts(
            order: OrderKey(register: "sổ", code: "\(chance.below(1_000))"), kind: chance.pick(CaseKind.allCases),
            state: chance.pick(CaseState.allCases), detectedOn: Day(number: Int32(20_000 + chance.below(900))),
            place: PlaceCode(number: 3_388),
            people: people,
            statuses: (0..<chance.below(4)).map { _ in
                StatusFact(
                    person: chance.below(people.count), subject: chance.pick(StatusSubject.allCases), value: UInt8(1 + chance.below(3)),
                    on: Day(number: 20_100), order: UInt32(chance.below(50)))
            },
            services: (0..<chance.below(6)).map { _ in
                ServiceFact(
                    person: chance.below(people.count), kind: Code(number: UInt16(1 + chance.below(20))),
                    state: chance.pick(ServiceState.allCases),
                    on: Day(number: 20_200)
                )
            }
        )
    }
}
