extension CaseRecord {
    func write(to writer: inout ByteWriter) {
        writer.write(kindNumber)
        switch self {
        case .incident(let incident): incident.write(to: &writer)
        case .risk(let risk): risk.write(to: &writer)
        case .safetyPlan(let plan): plan.write(to: &writer)
        case .measure(let measure): measure.write(to: &writer)
        case .need(let need): need.write(to: &writer)
        case .action(let action): action.write(to: &writer)
        case .followUp(let followUp): followUp.write(to: &writer)
        case .consent(let consent): consent.write(to: &writer)
        case .petition(let petition): petition.write(to: &writer)
        case .notice(let notice): notice.write(to: &writer)
        case .request(let request): request.write(to: &writer)
        case .outsideReferral(let referral): referral.write(to: &writer)
        case .circumstances(let circumstances): circumstances.write(to: &writer)
        case .note(let note): note.write(to: &writer)
        }
    }

    init(from reader: inout ByteReader) throws(CodingError) {
        switch try reader.read(UInt8.self) {
        case 1: self = .incident(try Incident(from: &reader))
        case 2: self = .risk(try RiskAssessment(from: &reader))
        case 3: self = .safetyPlan(try SafetyPlan(from: &reader))
        // As it was written before a measure could be seen to.
        case 4: self = .measure(try ProtectiveMeasureTaken(from: &reader, hasSeenTo: false))
        case 5: self = .need(try AssessedNeed(from: &reader))
        case 6: self = .action(try PlannedAction(from: &reader))
        case 7: self = .followUp(try FollowUp(from: &reader))
        case 8: self = .consent(try Consent(from: &reader))
        case 9: self = .petition(try Petition(from: &reader))
        case 10: self = .notice(try CommuneNotice(from: &reader))
        case 11: self = .request(try DataRequest(from: &reader))
        case 12: self = .outsideReferral(try OutsideReferral(from: &reader))
        case 13: self = .circumstances(try Circumstances(from: &reader))
        case 14: self = .note(try CaseNote(from: &reader))
        case 15: self = .measure(try ProtectiveMeasureTaken(from: &reader, hasSeenTo: true))
        default: throw .unknownCode
        }
    }
}

extension ByteWriter {
    mutating func write<Subject>(_ codes: CodeSet<Subject>) {
        write(codes.bits)
    }

    /// A code that may be absent; it takes the same space.
    mutating func write<Subject>(_ code: Code<Subject>?) {
        write(code?.number ?? 0)
    }

    /// An identifier that may be absent; it takes the same space.
    mutating func write<Subject>(optional identifier: Identifier<Subject>?) {
        write(identifier ?? .none)
    }

    /// A place that may be absent; it takes the same space.
    mutating func write(optional place: PlaceCode?) {
        write(place != nil)
        write(place?.number ?? 0)
    }
}

extension ByteReader {
    mutating func readCodeSet<Subject>(of _: Subject.Type = Subject.self) throws(CodingError) -> CodeSet<Subject> {
        CodeSet(bits: try read())
    }

    mutating func readOptionalCode<Subject>(of _: Subject.Type = Subject.self) throws(CodingError) -> Code<Subject>? {
        let number = try read(UInt16.self)
        return number == 0 ? nil : Code(number: number)
    }

    mutating func readOptionalIdentifier<Subject>(of _: Subject.Type = Subject.self) throws(CodingError) -> Identifier<Subject>? {
        let identifier: Identifier<Subject> = try readIdentifier()
        return identifier == .none ? nil : identifier
    }

    mutating func readOptionalPlace() throws(CodingError) -> PlaceCode? {
        let isThere = try readFlag()
        let place = PlaceCode(number: try read())
        return isThere ? place : nil
    }
}
