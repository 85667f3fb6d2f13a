/// What a petition is about.
package enum PetitionKind {}
/// By which way the authorities were told.
package enum NoticeRoute {}

/// A petition to an authority, with its reply and outcome.
package struct Petition: Hashable, Sendable {
    package var person: Identifier<Person>?
    package var kind: Code<PetitionKind>
    package var on: Day
    package var authority = ""
    package var repliedOn: Day?
    package var reply = ""
    package var outcome = ""

    package init(kind: Code<PetitionKind>, on: Day) {
        self.kind = kind
        self.on = on
    }

    func write(to writer: inout ByteWriter) {
        writer.write(optional: person)
        writer.write(kind.number)
        writer.write(on)
        writer.write(repliedOn)
        for text in [authority, reply, outcome] { writer.write(text) }
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        person = try reader.readOptionalIdentifier()
        kind = Code(number: try reader.read())
        on = try reader.readDay()
        repliedOn = try reader.readOptionalDay()
        authority = try reader.readText()
        reply = try reader.readText()
        outcome = try reader.readText()
    }
}

/// That the commune People's Committee was told, or why another way was taken.
///
/// The system sends nothing: who is told can be a relative of the one who harms.
package struct CommuneNotice: Hashable, Sendable {
    package var on: Day
    package var route: Code<NoticeRoute>
    /// Whether she wanted the commune to know.
    package var isWanted = Answer.notAsked
    /// What she says about it, and why this way.
    package var view = ""
    package var reason = ""

    package init(on: Day, route: Code<NoticeRoute>) {
        self.on = on
        self.route = route
    }

    func write(to writer: inout ByteWriter) {
        writer.write(on)
        writer.write(route.number)
        writer.write(isWanted.number)
        writer.write(view)
        writer.write(reason)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        on = try reader.readDay()
        route = Code(number: try reader.read())
        isWanted = try reader.readWord()
        view = try reader.readText()
        reason = try reader.readText()
    }
}

/// Something that was said about a case in words.
package struct CaseNote: Hashable, Sendable {
    package var on: Day
    package var text: String

    package init(on: Day, text: String) {
        self.on = on
        self.text = text
    }

    func write(to writer: inout ByteWriter) {
        writer.write(on)
        writer.write(text)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        on = try reader.readDay()
        text = try reader.readText()
    }
}

/// What one has to know to talk with a person and to look after them.
package struct Circumstances: Hashable, Sendable {
    package var person: Identifier<Person>
    package var language = ""
    /// An interpreter is never of either family.
    package var needsInterpreter = Answer.notAsked
    package var cannotRead = Answer.notAsked
    package var isPregnantOrHasInfant = Answer.notAsked
    package var hasDisability = Answer.notAsked
    package var note = ""

    package init(person: Identifier<Person>) {
        self.person = person
    }

    func write(to writer: inout ByteWriter) {
        writer.write(person)
        for answer in [needsInterpreter, cannotRead, isPregnantOrHasInfant, hasDisability] { writer.write(answer.number) }
        writer.write(language)
        writer.write(note)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        person = try reader.readIdentifier()
        needsInterpreter = try reader.readWord()
        cannotRead = try reader.readWord()
        isPregnantOrHasInfant = try reader.readWord()
        hasDisability = try reader.readWord()
        language = try reader.readText()
        note = try reader.readText()
    }
}
