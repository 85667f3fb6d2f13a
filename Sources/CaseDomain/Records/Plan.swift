/// How far a need or an action of the plan is.
package enum PlanState: String, Codeword {
    case open, done, dropped

    package var number: UInt8 {
        switch self {
        case .open: 1
        case .done: 2
        case .dropped: 3
        }
    }
}

/// Something that a person needs, as the person says.
package struct AssessedNeed: Hashable, Sendable {
    package var person: Identifier<Person>
    /// The service that would meet it, when there is one.
    package var service: Code<ServiceKind>?
    package var on: Day
    package var state = PlanState.open
    package var text = ""

    package init(person: Identifier<Person>, on: Day) {
        self.person = person
        self.on = on
    }

    func write(to writer: inout ByteWriter) {
        writer.write(person)
        writer.write(service)
        writer.write(on)
        writer.write(state.number)
        writer.write(text)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        person = try reader.readIdentifier()
        service = try reader.readOptionalCode()
        on = try reader.readDay()
        state = try reader.readWord()
        text = try reader.readText()
    }
}

/// Something that somebody will do about a need, by a day.
package struct PlannedAction: Hashable, Sendable {
    package var person: Identifier<Person>?
    /// The need that it answers.
    package var need: Identifier<CaseRecord>?
    package var text: String
    /// The number in the centre's chain of the member who does it; `nil` for somebody outside, who stands in `text`.
    package var member: Int?
    package var due: Day?
    package var state = PlanState.open
    package var doneOn: Day?

    package init(text: String) {
        self.text = text
    }

    func write(to writer: inout ByteWriter) {
        writer.write(optional: person)
        writer.write(optional: need)
        writer.write(UInt32(clamping: member ?? 0))
        writer.write(due)
        writer.write(state.number)
        writer.write(doneOn)
        writer.write(text)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        person = try reader.readOptionalIdentifier()
        need = try reader.readOptionalIdentifier()
        let number = Int(try reader.read(UInt32.self))
        member = number == 0 ? nil : number
        due = try reader.readOptionalDay()
        state = try reader.readWord()
        doneOn = try reader.readOptionalDay()
        text = try reader.readText()
    }
}

/// How somebody is looked after: a call, a visit, a talk at the centre.
package enum FollowUpKind {}

/// A contact with somebody, planned or made.
package struct FollowUp: Hashable, Sendable {
    package var person: Identifier<Person>?
    package var kind: Code<FollowUpKind>
    package var due: Day
    package var doneOn: Day?
    /// Whether the person was reached.
    package var isReached = Answer.notAsked
    package var note = ""

    package init(kind: Code<FollowUpKind>, due: Day) {
        self.kind = kind
        self.due = due
    }

    func write(to writer: inout ByteWriter) {
        writer.write(optional: person)
        writer.write(kind.number)
        writer.write(due)
        writer.write(doneOn)
        writer.write(isReached.number)
        writer.write(note)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        person = try reader.readOptionalIdentifier()
        kind = Code(number: try reader.read())
        due = try reader.readDay()
        doneOn = try reader.readOptionalDay()
        isReached = try reader.readWord()
        note = try reader.readText()
    }
}

/// A person sent to a provider that has no account here; the letter has no name on it.
package struct OutsideReferral: Hashable, Sendable {
    package enum Outcome: String, Codeword {
        case sent, accepted, rejected, completed

        package var number: UInt8 {
            switch self {
            case .sent: 1
            case .accepted: 2
            case .rejected: 3
            case .completed: 4
            }
        }
    }

    package var person: Identifier<Person>
    /// Code of a provider in the register of centres; empty for another, who stands in `receiver`.
    package var provider = ""
    package var receiver = ""
    package var service: Code<ServiceKind>?
    package var on: Day
    /// When the person agreed: nobody is referred without.
    package var consentGivenOn: Day
    package var answerDue: Day?
    package var outcome = Outcome.sent
    package var outcomeOn: Day?
    package var note = ""

    package init(person: Identifier<Person>, on: Day, consentGivenOn: Day) {
        self.person = person
        self.on = on
        self.consentGivenOn = consentGivenOn
    }

    func write(to writer: inout ByteWriter) {
        writer.write(person)
        writer.write(service)
        writer.write(on)
        writer.write(consentGivenOn)
        writer.write(answerDue)
        writer.write(outcome.number)
        writer.write(outcomeOn)
        for text in [provider, receiver, note] { writer.write(text) }
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        person = try reader.readIdentifier()
        service = try reader.readOptionalCode()
        on = try reader.readDay()
        consentGivenOn = try reader.readDay()
        answerDue = try reader.readOptionalDay()
        outcome = try reader.readWord()
        outcomeOn = try reader.readOptionalDay()
        provider = try reader.readText()
        receiver = try reader.readText()
        note = try reader.readText()
    }
}
