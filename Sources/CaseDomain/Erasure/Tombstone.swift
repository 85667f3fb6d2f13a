/// What a tombstone says: what was erased, when, and all that a copy of the data from before needs to erase it again.
///
/// Sealed, in the database and in a file outside it; every tombstone has a number, ascending from 1, and names the one before.
package struct Tombstone: Hashable, Sendable {
    package enum Kind: String, Codeword {
        case caseFile = "case"
        case identity

        package var number: UInt8 {
            switch self {
            case .caseFile: 1
            case .identity: 2
            }
        }
    }

    package var kind: Kind
    package var erasure: Identifier<Erasure>
    package var caseFile: Identifier<Case>
    /// Whose identity went; `none` when the whole case did.
    package var person: Identifier<Person>
    /// Digests of the register rows that went or were blotted out.
    package var registerRows: [[UInt8]]
    /// Referrals that went.
    package var referrals: [Identifier<Referral>]
    /// What stands in place of an erased identity's own tags; `none` when the whole case went.
    package var link: LinkageTag
    package var at: Instant
    /// The commit of the erasure.
    package var sequence: Int
    /// Digest of the file of the tombstone before; zeros in the first.
    package var previous: [UInt8]

    package static let digestLength = 32
    /// What the first tombstone names as the one before.
    package static let noPrevious = [UInt8](repeating: 0, count: digestLength)

    package init(
        kind: Kind, erasure: Identifier<Erasure>, caseFile: Identifier<Case>, person: Identifier<Person> = .none,
        registerRows: [[UInt8]], referrals: [Identifier<Referral>], link: LinkageTag = .none, at: Instant, sequence: Int, previous: [UInt8]
    ) {
        self.kind = kind
        self.erasure = erasure
        self.caseFile = caseFile
        self.person = person
        self.registerRows = registerRows
        self.referrals = referrals
        self.link = link
        self.at = at
        self.sequence = sequence
        self.previous = previous
    }
}

extension Tombstone {
    private static let version: UInt8 = 1
    /// The text is filled up so that every envelope around it is a multiple of this, and that of nearly every tombstone is one.
    package static let step = 4_096

    /// The bytes that are sealed, filled up with zeros to one less than a multiple of the step.
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: Tombstone.step)
        writer.write(Tombstone.version)
        writer.write(kind.number)
        writer.write(erasure)
        writer.write(caseFile)
        writer.write(person)
        writer.write(link)
        writer.write(at.seconds)
        writer.write(Int64(sequence))
        writer.write(raw: previous)
        writer.write(UInt32(registerRows.count))
        for row in registerRows { writer.write(raw: row) }
        writer.write(UInt32(referrals.count))
        for referral in referrals { writer.write(referral) }
        let length = (writer.bytes.count + Tombstone.step) / Tombstone.step * Tombstone.step - 1
        writer.write(raw: repeatElement(0, count: length - writer.bytes.count))
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == Tombstone.version else { throw .unknownVersion }
        kind = try reader.readWord()
        erasure = try reader.readIdentifier()
        caseFile = try reader.readIdentifier()
        person = try reader.readIdentifier()
        link = try reader.readTag()
        at = Instant(seconds: try reader.read())
        sequence = Int(try reader.read(Int64.self))
        previous = Array(try reader.readRaw(Tombstone.digestLength))
        registerRows = []
        for _ in 0..<(try reader.read(UInt32.self)) { registerRows.append(Array(try reader.readRaw(16))) }
        referrals = []
        for _ in 0..<(try reader.read(UInt32.self)) { referrals.append(try reader.readIdentifier()) }
        guard sequence >= 1, bytes.count % Tombstone.step == Tombstone.step - 1 else { throw .trailingBytes }
    }
}
