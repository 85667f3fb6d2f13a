extension JournalEntry {
    private static let version: UInt8 = 1

    /// The bytes that are sealed: codes, days and flags of fixed width, texts with their length.
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 256)
        writer.write(JournalEntry.version)
        writer.write(at.seconds)
        switch event {
        case .snapshot(let snapshot):
            writer.write(UInt8(1))
            writer.write(snapshot)
        case .opened(let code, let kind, let state, let detection):
            writer.write(UInt8(2))
            writer.write(code.description)
            writer.write(kind.number)
            writer.write(state.number)
            writer.write(detection)
        case .personAdded(let person):
            writer.write(UInt8(3))
            writer.write(person)
        case .personCorrected(let person):
            writer.write(UInt8(4))
            writer.write(person)
        case .stateChanged(let state):
            writer.write(UInt8(5))
            writer.write(state.number)
        case .detectionCorrected(let detection):
            writer.write(UInt8(6))
            writer.write(detection)
        case .statusRecorded(let status):
            writer.write(UInt8(7))
            writer.write(status)
        case .serviceLogged(let service):
            writer.write(UInt8(8))
            writer.write(service)
        case .serviceCorrected(let id, let replacement):
            writer.write(UInt8(9))
            writer.write(id)
            writer.write(replacement != nil)
            if let replacement { writer.write(replacement) }
        case .linked(let person, let tag):
            writer.write(UInt8(10))
            writer.write(person)
            writer.write(tag)
        case .unlinked(let person, let tag, let strikesNumber):
            writer.write(UInt8(11))
            writer.write(person)
            writer.write(tag)
            writer.write(strikesNumber)
        case .limited(let limits):
            writer.write(UInt8(12))
            writer.write(limits)
        case .referred(let referral):
            writer.write(UInt8(13))
            writer.write(referral)
        case .referralEnded(let id):
            writer.write(UInt8(14))
            writer.write(id)
        case .received(let received):
            writer.write(UInt8(15))
            writer.write(received)
        case .identityErased(let erased):
            writer.write(UInt8(16))
            writer.write(erased)
        case .held(let tags):
            writer.write(UInt8(17))
            writer.write(tags)
        case .recorded(let version):
            writer.write(UInt8(20))
            writer.write(version)
        case .recordWithdrawn(let id):
            writer.write(UInt8(21))
            writer.write(id)
        case .closed(let closure):
            writer.write(UInt8(22))
            writer.write(closure)
        case .reopened(let day, let reason):
            writer.write(UInt8(23))
            writer.write(day)
            writer.write(reason)
        case .openedFor(let person, let code, let kind, let state, let detection):
            writer.write(UInt8(24))
            writer.write(code.description)
            writer.write(kind.number)
            writer.write(state.number)
            writer.write(detection)
            writer.write(person)
        case .identityWritten(let person):
            writer.write(UInt8(28))
            writer.write(person)
        case .referralSettled(let id):
            writer.write(UInt8(26))
            writer.write(id)
        case .logAccepted(let log):
            writer.write(UInt8(18))
            writer.write(log)
        case .toldApart(let person, let tag):
            writer.write(UInt8(27))
            writer.write(person)
            writer.write(tag)
        }
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == JournalEntry.version else { throw .unknownVersion }
        at = Instant(seconds: try reader.read())
        switch try reader.read(UInt8.self) {
        case 1: event = .snapshot(try reader.readSnapshot())
        case 2: event = .opened(try reader.readShortCode(), try reader.readWord(), try reader.readWord(), try reader.readDetection())
        case 3: event = .personAdded(try reader.readPerson())
        case 4: event = .personCorrected(try reader.readPerson())
        case 5: event = .stateChanged(try reader.readWord())
        case 6: event = .detectionCorrected(try reader.readDetection())
        case 7: event = .statusRecorded(try reader.readStatus())
        case 8: event = .serviceLogged(try reader.readService())
        case 9: event = .serviceCorrected(try reader.readIdentifier(), try reader.readFlag() ? try reader.readService() : nil)
        case 10: event = .linked(try reader.readIdentifier(), try reader.readTag())
        case 11: event = .unlinked(try reader.readIdentifier(), try reader.readTag(), strikesNumber: try reader.readFlag())
        case 12: event = .limited(try reader.readLimits())
        case 13: event = .referred(try reader.readReferral())
        case 14: event = .referralEnded(try reader.readIdentifier())
        case 15: event = .received(try reader.readReceivedReferral())
        case 16: event = .identityErased(try reader.readErasedIdentity())
        case 17: event = .held(try reader.readHeldTags())
        case 18: event = .logAccepted(try reader.readAcceptedLog())
        case 20: event = .recorded(try reader.readRecordVersion())
        case 21: event = .recordWithdrawn(try reader.readIdentifier())
        case 22: event = .closed(try reader.readClosure())
        case 23: event = .reopened(try reader.readDay(), try reader.readText())
        case 24:
            let code = try reader.readShortCode()
            let kind: CaseKind = try reader.readWord()
            let state: CaseState = try reader.readWord()
            let detection = try reader.readDetection()
            event = .openedFor(try reader.readPerson(), code, kind, state, detection)
        case 28: event = .identityWritten(try reader.readIdentifier())
        case 26: event = .referralSettled(try reader.readIdentifier())
        case 27: event = .toldApart(try reader.readIdentifier(), try reader.readTag())
        default: throw .unknownCode
        }
        try reader.finish()
    }
}

extension ByteWriter {
    /// Every list takes the same space.
    fileprivate mutating func write(_ limits: CaseLimits) {
        write(limits.isRestricted)
        for members in [limits.assigned, limits.barred] {
            write(UInt8(min(members.count, CaseLimits.most)))
            for slot in 0..<CaseLimits.most { write(slot < members.count ? UInt32(clamping: members[slot]) : 0) }
        }
    }
}

extension ByteReader {
    fileprivate mutating func readLimits() throws(CodingError) -> CaseLimits {
        let isRestricted = try readFlag()
        var lists: [[Int]] = []
        for _ in 0..<2 {
            let count = Int(try read(UInt8.self))
            guard count <= CaseLimits.most else { throw .truncated }
            var slots: [Int] = []
            for _ in 0..<CaseLimits.most { slots.append(Int(try read(UInt32.self))) }
            lists.append(Array(slots.prefix(count)))
        }
        return CaseLimits(isRestricted: isRestricted, assigned: lists[0], barred: lists[1])
    }
}

extension ByteWriter {
    mutating func write(_ detection: Detection) {
        write(detection.on)
        write(detection.place.number)
        write(detection.channel.number)
    }

    mutating func write(_ person: CasePerson) {
        write(person.id)
        write(person.role.number)
        write(person.sex.number)
        write(UInt16(person.birthYear ?? 0))
        write(person.code)
        write(person.relationship)
    }

    fileprivate mutating func write(_ status: StatusRecord) {
        write(status.person)
        write(status.subject.number)
        write(status.value)
        write(status.on)
        write(status.order)
    }

    mutating func write(_ service: ServiceEvent) {
        write(service.id)
        write(service.person)
        write(service.kind.number)
        write(service.state.number)
        write(service.on)
        write(service.provider)
        write(service.note)
    }

    /// A list that may be absent: its count, with 2³² − 1 for none.
    fileprivate mutating func write<Element>(_ list: [Element]?, each: (inout ByteWriter, Element) -> Void) {
        write(list.map { UInt32($0.count) } ?? UInt32.max)
        for element in list ?? [] { each(&self, element) }
    }

    fileprivate mutating func write(_ snapshot: RegisterSnapshot) {
        write(snapshot.shortCode?.description ?? "")
        write(snapshot.register)
        write(snapshot.registerCode)
        write(snapshot.kind.number)
        write(snapshot.state.number)
        write(snapshot.detection)
        write(snapshot.origin)
        write(snapshot.incidentOn)
        // Forms as a set of bits: every combination takes the same space.
        write(snapshot.forms.reduce(UInt16(0)) { $0 | 1 << ($1.number - 1) })
        write(snapshot.narrative)
        write(snapshot.people) { $0.write($1) }
        write(snapshot.statuses) { $0.write($1) }
        write(snapshot.services) { $0.write($1) }
    }
}

extension ByteReader {
    mutating func readShortCode() throws(CodingError) -> ShortCode {
        guard let code = ShortCode(try readText()) else { throw .unknownCode }
        return code
    }

    mutating func readDetection() throws(CodingError) -> Detection {
        Detection(on: try readDay(), place: PlaceCode(number: try read()), channel: Code(number: try read()))
    }

    mutating func readPerson() throws(CodingError) -> CasePerson {
        let id: Identifier<Person> = try readIdentifier()
        let role: Role = try readWord()
        let sex: Sex = try readWord()
        let birthYear = Int(try read(UInt16.self))
        let code = try readText()
        return CasePerson(
            id: id, code: code, role: role, sex: sex, birthYear: birthYear == 0 ? nil : birthYear, relationship: try readText()
        )
    }

    fileprivate mutating func readStatus() throws(CodingError) -> StatusRecord {
        StatusRecord(person: try readIdentifier(), subject: try readWord(), value: try read(), on: try readDay(), order: try read())
    }

    mutating func readService() throws(CodingError) -> ServiceEvent {
        ServiceEvent(
            id: try readIdentifier(), person: try readIdentifier(), kind: Code(number: try read()), state: try readWord(),
            on: try readDay(), provider: try readText(), note: try readText()
        )
    }

    fileprivate mutating func readList<Element>(
        _ each: (inout ByteReader) throws(CodingError) -> Element
    ) throws(CodingError) -> [Element]? {
        let count = try read(UInt32.self)
        guard count != UInt32.max else { return nil }
        var list: [Element] = []
        for _ in 0..<count { list.append(try each(&self)) }
        return list
    }

    fileprivate mutating func readSnapshot() throws(CodingError) -> RegisterSnapshot {
        let shortCode = try readText()
        let register = try readText()
        let registerCode = try readText()
        let kind: CaseKind = try readWord()
        let state: CaseState = try readWord()
        let detection = try readDetection()
        let origin = try readText()
        let incidentOn = try readOptionalDay()
        let formBits = try read(UInt16.self)
        let narrative = try readText()
        let people = try readList { reader throws(CodingError) in try reader.readPerson() }
        let statuses = try readList { reader throws(CodingError) in try reader.readStatus() }
        let services = try readList { reader throws(CodingError) in try reader.readService() }
        return RegisterSnapshot(
            shortCode: ShortCode(shortCode), register: register, registerCode: registerCode, kind: kind, state: state, detection: detection,
            origin: origin, incidentOn: incidentOn, forms: (0..<16).filter { formBits >> $0 & 1 == 1 }.map { Code(number: UInt16($0 + 1)) },
            narrative: narrative, people: people ?? [], statuses: statuses, services: services
        )
    }
}
