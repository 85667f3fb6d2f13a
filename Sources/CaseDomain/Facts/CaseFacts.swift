/// What two records share when they are one person: a keyed hash of a register's person code or of a document number, or a random link.
///
/// Only the running service can compare them; they are never written unsealed.
package struct LinkageTag: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    @inlinable
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// No tag; it takes the same space as one.
    package static let none = LinkageTag(high: 0, low: 0)

    @usableFromInline static let heldMark: UInt64 = 0x6865_6c64_206e_6f2e

    /// A tag that stands for a document number which somebody had whose identity was erased.
    ///
    /// Every record that had the number then carries it among its links. It links as the number did – not when its records disagree – and
    /// says nothing about the number. Chance gives a link this form once in 2⁶⁴.
    package init(held low: UInt64) {
        self.init(high: LinkageTag.heldMark, low: low)
    }

    /// Whether it links as a document number does.
    @inlinable package var isHeld: Bool { high == LinkageTag.heldMark }

    /// The first sixteen bytes.
    package init(bytes: some Collection<UInt8>) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes.prefix(16).enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }
}

/// Where a record stands when two are detected on the same day: by register name, then case code, compared by their UTF-8 bytes.
package struct OrderKey: Hashable, Comparable, Sendable {
    package let register: String
    package let code: String

    package init(register: String, code: String) {
        self.register = register
        self.code = code
    }

    package static func < (left: OrderKey, right: OrderKey) -> Bool {
        if left.register != right.register { return left.register.utf8.lexicographicallyPrecedes(right.register.utf8) }
        return left.code.utf8.lexicographicallyPrecedes(right.code.utf8)
    }
}

/// What indicators need of one person in one case.
package struct PersonFact: Hashable, Sendable {
    package var person: LinkageTag
    /// Tag of the document number, or `none`; also `none` once a member has struck the number from linking.
    package var number: LinkageTag
    /// Links, and tags held for numbers of erased identities, these in the order in which they came.
    package var links: [LinkageTag]
    package var role: Role
    package var sex: Sex
    package var birthYear: Int?
    /// Half of the person's pseudonym: by it a writer who has not folded the journal finds the row.
    package var mark: UInt64

    package init(
        person: LinkageTag, number: LinkageTag = .none, links: [LinkageTag] = [], role: Role, sex: Sex, birthYear: Int? = nil,
        mark: UInt64 = 0
    ) {
        self.mark = mark
        self.person = person
        self.number = number
        self.links = links
        self.role = role
        self.sex = sex
        self.birthYear = birthYear
    }
}

/// A dated status of a person in a case; `value` is the number of a codeword of the subject's list.
package struct StatusFact: Hashable, Sendable {
    /// Row of the person in `CaseFacts.people`.
    package var person: Int
    package var subject: StatusSubject
    package var value: UInt8
    package var on: Day
    /// Which of two statuses of one day is the later: row of the register's file, or `StatusRecord.order(at:)`.
    package var order: UInt32

    package init(person: Int, subject: StatusSubject, value: UInt8, on: Day, order: UInt32 = 0) {
        self.person = person
        self.subject = subject
        self.value = value
        self.on = on
        self.order = order
    }
}

/// A service event of a person in a case.
package struct ServiceFact: Hashable, Sendable {
    /// Row of the person in `CaseFacts.people`.
    package var person: Int
    package var kind: Code<ServiceKind>
    package var state: ServiceState
    package var on: Day

    package init(person: Int, kind: Code<ServiceKind>, state: ServiceState, on: Day) {
        self.person = person
        self.kind = kind
        self.state = state
        self.on = on
    }
}

/// Which form of violence a case is counted under in forms that count each case once.
package enum MainForm: Hashable, Sendable {
    case unrecorded
    case form(Code<ViolenceForm>)
    /// More than one, and nobody said which is the main one.
    case several

    /// Of fixed width in packed facts: 0 nothing, 255 several, else the form's number.
    package var number: UInt8 {
        switch self {
        case .unrecorded: 0
        case .form(let form): UInt8(truncatingIfNeeded: form.number)
        case .several: .max
        }
    }

    package init(number: UInt8) {
        self =
            switch number {
            case 0: .unrecorded
            case .max: .several
            default: .form(Code(number: UInt16(number)))
            }
    }
}

/// What indicators need of one case: coded, without a name and without text.
///
/// One row a case, a version a change.
package struct CaseFacts: Hashable, Sendable {
    package var order: OrderKey
    package var kind: CaseKind
    package var state: CaseState
    package var detectedOn: Day
    package var place: PlaceCode
    package var mainForm: MainForm
    package var people: [PersonFact]
    package var statuses: [StatusFact]
    package var services: [ServiceFact]

    package init(
        order: OrderKey, kind: CaseKind, state: CaseState, detectedOn: Day, place: PlaceCode, mainForm: MainForm = .unrecorded,
        people: [PersonFact], statuses: [StatusFact] = [], services: [ServiceFact] = []
    ) {
        self.mainForm = mainForm
        self.order = order
        self.kind = kind
        self.state = state
        self.detectedOn = detectedOn
        self.place = place
        self.people = people
        self.statuses = statuses
        self.services = services
    }
}
