/// A volunteer's log as a case has it: what was said, and what came of it.
package struct AcceptedLog: Hashable, Sendable {
    /// What opens a case together with the person whom the log is about.
    package struct Opening: Hashable, Sendable {
        package var person: CasePerson
        package var shortCode: ShortCode
        package var kind: CaseKind
        package var state: CaseState
        package var detection: Detection

        package init(person: CasePerson, shortCode: ShortCode, kind: CaseKind, state: CaseState, detection: Detection) {
            self.person = person
            self.shortCode = shortCode
            self.kind = kind
            self.state = state
            self.detection = detection
        }
    }

    package var id: Identifier<SupportLog>
    package var receivedAt: Instant
    /// Code of the trusted address; empty when it is not known.
    package var address: String
    /// Whom it is about.
    package var person: Identifier<Person>
    /// `nil` for a log that was accepted into a case that was there.
    package var opening: Opening?
    /// The support that it tells of, one event a kind.
    package var services: [ServiceEvent]
    /// That she was in danger, when the log said so and the member agreed.
    package var danger: RecordVersion?
    package var content: SupportLog

    package init(
        id: Identifier<SupportLog>, receivedAt: Instant, address: String, person: Identifier<Person>, opening: Opening?,
        services: [ServiceEvent], danger: RecordVersion?, content: SupportLog
    ) {
        self.id = id
        self.receivedAt = receivedAt
        self.address = address
        self.person = person
        self.opening = opening
        self.services = services
        self.danger = danger
        self.content = content
    }
}

/// Accepted logs in the journal: what they do to a case, and their bytes.
extension CaseFile {
    /// The case that a log opens.
    init(accepting log: AcceptedLog) throws(FoldError) {
        guard let opening = log.opening else { throw .notOpened }
        guard opening.person.id == log.person else { throw .unknownPerson }
        guard opening.person.role.canStand(in: opening.kind) else { throw .roleNotInKind }
        self.init(shortCode: opening.shortCode, kind: opening.kind, state: opening.state, detection: opening.detection)
        people = [opening.person]
        try take(log)
    }

    mutating func accept(_ log: AcceptedLog) throws(FoldError) {
        guard log.opening == nil else { throw .openedTwice }
        guard !logs.contains(where: { $0.id == log.id }) else { throw .logTwice }
        try take(log)
    }

    private mutating func take(_ log: AcceptedLog) throws(FoldError) {
        guard row(of: log.person) != nil, log.services.allSatisfy({ $0.person == log.person }) else { throw .unknownPerson }
        services += log.services
        if let danger = log.danger { try record(danger) }
        logs.append(log)
    }
}

extension ByteWriter {
    mutating func write(_ log: AcceptedLog) {
        write(log.id)
        write(log.receivedAt.seconds)
        write(log.address)
        write(log.person)
        write(log.opening != nil)
        if let opening = log.opening {
            write(opening.shortCode.description)
            write(opening.kind.number)
            write(opening.state.number)
            write(opening.detection)
            write(opening.person)
        }
        write(UInt16(log.services.count))
        for service in log.services { write(service) }
        write(log.danger != nil)
        if let danger = log.danger { write(danger) }
        write(log.content)
    }
}

extension ByteWriter {
    /// In an order that does not depend on how it was read.
    fileprivate mutating func write(_ content: SupportLog) {
        write(UInt16(clamping: content.form))
        write(content.made)
        write(content.language)
        write(UInt16(content.answers.count))
        for (question, answers) in content.answers.sorted(by: { $0.key < $1.key }) {
            write(question)
            write(UInt16(answers.count))
            for answer in answers { write(answer) }
        }
    }
}

extension ByteReader {
    fileprivate mutating func readSupportLog() throws(CodingError) -> SupportLog {
        var content = SupportLog(form: Int(try read(UInt16.self)), made: try readText(), language: try readText(), answers: [:])
        for _ in 0..<(try read(UInt16.self)) {
            let question = try readText()
            var answers: [String] = []
            for _ in 0..<(try read(UInt16.self)) { answers.append(try readText()) }
            content.answers[question] = answers
        }
        return content
    }

    mutating func readAcceptedLog() throws(CodingError) -> AcceptedLog {
        let id: Identifier<SupportLog> = try readIdentifier()
        let receivedAt = Instant(seconds: try read())
        let address = try readText()
        let person: Identifier<Person> = try readIdentifier()
        var opening: AcceptedLog.Opening?
        if try readFlag() {
            let code = try readShortCode()
            let kind: CaseKind = try readWord()
            let state: CaseState = try readWord()
            let detection = try readDetection()
            opening = AcceptedLog.Opening(person: try readPerson(), shortCode: code, kind: kind, state: state, detection: detection)
        }
        var services: [ServiceEvent] = []
        for _ in 0..<(try read(UInt16.self)) { services.append(try readService()) }
        let danger = try readFlag() ? try readRecordVersion() : nil
        let content = try readSupportLog()
        return AcceptedLog(
            id: id, receivedAt: receivedAt, address: address, person: person, opening: opening, services: services, danger: danger,
            content: content)
    }
}
