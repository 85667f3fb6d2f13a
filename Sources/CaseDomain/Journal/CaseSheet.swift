/// What lists need of a case: 255 bytes of fixed layout, so that every sheet looks the same when it is sealed.
///
/// Never a register's code, never text.
package struct CaseSheet: Hashable, Sendable {
    package static let length = 255
    static let memberSlots = 8
    /// How much of it says something; the rest is zeros.
    package static let contentLength = SheetView.detectedOffset + 4

    package enum Flag: UInt32, CaseIterable, Sendable {
        case restricted = 1
        case noService = 2
        case liabilityMissing = 4
        case needMissing = 8
        case suspected = 16
        /// Immediate danger that nobody has dealt with; no filter hides it.
        case inDanger = 32
        case closed = 64
        /// Somebody proposed to close it and no manager has signed.
        case closureWaits = 128
    }

    package var shortCode: ShortCode
    package var kind: CaseKind
    package var state: CaseState
    /// 0 none, 1 low, 2 medium, 3 high, 4 immediate danger.
    package var risk: UInt8 = 0
    /// Six due days: next follow-up, next action, answer to a referral, end of a protective measure, review, request about data.
    package var due: [Day?] = Array(repeating: nil, count: 6)
    package var flags: UInt32 = 0
    /// Numbers of members in the centre's signed chain.
    package var assigned: [UInt32] = []
    package var barred: [UInt32] = []
    /// The last entry that the sheet knows.
    package var foldedUpTo: Int
    /// When a listed authority first learned of it; sheets that were made before it was noted have none.
    package var detectedOn: Day?

    package init(shortCode: ShortCode, kind: CaseKind, state: CaseState, foldedUpTo: Int) {
        self.shortCode = shortCode
        self.kind = kind
        self.state = state
        self.foldedUpTo = foldedUpTo
    }

    /// The sheet of a case as far as its file tells.
    package init?(of file: CaseFile) {
        guard let shortCode = file.shortCode else { return nil }
        self.init(shortCode: shortCode, kind: file.kind, state: file.state, foldedUpTo: file.entries)
        var flags: Set<Flag> = []
        if file.state == .suspected { flags.insert(.suspected) }
        if file.services.isEmpty { flags.insert(.noService) }
        let known = Set(file.everyStatus.map { Answered(person: $0.person, subject: $0.subject) })
        for person in file.people {
            if person.role == .perpetrator, !known.contains(Answered(person: person.id, subject: .liability)) {
                flags.insert(.liabilityMissing)
            }
            if person.role == .returnee, !known.contains(Answered(person: person.id, subject: .need)) { flags.insert(.needMissing) }
        }
        if file.limits.isRestricted { flags.insert(.restricted) }
        if file.isInDanger { flags.insert(.inDanger) }
        if let closure = file.closure { flags.insert(closure.signedBy == nil ? .closureWaits : .closed) }
        detectedOn = file.detection.on
        risk = file.newestRisk?.level.number ?? 0
        due = file.dueDays
        assigned = file.limits.assigned.map { UInt32(clamping: $0) }
        barred = file.limits.barred.map { UInt32(clamping: $0) }
        self.flags = flags.reduce(0) { $0 | $1.rawValue }
    }

    /// To whom the case opens.
    package var limits: CaseLimits {
        CaseLimits(
            isRestricted: flags & Flag.restricted.rawValue != 0, assigned: assigned.map { Int($0) }, barred: barred.map { Int($0) })
    }

    /// The sheet after one more entry that logs a service.
    package func afterService(entry: Int) -> CaseSheet {
        var sheet = self
        sheet.flags &= ~Flag.noService.rawValue
        sheet.foldedUpTo = entry
        return sheet
    }

    private struct Answered: Hashable {
        let person: Identifier<Person>
        let subject: StatusSubject
    }

    package func encoded() -> [UInt8] {
        let content = content()
        return content + repeatElement(0, count: CaseSheet.length - content.count)
    }

    /// The sheet without the zeros at its end.
    package func content() -> [UInt8] {
        var writer = ByteWriter(reserving: CaseSheet.length)
        writer.write(UInt8(1))
        writer.write(raw: shortCode.description.utf8)
        writer.write(kind.number)
        writer.write(state.number)
        writer.write(risk)
        for day in due.prefix(6) { writer.write(day) }
        writer.write(flags)
        for members in [assigned, barred] {
            writer.write(UInt8(min(members.count, CaseSheet.memberSlots)))
            for slot in 0..<CaseSheet.memberSlots { writer.write(slot < members.count ? members[slot] : 0) }
        }
        writer.write(UInt32(foldedUpTo))
        writer.write(detectedOn?.number ?? 0)
        return writer.bytes
    }

    /// - Parameter bytes: What `encoded` or `content` gave.
    package init(encoded bytes: [UInt8]) throws(CodingError) {
        guard bytes.count == CaseSheet.length || bytes.count == CaseSheet.contentLength else { throw .truncated }
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == 1 else { throw .unknownVersion }
        guard let code = ShortCode(String(decoding: try reader.readRaw(ShortCode.length), as: UTF8.self)) else { throw .unknownCode }
        shortCode = code
        kind = try reader.readWord()
        state = try reader.readWord()
        risk = try reader.read()
        due = []
        for _ in 0..<6 { due.append(try reader.readOptionalDay()) }
        flags = try reader.read()
        var lists: [[UInt32]] = []
        for _ in 0..<2 {
            let count = Int(try reader.read(UInt8.self))
            var slots: [UInt32] = []
            for _ in 0..<CaseSheet.memberSlots { slots.append(try reader.read()) }
            lists.append(Array(slots.prefix(count)))
        }
        assigned = lists[0]
        barred = lists[1]
        foldedUpTo = Int(try reader.read(UInt32.self))
        let detected = try reader.read(Int32.self)
        detectedOn = detected == 0 ? nil : Day(number: detected)
    }
}
