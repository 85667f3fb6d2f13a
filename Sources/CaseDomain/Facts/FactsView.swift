/// Reads packed facts in place, without making values; the bytes must outlive the view.
///
/// `init` checks that every list and reference lies inside the bytes and every number is one of its codeword's, so that the
/// accessors need not.
package struct FactsView {
    @usableFromInline package let bytes: UnsafeRawBufferPointer
    @usableFromInline package let peopleCount: Int
    @usableFromInline package let statusCount: Int
    @usableFromInline package let serviceCount: Int
    @usableFromInline package let statusStart: Int
    @usableFromInline package let serviceStart: Int
    @usableFromInline package let linkStart: Int
    @usableFromInline package let textStart: Int
    @usableFromInline package let registerLength: Int
    @usableFromInline package let codeLength: Int

    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= FactsLayout.headerLength, bytes[0] == FactsLayout.version else { return nil }
        self.init(checked: bytes)
        func count(_ offset: Int) -> Int { Int(load(offset, as: UInt16.self)) }
        let linkCount = count(FactsLayout.Offset.links)
        guard bytes.count == textStart + registerLength + codeLength else { return nil }
        for row in 0..<peopleCount {
            guard count(personStart(row) + 36) + count(personStart(row) + 38) <= linkCount else { return nil }
            guard 1...4 ~= role(row), 1...4 ~= sex(row) else { return nil }
        }
        for row in 0..<statusCount {
            let status = status(row)
            guard status.person < peopleCount, 1...5 ~= status.subject, 1...4 ~= status.value else { return nil }
        }
        for row in 0..<serviceCount {
            let service = service(row)
            guard service.person < peopleCount, 1...6 ~= service.state else { return nil }
        }
        guard 1...3 ~= kind, 1...3 ~= state else { return nil }
    }

    /// For bytes that have been checked before.
    @inlinable
    package init(checked bytes: UnsafeRawBufferPointer) {
        func count(_ offset: Int) -> Int { Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))) }
        self.bytes = bytes
        peopleCount = count(FactsLayout.Offset.people)
        statusCount = count(FactsLayout.Offset.statuses)
        serviceCount = count(FactsLayout.Offset.services)
        registerLength = count(FactsLayout.Offset.registerLength)
        codeLength = count(FactsLayout.Offset.codeLength)
        statusStart = FactsLayout.headerLength + peopleCount * FactsLayout.personLength
        serviceStart = statusStart + statusCount * FactsLayout.statusLength
        linkStart = serviceStart + serviceCount * FactsLayout.serviceLength
        textStart = linkStart + count(FactsLayout.Offset.links) * FactsLayout.linkLength
    }

    @inlinable
    func load<Value: FixedWidthInteger>(_ offset: Int, as type: Value.Type) -> Value {
        Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }

    @inlinable package var kind: UInt8 { bytes[FactsLayout.Offset.kind] }
    @inlinable package var state: UInt8 { bytes[FactsLayout.Offset.state] }
    @inlinable package var mainForm: UInt8 { bytes[FactsLayout.Offset.mainForm] }
    @inlinable package var detectedOn: Int32 { load(FactsLayout.Offset.detectedOn, as: Int32.self) }
    @inlinable package var place: UInt32 { load(FactsLayout.Offset.place, as: UInt32.self) }

    /// The register's name and the case's code, as UTF-8.
    @inlinable package var register: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[textStart..<textStart + registerLength])
    }
    @inlinable package var code: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[textStart + registerLength..<textStart + registerLength + codeLength])
    }

    @inlinable
    func tag(_ offset: Int) -> LinkageTag {
        LinkageTag(
            high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
        )
    }

    @inlinable
    func personStart(_ row: Int) -> Int { FactsLayout.headerLength + row * FactsLayout.personLength }

    @inlinable package func personTag(_ row: Int) -> LinkageTag { tag(personStart(row)) }
    @inlinable package func numberTag(_ row: Int) -> LinkageTag { tag(personStart(row) + 16) }
    @inlinable package func role(_ row: Int) -> UInt8 { bytes[personStart(row) + 32] }
    @inlinable package func sex(_ row: Int) -> UInt8 { bytes[personStart(row) + 33] }
    /// 0 when unknown.
    @inlinable package func birthYear(_ row: Int) -> Int { Int(load(personStart(row) + 34, as: UInt16.self)) }
    @inlinable package func linkCount(_ row: Int) -> Int { Int(load(personStart(row) + 38, as: UInt16.self)) }

    /// Half of the person's pseudonym.
    @inlinable package func mark(_ row: Int) -> UInt64 { load(personStart(row) + 40, as: UInt64.self) }

    @inlinable
    package func link(_ row: Int, _ index: Int) -> LinkageTag {
        tag(linkStart + (Int(load(personStart(row) + 36, as: UInt16.self)) + index) * FactsLayout.linkLength)
    }

    /// Whether a person has a document number, or a tag that is held for one.
    @inlinable
    package func carriesNumber(_ tag: LinkageTag, row: Int) -> Bool {
        guard tag.isHeld else { return numberTag(row) == tag }
        for index in 0..<linkCount(row) where link(row, index) == tag { return true }
        return false
    }

    @inlinable
    package func status(_ row: Int) -> (person: Int, subject: UInt8, value: UInt8, on: Int32, order: UInt32) {
        let start = statusStart + row * FactsLayout.statusLength
        return (
            Int(load(start, as: UInt16.self)), bytes[start + 2], bytes[start + 3], load(start + 4, as: Int32.self),
            load(start + 8, as: UInt32.self)
        )
    }

    @inlinable
    package func service(_ row: Int) -> (person: Int, kind: UInt16, state: UInt8, on: Int32) {
        let start = serviceStart + row * FactsLayout.serviceLength
        return (Int(load(start, as: UInt16.self)), load(start + 2, as: UInt16.self), bytes[start + 4], load(start + 6, as: Int32.self))
    }

    /// The last day that anything here is dated.
    package var lastDay: Day {
        var last = detectedOn
        for row in 0..<statusCount { last = max(last, status(row).on) }
        for row in 0..<serviceCount { last = max(last, service(row).on) }
        return Day(number: last)
    }

    /// Whether the people are the same by number and each has the same person tag, document number and links.
    package func hasSameTags(as other: FactsView) -> Bool {
        guard peopleCount == other.peopleCount else { return false }
        for row in 0..<peopleCount {
            guard personTag(row) == other.personTag(row), numberTag(row) == other.numberTag(row), linkCount(row) == other.linkCount(row)
            else { return false }
            for index in 0..<linkCount(row) where link(row, index) != other.link(row, index) { return false }
        }
        return true
    }
}
