/// What somebody agrees to.
package enum ConsentKind: String, Codeword {
    case services, sharing, statistics

    package var number: UInt8 {
        switch self {
        case .services: 1
        case .sharing: 2
        case .statistics: 3
        }
    }
}

/// A group of fields that may be shared.
package enum FieldGroup {}
/// Who gave a consent: the person, or somebody who stands for the person.
package enum ConsentGiver {}

/// A consent or its refusal, on a day; a later one of the same kind and receiver stands in its place, which is also how one is withdrawn.
package struct Consent: Hashable, Sendable {
    package var person: Identifier<Person>
    package var kind: ConsentKind
    package var answer: ConsentAnswer
    package var on: Day
    package var giver: Code<ConsentGiver>?
    /// Whether the child agreed as well; asked from the age of seven.
    package var childAgrees = Answer.notAsked
    /// With whom may be shared, when `kind` is sharing: the code of a centre, or another organisation in words.
    package var receiver = ""
    package var fields = CodeSet<FieldGroup>()
    package var note = ""

    package init(person: Identifier<Person>, kind: ConsentKind, answer: ConsentAnswer, on: Day) {
        self.person = person
        self.kind = kind
        self.answer = answer
        self.on = on
    }

    func write(to writer: inout ByteWriter) {
        writer.write(person)
        writer.write(kind.number)
        writer.write(answer.number)
        writer.write(on)
        writer.write(giver)
        writer.write(childAgrees.number)
        writer.write(fields)
        writer.write(receiver)
        writer.write(note)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        person = try reader.readIdentifier()
        kind = try reader.readWord()
        answer = try reader.readWord()
        on = try reader.readDay()
        giver = try reader.readOptionalCode()
        childAgrees = try reader.readWord()
        fields = try reader.readCodeSet()
        receiver = try reader.readText()
        note = try reader.readText()
    }

    /// The status by which figures know of it; sharing is none of theirs.
    func status(saidAt instant: Instant) -> StatusRecord? {
        let subject: StatusSubject
        switch kind {
        case .services: subject = .consentServices
        case .statistics: subject = .consentStatistics
        case .sharing: return nil
        }
        return StatusRecord(person: person, subject: subject, value: answer.number, on: on, order: StatusRecord.order(at: instant))
    }
}

/// What somebody asks about the data that are kept of them, or an authority asks.
package enum DataRequestKind: String, Codeword {
    case see, correct, erase, withdraw, authority

    package var number: UInt8 {
        switch self {
        case .see: 1
        case .correct: 2
        case .erase: 3
        case .withdraw: 4
        case .authority: 5
        }
    }
}

/// A request about data, with the clock of the law (decree 356/2025/NĐ-CP).
package struct DataRequest: Hashable, Sendable {
    package var kind: DataRequestKind
    package var person: Identifier<Person>?
    package var on: Day
    package var due: Day
    /// Who asks; an authority with the number of its letter.
    package var from = ""
    package var letter = ""
    package var answeredOn: Day?
    /// What was given or done, or why not.
    package var answer = ""
    /// The number in the centre's chain of the member who approved the answer.
    package var approvedBy: Int?

    package init(kind: DataRequestKind, on: Day, due: Day) {
        self.kind = kind
        self.on = on
        self.due = due
    }

    func write(to writer: inout ByteWriter) {
        writer.write(kind.number)
        writer.write(optional: person)
        writer.write(on)
        writer.write(due)
        writer.write(answeredOn)
        writer.write(UInt32(clamping: approvedBy ?? 0))
        for text in [from, letter, answer] { writer.write(text) }
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        kind = try reader.readWord()
        person = try reader.readOptionalIdentifier()
        on = try reader.readDay()
        due = try reader.readDay()
        answeredOn = try reader.readOptionalDay()
        let number = Int(try reader.read(UInt32.self))
        approvedBy = number == 0 ? nil : number
        from = try reader.readText()
        letter = try reader.readText()
        answer = try reader.readText()
    }
}
