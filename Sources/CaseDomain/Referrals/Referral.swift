/// A part of an identity that somebody may consent to hand on.
///
/// The coded minimum – role, sex, birth year, kind, detection – always goes. The order is frozen.
package enum ReferredField: String, Codeword {
    case name
    case documentNumber = "document_number"
    case phone, address, ethnicity

    package var number: UInt8 {
        switch self {
        case .name: 1
        case .documentNumber: 2
        case .phone: 3
        case .address: 4
        case .ethnicity: 5
        }
    }
}

/// A referral of a person to another centre, as the sender's journal has it.
package struct Referral: Hashable, Sendable {
    package var id: Identifier<Referral>
    package var person: Identifier<Person>
    package var receiver: Identifier<Centre>
    package var fields: Set<ReferredField>
    package var consentGivenOn: Day
    /// The last day on which it can be accepted.
    package var expires: Day
    /// Random; by it she is counted once when the other centre accepts.
    package var link: LinkageTag

    /// For so many days an offer may wait, the day of sending not counted.
    package static let mostDays = 90

    package init(
        id: Identifier<Referral>, person: Identifier<Person>, receiver: Identifier<Centre>, fields: Set<ReferredField>,
        consentGivenOn: Day, expires: Day, link: LinkageTag
    ) {
        self.id = id
        self.person = person
        self.receiver = receiver
        self.fields = fields
        self.consentGivenOn = consentGivenOn
        self.expires = expires
        self.link = link
    }
}

/// The first entry of a case that another centre referred: the case with its one person.
package struct ReceivedReferral: Hashable, Sendable {
    package var id: Identifier<Referral>
    package var sender: Identifier<Centre>
    package var shortCode: ShortCode
    package var kind: CaseKind
    package var state: CaseState
    package var detection: Detection
    package var person: CasePerson
    package var link: LinkageTag
    package var consentGivenOn: Day
    package var note: String

    package init(
        id: Identifier<Referral>, sender: Identifier<Centre>, shortCode: ShortCode, kind: CaseKind, state: CaseState,
        detection: Detection, person: CasePerson, link: LinkageTag, consentGivenOn: Day, note: String
    ) {
        self.id = id
        self.sender = sender
        self.shortCode = shortCode
        self.kind = kind
        self.state = state
        self.detection = detection
        self.person = person
        self.link = link
        self.consentGivenOn = consentGivenOn
        self.note = note
    }
}

extension PersonIdentity {
    /// What of an identity may be handed on, and nothing else; a telephone number never goes without how it may be called.
    package func limited(to fields: Set<ReferredField>) -> PersonIdentity {
        PersonIdentity(
            name: fields.contains(.name) ? name : "", documentNumber: fields.contains(.documentNumber) ? documentNumber : "",
            phone: fields.contains(.phone) ? phone : "", address: fields.contains(.address) ? address : "",
            ethnicity: fields.contains(.ethnicity) ? ethnicity : "", contact: fields.contains(.phone) ? contact : SafeContact()
        )
    }
}

extension Set<ReferredField> {
    /// As a set of bits: every choice takes the same space.
    var bits: UInt8 { reduce(0) { $0 | 1 << ($1.number - 1) } }

    init(bits: UInt8) throws(CodingError) {
        self = Set(ReferredField.allCases.filter { bits >> ($0.number - 1) & 1 == 1 })
        guard self.bits == bits else { throw .unknownCode }
    }
}
