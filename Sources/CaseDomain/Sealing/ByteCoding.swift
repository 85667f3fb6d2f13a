/// Writes values of fixed width, little-endian, and texts with their length before them.
package struct ByteWriter {
    @usableFromInline var buffer: [UInt8] = []
    @inlinable package var bytes: [UInt8] { buffer }

    @inlinable
    package init(reserving capacity: Int = 0) {
        buffer.reserveCapacity(capacity)
    }

    @inlinable
    package mutating func write<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { buffer.append(contentsOf: $0) }
    }

    @inlinable
    package mutating func write(_ flag: Bool) {
        buffer.append(flag ? 1 : 0)
    }

    @inlinable
    package mutating func write(_ day: Day) {
        write(day.number)
    }

    /// A day that may be absent; it takes the same space.
    @inlinable
    package mutating func write(_ day: Day?) {
        write(day?.number ?? Int32.min)
    }

    @inlinable
    package mutating func write<Subject>(_ identifier: Identifier<Subject>) {
        write(identifier.high.bigEndian)
        write(identifier.low.bigEndian)
    }

    @inlinable
    package mutating func write(raw: some Sequence<UInt8>) {
        buffer.append(contentsOf: raw)
    }

    /// At most 2³² − 1 bytes of UTF-8.
    @inlinable
    package mutating func write(_ text: String) {
        let utf8 = text.utf8
        write(UInt32(utf8.count))
        buffer.append(contentsOf: utf8)
    }
}

/// Why bytes could not be read back: their writer was another version, or they are not what they should be.
package enum CodingError: Error, Hashable, Sendable {
    case truncated
    case unknownVersion
    case unknownCode
    case trailingBytes
    case notText
}

/// Reads what `ByteWriter` wrote; every read is checked against the end.
package struct ByteReader {
    private let bytes: [UInt8]
    private var offset: Int

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = 0
    }

    package mutating func read<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(CodingError) -> Value {
        let width = Value.bitWidth / 8
        guard bytes.count - offset >= width else { throw .truncated }
        var value: Value = 0
        for index in 0..<width { value |= Value(truncatingIfNeeded: bytes[offset + index]) << Value(truncatingIfNeeded: 8 * index) }
        offset += width
        return value
    }

    package mutating func readFlag() throws(CodingError) -> Bool {
        switch try read(UInt8.self) {
        case 0: false
        case 1: true
        default: throw .unknownCode
        }
    }

    package mutating func readDay() throws(CodingError) -> Day {
        Day(number: try read())
    }

    package mutating func readOptionalDay() throws(CodingError) -> Day? {
        let number = try read(Int32.self)
        return number == Int32.min ? nil : Day(number: number)
    }

    package mutating func readIdentifier<Subject>(of subject: Subject.Type = Subject.self) throws(CodingError) -> Identifier<Subject> {
        let high = try read(UInt64.self)
        let low = try read(UInt64.self)
        return Identifier(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }

    package mutating func readWord<Word: Codeword>(_ type: Word.Type = Word.self) throws(CodingError) -> Word {
        guard let word = Word(number: try read()) else { throw .unknownCode }
        return word
    }

    package mutating func readText() throws(CodingError) -> String {
        let count = Int(try read(UInt32.self))
        return String(decoding: try readRaw(count), as: UTF8.self)
    }

    package mutating func readRaw(_ count: Int) throws(CodingError) -> ArraySlice<UInt8> {
        guard count >= 0, bytes.count - offset >= count else { throw .truncated }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    package func finish() throws(CodingError) {
        guard offset == bytes.count else { throw .trailingBytes }
    }

    /// The end of bytes that are filled up with zeros to a length, unless they are longer anyway.
    package func finish(filledTo length: Int) throws(CodingError) {
        guard bytes.count == max(offset, length), bytes[offset...].allSatisfy({ $0 == 0 }) else { throw .trailingBytes }
    }
}
