/// How a log reached the service.
///
/// The order is frozen.
package enum LogWay: String, Codeword {
    /// Sealed in the telephone's browser.
    case phone
    /// Typed into the page of a browser that cannot seal: sealed by the service.
    case page
    /// Written down by a member at the centre, while a volunteer told it on the telephone or from a slip of paper.
    case told
    /// The sealed bytes were brought to the centre.
    case brought

    package var number: UInt8 {
        switch self {
        case .phone: 1
        case .page: 2
        case .told: 3
        case .brought: 4
        }
    }
}

/// Why a log cannot be taken as it is; a manager looks at it.
///
/// The order is frozen.
package enum HeldReason: String, Codeword {
    /// The telephone was taken off the list, or the volunteer's account was disabled.
    case deviceRemoved = "device_removed"
    /// Sealed to a key that the centre never had.
    case unknownKey = "unknown_key"
    /// Sealed for another centre.
    case otherCentre = "other_centre"
    /// A form that the service does not know.
    case unknownForm = "unknown_form"
    /// More in a day than one telephone ordinarily sends.
    case tooMany = "too_many"
    /// It does not open, or is not a log: damaged, or made by something else.
    case unreadable

    package var number: UInt8 {
        switch self {
        case .deviceRemoved: 1
        case .unknownKey: 2
        case .otherCentre: 3
        case .unknownForm: 4
        case .tooMany: 5
        case .unreadable: 6
        }
    }
}

/// What became of a log.
///
/// The order is frozen.
package enum LogOutcome: String, Codeword {
    case accepted
    case setAside = "set_aside"

    package var number: UInt8 {
        switch self {
        case .accepted: 1
        case .setAside: 2
        }
    }
}

/// Why a log was set aside.
///
/// The order is frozen.
package enum SetAsideReason: String, Codeword {
    /// The same support was logged before.
    case twice
    /// Nobody was supported: a trial, a mistake.
    case mistake
    /// Not a matter for this centre.
    case notOurs = "not_ours"
    /// It cannot be read, and the volunteer was asked.
    case unreadable

    package var number: UInt8 {
        switch self {
        case .twice: 1
        case .mistake: 2
        case .notOurs: 3
        case .unreadable: 4
        }
    }
}

/// Where a log came from and what became of it, sealed under a key of the service; of one length whatever it says.
///
/// It names no case: what the log became stands in the case's journal alone.
package struct LogOrigin: Hashable, Sendable {
    /// `none` for a log that was written at the centre.
    package var device: Identifier<Device>
    /// The volunteer, or the member who wrote it down.
    package var user: Identifier<User>
    /// The number of the trusted address in the register; 0 when it is not known.
    package var address: Int32
    package var way: LogWay
    package var form: UInt16
    /// The name of the key to which it was sealed, 10 bytes.
    package var key: [UInt8]
    /// Digest of the envelope: the same log sent again is known by it.
    package var digest: [UInt8]
    package var held: HeldReason?
    package var readAt: Instant?
    /// When the centre asked to be called.
    package var callBackAt: Instant?
    package var outcome: LogOutcome?
    package var reason: SetAsideReason?

    package static let keyLength = 10
    package static let digestLength = 16
    private static let length = 160

    package init(
        device: Identifier<Device>, user: Identifier<User>, address: Int32, way: LogWay, form: UInt16, key: [UInt8], digest: [UInt8],
        held: HeldReason?
    ) {
        self.device = device
        self.user = user
        self.address = address
        self.way = way
        self.form = form
        self.key = key
        self.digest = digest
        self.held = held
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: LogOrigin.length)
        writer.write(UInt8(1))
        writer.write(device)
        writer.write(user)
        writer.write(address)
        writer.write(way.number)
        writer.write(form)
        writer.write(raw: key)
        writer.write(raw: digest)
        writer.write(held?.number ?? 0)
        writer.write(readAt?.seconds ?? -1)
        writer.write(callBackAt?.seconds ?? -1)
        writer.write(outcome?.number ?? 0)
        writer.write(reason?.number ?? 0)
        writer.write(raw: repeatElement(0, count: max(0, LogOrigin.length - writer.bytes.count)))
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == 1 else { throw .unknownVersion }
        device = try reader.readIdentifier()
        user = try reader.readIdentifier()
        address = try reader.read()
        way = try reader.readWord()
        form = try reader.read()
        key = Array(try reader.readRaw(LogOrigin.keyLength))
        digest = Array(try reader.readRaw(LogOrigin.digestLength))
        held = try reader.readWordIfAny()
        readAt = try reader.readInstantIfAny()
        callBackAt = try reader.readInstantIfAny()
        outcome = try reader.readWordIfAny()
        reason = try reader.readWordIfAny()
        try reader.finish(filledTo: LogOrigin.length)
    }
}

extension ByteReader {
    /// A word that may be absent, written as 0.
    fileprivate mutating func readWordIfAny<Word: Codeword>(_ type: Word.Type = Word.self) throws(CodingError) -> Word? {
        let number = try read(UInt8.self)
        guard number != 0 else { return nil }
        guard let word = Word(number: number) else { throw .unknownCode }
        return word
    }

    fileprivate mutating func readInstantIfAny() throws(CodingError) -> Instant? {
        let seconds = try read(Int64.self)
        return seconds < 0 ? nil : Instant(seconds: seconds)
    }
}
