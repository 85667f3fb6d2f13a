/// What a member notes of a case, each saved on its own.
///
/// A record can be put right: the newest version stands, the journal keeps every one. It can be withdrawn, which the journal keeps as well.
package enum CaseRecord: Hashable, Sendable {
    case incident(Incident)
    case risk(RiskAssessment)
    case safetyPlan(SafetyPlan)
    case measure(ProtectiveMeasureTaken)
    case need(AssessedNeed)
    case action(PlannedAction)
    case followUp(FollowUp)
    case consent(Consent)
    case petition(Petition)
    case notice(CommuneNotice)
    case request(DataRequest)
    case outsideReferral(OutsideReferral)
    case circumstances(Circumstances)
    case note(CaseNote)
}

/// A record as it stands in a case, with the name by which it is put right.
package struct NamedRecord: Hashable, Sendable {
    package let id: Identifier<CaseRecord>
    package var record: CaseRecord
    /// When it was first said.
    package let since: Instant
    /// How many times it was put right since.
    package var corrections = 0

    package init(id: Identifier<CaseRecord>, record: CaseRecord, since: Instant) {
        self.id = id
        self.record = record
        self.since = since
    }
}

extension CaseRecord {
    /// The person that the record is about, if it is about one.
    package var person: Identifier<Person>? {
        switch self {
        case .need(let need): need.person
        case .action(let action): action.person
        case .followUp(let followUp): followUp.person
        case .consent(let consent): consent.person
        case .petition(let petition): petition.person
        case .outsideReferral(let referral): referral.person
        case .circumstances(let circumstances): circumstances.person
        case .request(let request): request.person
        case .incident, .risk, .safetyPlan, .measure, .notice, .note: nil
        }
    }

    /// A record is put right by one of its own kind.
    package func isOfKind(_ other: CaseRecord) -> Bool {
        kindNumber == other.kindNumber
    }

    /// The kind inside sealed values: never change one, never use one again.
    var kindNumber: UInt8 {
        switch self {
        case .incident: 1
        case .risk: 2
        case .safetyPlan: 3
        // 4 was its first shape.
        case .measure: 15
        case .need: 5
        case .action: 6
        case .followUp: 7
        case .consent: 8
        case .petition: 9
        case .notice: 10
        case .request: 11
        case .outsideReferral: 12
        case .circumstances: 13
        case .note: 14
        }
    }
}

/// An answer that may not have been given.
package enum Answer: String, Codeword {
    case yes, no, refused
    case notAsked = "not_asked"

    package var number: UInt8 {
        switch self {
        case .yes: 1
        case .no: 2
        case .refused: 3
        case .notAsked: 4
        }
    }
}

/// Codes of a vocabulary as a set of bits, so that every combination takes the same space.
package struct CodeSet<Subject>: Hashable, Sendable {
    /// Bit n − 1 stands for the code with number n.
    package private(set) var bits: UInt32

    /// The highest number that a code can have here.
    package static var highest: UInt16 { 32 }

    package init() {
        bits = 0
    }

    init(bits: UInt32) {
        self.bits = bits
    }

    /// - Parameter codes: Codes with numbers up to `highest`; others are left out.
    package init(_ codes: some Sequence<Code<Subject>>) {
        bits = codes.reduce(0) { bits, code in
            (1...CodeSet.highest).contains(code.number) ? bits | 1 << UInt32(code.number - 1) : bits
        }
    }

    package func contains(_ code: Code<Subject>) -> Bool {
        (1...CodeSet.highest).contains(code.number) && bits >> UInt32(code.number - 1) & 1 == 1
    }

    package var codes: [Code<Subject>] {
        (1...CodeSet.highest).map { Code(number: $0) }.filter(contains)
    }

    package var isEmpty: Bool { bits == 0 }
}
