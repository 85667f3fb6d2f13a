/// Why somebody is at risk.
package enum RiskReason {}

/// How much danger somebody is in.
package enum RiskLevel: String, Codeword {
    case low, medium, high
    case immediateDanger = "immediate_danger"

    package var number: UInt8 {
        switch self {
        case .low: 1
        case .medium: 2
        case .high: 3
        case .immediateDanger: 4
        }
    }
}

/// An assessment of the danger that somebody is in, on a day.
///
/// Immediate danger puts the case on top of the centre's day until it is dealt with or a later assessment says less.
package struct RiskAssessment: Hashable, Sendable {
    package var on: Day
    package var level: RiskLevel
    package var reasons = CodeSet<RiskReason>()
    package var reviewOn: Day?
    /// When the danger was dealt with, and how.
    package var dealtWithOn: Day?
    package var note = ""

    package init(on: Day, level: RiskLevel) {
        self.on = on
        self.level = level
    }

    func write(to writer: inout ByteWriter) {
        writer.write(on)
        writer.write(level.number)
        writer.write(reasons)
        writer.write(reviewOn)
        writer.write(dealtWithOn)
        writer.write(note)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        on = try reader.readDay()
        level = try reader.readWord()
        reasons = try reader.readCodeSet()
        reviewOn = try reader.readOptionalDay()
        dealtWithOn = try reader.readOptionalDay()
        note = try reader.readText()
    }
}

/// What she and the centre have thought out for the next time.
package struct SafetyPlan: Hashable, Sendable {
    package var on: Day
    /// Where to go, whom to call, what to take along, what about the children, what about the telephone.
    package var placeToGo = ""
    package var peopleToCall = ""
    package var thingsToTake = ""
    package var children = ""
    package var telephone = ""
    package var reviewOn: Day?

    package init(on: Day) {
        self.on = on
    }

    func write(to writer: inout ByteWriter) {
        writer.write(on)
        for text in [placeToGo, peopleToCall, thingsToTake, children, telephone] { writer.write(text) }
        writer.write(reviewOn)
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        on = try reader.readDay()
        placeToGo = try reader.readText()
        peopleToCall = try reader.readText()
        thingsToTake = try reader.readText()
        children = try reader.readText()
        telephone = try reader.readText()
        reviewOn = try reader.readOptionalDay()
    }
}

/// A protective measure of the law (law 13/2022/QH15, chapter III).
package enum ProtectiveMeasure {}

/// A protective measure that an authority took.
package struct ProtectiveMeasureTaken: Hashable, Sendable {
    package var kind: Code<ProtectiveMeasure>
    package var decidedOn: Day
    package var from: Day?
    package var to: Day?
    package var authority = ""
    /// Number of the decision.
    package var decision = ""
    package var note = ""
    /// When somebody saw to its end: prolonged it, or found that it is over and is not needed any more.
    package var seenToOn: Day?

    package init(kind: Code<ProtectiveMeasure>, decidedOn: Day) {
        self.kind = kind
        self.decidedOn = decidedOn
    }

    func write(to writer: inout ByteWriter) {
        writer.write(kind.number)
        writer.write(decidedOn)
        writer.write(from)
        writer.write(to)
        for text in [authority, decision, note] { writer.write(text) }
        writer.write(seenToOn)
    }

    /// - Parameter hasSeenTo: Whether the day on which somebody saw to it is there; the first shape was without.
    init(from reader: inout ByteReader, hasSeenTo: Bool) throws(CodingError) {
        kind = Code(number: try reader.read())
        decidedOn = try reader.readDay()
        from = try reader.readOptionalDay()
        to = try reader.readOptionalDay()
        authority = try reader.readText()
        decision = try reader.readText()
        note = try reader.readText()
        seenToOn = hasSeenTo ? try reader.readOptionalDay() : nil
    }
}
