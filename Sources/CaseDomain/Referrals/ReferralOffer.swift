/// What the receiving centre is offered: all that a case of its own needs, sealed until it answers.
package struct ReferralOffer: Hashable, Sendable {
    package var sender: Identifier<Centre>
    /// The identifiers that case and person get at acceptance: an offer that is put back gives no second case.
    package var caseFile: Identifier<Case>
    package var person: Identifier<Person>
    package var kind: CaseKind
    package var state: CaseState
    package var detection: Detection
    package var role: Role
    package var sex: Sex
    package var birthYear: Int?
    package var fields: Set<ReferredField>
    package var consentGivenOn: Day
    package var expires: Day
    package var link: LinkageTag
    package var identity: PersonIdentity
    package var note: String

    /// Characters of a note.
    package static let longestNote = 500
    /// An ordinary offer fills one step of padding, so that its length does not tell which fields were given.
    private static let leastLength = 4_095

    package init(
        sender: Identifier<Centre>, caseFile: Identifier<Case>, person: Identifier<Person>, kind: CaseKind, state: CaseState,
        detection: Detection, role: Role, sex: Sex, birthYear: Int?, referral: Referral, identity: PersonIdentity, note: String
    ) {
        self.sender = sender
        self.caseFile = caseFile
        self.person = person
        self.kind = kind
        self.state = state
        self.detection = detection
        self.role = role
        self.sex = sex
        self.birthYear = birthYear
        self.identity = identity.limited(to: referral.fields)
        self.note = note
        fields = referral.fields
        consentGivenOn = referral.consentGivenOn
        expires = referral.expires
        link = referral.link
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: ReferralOffer.leastLength)
        writer.write(UInt8(1))
        writer.write(sender)
        writer.write(caseFile)
        writer.write(person)
        writer.write(kind.number)
        writer.write(state.number)
        writer.write(detection.on)
        writer.write(detection.place.number)
        writer.write(detection.channel.number)
        writer.write(role.number)
        writer.write(sex.number)
        writer.write(UInt16(birthYear ?? 0))
        writer.write(fields.bits)
        writer.write(consentGivenOn)
        writer.write(expires)
        writer.write(link)
        let identity = identity.encoded()
        writer.write(UInt32(identity.count))
        writer.write(raw: identity)
        writer.write(note)
        writer.write(raw: repeatElement(0, count: max(0, ReferralOffer.leastLength - writer.bytes.count)))
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == 1 else { throw .unknownVersion }
        sender = try reader.readIdentifier()
        caseFile = try reader.readIdentifier()
        person = try reader.readIdentifier()
        kind = try reader.readWord()
        state = try reader.readWord()
        detection = Detection(
            on: try reader.readDay(), place: PlaceCode(number: try reader.read()), channel: Code(number: try reader.read()))
        role = try reader.readWord()
        sex = try reader.readWord()
        let year = Int(try reader.read(UInt16.self))
        birthYear = year == 0 ? nil : year
        fields = try Set(bits: try reader.read())
        consentGivenOn = try reader.readDay()
        expires = try reader.readDay()
        link = try reader.readTag()
        let length = Int(try reader.read(UInt32.self))
        identity = try PersonIdentity(encoded: Array(try reader.readRaw(length)))
        note = try reader.readText()
        try reader.finish(filledTo: ReferralOffer.leastLength)
    }
}

/// Why a centre does not take a person.
///
/// The order is frozen.
package enum ReferralReason: String, Codeword {
    /// She is in one of its cases already.
    case alreadyHere = "already_here"
    case noRoom = "no_room"
    /// The centre gives no such help, or not there.
    case notOurs = "not_ours"
    case cannotReach = "cannot_reach"
    case other

    package var number: UInt8 {
        switch self {
        case .alreadyHere: 1
        case .noRoom: 2
        case .notOurs: 3
        case .cannotReach: 4
        case .other: 5
        }
    }
}

/// How an offer ended, as the sender's centre reads it: of one length whatever it says.
package enum ReferralAnswer: Hashable, Sendable {
    case accepted
    case rejected(ReferralReason)
    /// The sender took it back.
    case revoked

    package func encoded() -> [UInt8] {
        switch self {
        case .accepted: [1, 1, 0]
        case .rejected(let reason): [1, 2, reason.number]
        case .revoked: [1, 3, 0]
        }
    }

    package init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == 1 else { throw .unknownVersion }
        switch (try reader.read(UInt8.self), try reader.read(UInt8.self)) {
        case (1, 0): self = .accepted
        case (2, let number):
            guard let reason = ReferralReason(number: number) else { throw .unknownCode }
            self = .rejected(reason)
        case (3, 0): self = .revoked
        default: throw .unknownCode
        }
        try reader.finish()
    }
}
