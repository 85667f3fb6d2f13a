/// A ZIP file whose entries are stored as they are, all with one fixed time: the same entries give the same bytes.
///
/// ZIP application note (APPNOTE), sections 4.3.7, 4.3.12 and 4.3.16; no entry or file here comes near its limit of 4 GiB.
package struct StoredArchive {
    /// 1 January 1980, the first day that the format knows.
    private static let date: UInt16 = 0x21
    private static let version: UInt16 = 20
    /// Names are UTF-8.
    private static let flags: UInt16 = 1 << 11

    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    package init() {}

    mutating func add(_ name: String, _ text: String) {
        add(name, Array(text.utf8))
    }

    package mutating func add(_ name: String, _ bytes: [UInt8]) {
        let offset = UInt32(body.count)
        var common: [UInt8] = []
        common.append(StoredArchive.version)
        common.append(StoredArchive.flags)
        common.append(UInt16(0))
        common.append(UInt16(0))
        common.append(StoredArchive.date)
        common.append(CyclicRedundancyCheck.of(bytes))
        common.append(UInt32(bytes.count))
        common.append(UInt32(bytes.count))
        common.append(UInt16(name.utf8.count))
        common.append(UInt16(0))
        body.append(UInt32(0x0403_4B50))
        body += common + Array(name.utf8) + bytes
        directory.append(UInt32(0x0201_4B50))
        directory.append(StoredArchive.version)
        directory += common
        // Comment, disk, attributes inside and outside.
        directory += [UInt8](repeating: 0, count: 10)
        directory.append(offset)
        directory += Array(name.utf8)
        count += 1
    }

    package var bytes: [UInt8] {
        var end: [UInt8] = []
        end.append(UInt32(0x0605_4B50))
        end.append(UInt32(0))
        end.append(count)
        end.append(count)
        end.append(UInt32(directory.count))
        end.append(UInt32(body.count))
        end.append(UInt16(0))
        return body + directory + end
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) { append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}

/// CRC-32 as ZIP has it.
enum CyclicRedundancyCheck {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    static func of(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { value, byte in table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8 }
    }
}
