/// One cell of a row: where its text lies in the bytes of the file, without the quotes around it.
///
/// No text is made before somebody asks for it, so a file of ten million rows costs no more than one row.
package struct CSVCell: Sendable {
    /// What a cell needs before it is text.
    package struct Traits: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Holds bytes beyond ASCII.
        static let wide = Traits(rawValue: 1)
        /// May be in another form than NFC.
        static let unsettled = Traits(rawValue: 2)
        /// Holds doubled quotes or line ends of two characters.
        static let escaped = Traits(rawValue: 4)
        /// A fault was found in it: it has no text.
        static let faulty = Traits(rawValue: 8)
    }

    package internal(set) var start: Int
    package internal(set) var end: Int
    package internal(set) var traits: Traits

    package var isFaulty: Bool { traits.contains(.faulty) }

    /// The text in NFC, without white space around it; `nil` when it cannot have as few as `limit` characters.
    ///
    /// A character of NFC is at most four characters of four bytes when it is taken apart, and a quote is two bytes, so more than
    /// thirty-two bytes a character are certainly too many: such a cell is never copied.
    package func text(in bytes: Span<UInt8>, limit: Int) -> String? {
        let (first, last) = trimmed(in: bytes)
        guard first < last else { return "" }
        guard last - first <= limit * 16 * 2 else { return nil }
        var text = bytes.extracting(first..<last).withUnsafeBufferPointer { buffer in
            traits.contains(.escaped) ? CSVCell.unescaped(buffer) : String(decoding: buffer, as: UTF8.self)
        }
        if traits.contains(.wide) { text = NormalText.settled(text, isNormal: !traits.contains(.unsettled)) }
        guard text.utf8.count > limit else { return text }
        return text.unicodeScalars.count <= limit ? text : nil
    }

    private func trimmed(in bytes: Span<UInt8>) -> (Int, Int) {
        var first = start
        var last = end
        while first < last, CSVCell.isBlank(bytes[first]) { first += 1 }
        while last > first, CSVCell.isBlank(bytes[last - 1]) { last -= 1 }
        return (first, last)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }

    /// One quote for two; a line end of two characters becomes one, so that the same row saved on another system stays the same
    /// row.
    private static func unescaped(_ buffer: UnsafeBufferPointer<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(buffer.count)
        var index = 0
        while index < buffer.count {
            let byte = buffer[index]
            let following = index + 1 < buffer.count ? buffer[index + 1] : 0
            if byte == CSVReader.quote, following == CSVReader.quote {
                bytes.append(byte)
                index += 2
            } else if byte == CSVReader.carriageReturn, following == CSVReader.lineFeed {
                index += 1
            } else {
                bytes.append(byte)
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
