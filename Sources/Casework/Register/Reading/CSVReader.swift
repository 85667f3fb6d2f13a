/// A strict reader of comma- or semicolon-separated values (RFC 4180) over the bytes of a file.
///
/// It goes row by row and keeps nothing but the row at hand. What it meets that is not CSV becomes a fault, never a guess and never
/// a stop: it goes on with the next cell or row. Why an own one: faults need line and cell, which the packages at hand do not give.
package struct CSVReader: Sendable {
    /// Something wrong in one cell of the row.
    package struct Fault: Hashable, Sendable {
        package let column: Int
        package let code: RegisterFaultCode
    }

    static let quote: UInt8 = 0x22
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    /// Cells beyond this number are counted and not kept: no file of a register has as many columns.
    static let mostCells = 1_024

    /// The byte between cells: told by the first line that is not blank.
    package let separator: UInt8
    /// The cells of the row; at most 1,024 of them.
    package private(set) var cells: [CSVCell] = []
    /// How many cells the row has.
    package private(set) var cellCount = 0
    /// The line on which the row begins, from 1.
    package private(set) var rowLine = 0
    /// What is wrong in the row.
    package private(set) var faults: [Fault] = []
    /// Whether the file ended inside quotes, so that the row holds the rest of the file.
    package private(set) var isUnterminated = false

    private var position: Int
    private var line = 1

    package init(_ bytes: Span<UInt8>) {
        position = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
        var index = position
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        var separator = UInt8(ascii: ",")
        while index < bytes.count, bytes[index] != CSVReader.lineFeed, separator != UInt8(ascii: ";") {
            if bytes[index] == UInt8(ascii: ";") { separator = UInt8(ascii: ";") }
            index += 1
        }
        self.separator = separator
    }

    /// Reads the next row into `cells` and `faults`; `false` at the end.
    package mutating func next(in bytes: Span<UInt8>) -> Bool {
        cells.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        cellCount = 0
        skipBlankLines(bytes)
        guard position < bytes.count else { return false }
        rowLine = line
        while readCell(bytes) {}
        return true
    }

    private mutating func skipBlankLines(_ bytes: Span<UInt8>) {
        while true {
            var index = position
            while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
            if index == bytes.count {
                position = index
                return
            }
            if bytes[index] == CSVReader.carriageReturn, index + 1 < bytes.count { index += 1 }
            guard bytes[index] == CSVReader.lineFeed else { return }
            position = index + 1
            line += 1
        }
    }

    /// Reads one cell and what ends it; `false` when that was the last of the row.
    private mutating func readCell(_ bytes: Span<UInt8>) -> Bool {
        cellCount += 1
        var cell = CSVCell(start: position, end: position, traits: [])
        if position < bytes.count, bytes[position] == CSVReader.quote {
            readQuoted(bytes, &cell)
        } else {
            readPlain(bytes, &cell)
            cell.end = position
        }
        if cell.traits.contains(.wide) {
            switch NormalText.form(of: bytes, from: cell.start, to: cell.end) {
            case .broken: note(.notUTF8, in: &cell)
            case .unsettled: cell.traits.insert(.unsettled)
            case .normal: break
            }
        }
        if cells.count < CSVReader.mostCells { cells.append(cell) }
        return readEnd(bytes)
    }

    /// Goes up to the separator, the line end or the end of the file.
    private mutating func readPlain(_ bytes: Span<UInt8>, _ cell: inout CSVCell) {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator || byte == CSVReader.lineFeed { return }
            if byte >= 0x80 {
                cell.traits.insert(.wide)
            } else if byte == CSVReader.carriageReturn {
                if isLineEnd(bytes, at: position) { return }
                note(.loneCarriageReturn, in: &cell)
            } else if byte == 0 {
                note(.nulCharacter, in: &cell)
            } else if byte == CSVReader.quote {
                note(.quoteInText, in: &cell)
            }
            position += 1
        }
    }

    private mutating func readQuoted(_ bytes: Span<UInt8>, _ cell: inout CSVCell) {
        position += 1
        cell.start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte >= 0x80 {
                cell.traits.insert(.wide)
            } else if byte == CSVReader.quote {
                guard position + 1 < bytes.count, bytes[position + 1] == CSVReader.quote else { break }
                cell.traits.insert(.escaped)
                position += 1
            } else if byte == CSVReader.lineFeed {
                line += 1
            } else if byte == CSVReader.carriageReturn {
                if isLineEnd(bytes, at: position) { cell.traits.insert(.escaped) } else { note(.loneCarriageReturn, in: &cell) }
            } else if byte == 0 {
                note(.nulCharacter, in: &cell)
            }
            position += 1
        }
        cell.end = position
        guard position < bytes.count else {
            isUnterminated = true
            note(.unterminatedQuote, in: &cell)
            return
        }
        position += 1
        guard position < bytes.count, bytes[position] != separator, !isLineEnd(bytes, at: position) else { return }
        note(.textAfterQuote, in: &cell)
        var rest = CSVCell(start: position, end: position, traits: .faulty)
        readPlain(bytes, &rest)
    }

    /// Passes the separator (`true`), the line end or the end of the file.
    private mutating func readEnd(_ bytes: Span<UInt8>) -> Bool {
        guard position < bytes.count else { return false }
        if bytes[position] == separator {
            position += 1
            return true
        }
        position += bytes[position] == CSVReader.carriageReturn ? 2 : 1
        line += 1
        return false
    }

    private func isLineEnd(_ bytes: Span<UInt8>, at index: Int) -> Bool {
        if bytes[index] == CSVReader.lineFeed { return true }
        return bytes[index] == CSVReader.carriageReturn && index + 1 < bytes.count && bytes[index + 1] == CSVReader.lineFeed
    }

    /// One fault a cell: the first says where to look.
    private mutating func note(_ code: RegisterFaultCode, in cell: inout CSVCell) {
        guard !cell.traits.contains(.faulty) else { return }
        cell.traits.insert(.faulty)
        if cellCount <= CSVReader.mostCells { faults.append(Fault(column: cellCount, code: code)) }
    }
}
