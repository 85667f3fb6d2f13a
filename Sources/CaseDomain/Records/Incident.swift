/// An act of the list of domestic violence (law 13/2022/QH15, article 3).
package enum ViolenceAct {}
/// How the person who was harmed stands to the one who harmed.
package enum Relation {}
/// What harm was done.
package enum Harm {}

/// How exactly a day is known.
package enum DayPrecision: String, Codeword {
    case day, month, year

    package var number: UInt8 {
        switch self {
        case .day: 1
        case .month: 2
        case .year: 3
        }
    }
}

/// One act of violence, or a series.
package struct Incident: Hashable, Sendable {
    /// The day, or the first day of the month or year that is known; `nil` when nothing is.
    package var on: Day?
    package var precision = DayPrecision.day
    package var place: PlaceCode?
    package var forms = CodeSet<ViolenceForm>()
    /// The main form, one of `forms`; old forms count cases by it.
    package var mainForm: Code<ViolenceForm>?
    package var acts = CodeSet<ViolenceAct>()
    package var relation: Code<Relation>?
    package var harm = CodeSet<Harm>()
    /// Whether it happened before.
    package var isRepeated = Answer.notAsked
    /// Whether children saw or heard it.
    package var childrenWitnessed = Answer.notAsked
    package var note = ""

    package init() {}

    func write(to writer: inout ByteWriter) {
        writer.write(on)
        writer.write(precision.number)
        writer.write(optional: place)
        writer.write(forms)
        writer.write(mainForm)
        writer.write(acts)
        writer.write(relation)
        writer.write(harm)
        writer.write(isRepeated.number)
        writer.write(childrenWitnessed.number)
        writer.write(note)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        on = try reader.readOptionalDay()
        precision = try reader.readWord()
        place = try reader.readOptionalPlace()
        forms = try reader.readCodeSet()
        mainForm = try reader.readOptionalCode()
        acts = try reader.readCodeSet()
        relation = try reader.readOptionalCode()
        harm = try reader.readCodeSet()
        isRepeated = try reader.readWord()
        childrenWitnessed = try reader.readWord()
        note = try reader.readText()
    }
}
