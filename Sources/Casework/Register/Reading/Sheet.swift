import CaseDomain

/// A file of the register while it is read: its header, the row at hand, and what was found in it.
struct Sheet {
    /// A column that was looked up in the header.
    struct Column {
        let name: RegisterColumn
        /// Where its cells stand in a row, from 0; `nil` when the header does not name it.
        let place: Int?
        let isRequired: Bool
        let limit: Int
    }

    let file: RegisterFile
    private let rules: RegisterRules
    private var csv: CSVReader
    private var places: [RegisterColumn: Int] = [:]
    private var headerCount = 0
    private var isReadable = false
    /// Whether the row at hand has other cells than the header: then its cells may stand in wrong columns and are not checked.
    private var isBroken = false
    /// Whether every row could be told from the others, so that what is not in this file is nowhere.
    private(set) var isWhole = false
    private(set) var faults = Findings<RegisterFaultCode>()
    private(set) var warnings = Findings<RegisterWarningCode>()

    /// The line on which the row at hand begins.
    var line: Int { csv.rowLine }

    /// Reads the header.
    init(_ file: RegisterFile, _ bytes: Span<UInt8>, rules: RegisterRules) {
        self.file = file
        self.rules = rules
        csv = CSVReader(bytes)
        guard !Sheet.isUTF16(bytes) else {
            faults.add(.notUTF8, line: 1, column: 1)
            return
        }
        guard csv.next(in: bytes) else {
            faults.add(.emptyFile, line: 1, column: 1)
            return
        }
        readHeader(bytes)
    }

    private static func isUTF16(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 2 && (bytes[0] == 0xFF && bytes[1] == 0xFE || bytes[0] == 0xFE && bytes[1] == 0xFF)
    }

    private mutating func readHeader(_ bytes: Span<UInt8>) {
        noteFaultsOfRow()
        // Of a header that is not CSV nothing more can be said, nor of the rows below it.
        guard faults.isEmpty else { return }
        let known = file.requiredColumns + file.optionalColumns
        for (place, cell) in csv.cells.enumerated() {
            guard let name = cell.text(in: bytes, limit: 64).flatMap(RegisterColumn.init), known.contains(name) else {
                faults.add(.unknownColumn, line: line, column: place + 1, detail: Sheet.list(known.map(\.rawValue)))
                continue
            }
            if places[name] == nil {
                places[name] = place
            } else {
                faults.add(.duplicateColumn, line: line, column: place + 1, detail: name.rawValue)
            }
        }
        headerCount = csv.cellCount
        for name in file.requiredColumns where places[name] == nil {
            faults.add(.missingColumn, line: line, column: headerCount + 1, detail: name.rawValue)
        }
        isReadable = true
        isWhole = true
    }

    func column(_ name: RegisterColumn) -> Column {
        Column(
            name: name, place: places[name], isRequired: file.requiredColumns.contains(name), limit: rules.limit(of: name)
        )
    }

    /// Goes to the next row; `false` at the end.
    mutating func next(in bytes: Span<UInt8>) -> Bool {
        guard isReadable, csv.next(in: bytes) else { return false }
        noteFaultsOfRow()
        isBroken = csv.cellCount != headerCount
        if csv.isUnterminated {
            isBroken = true
            isWhole = false
        } else if isBroken {
            faults.add(.raggedRow, line: line, column: min(csv.cellCount, headerCount) + 1, detail: "\(headerCount)")
        }
        return true
    }

    private mutating func noteFaultsOfRow() {
        for fault in csv.faults { faults.add(fault.code, line: line, column: fault.column) }
    }

    mutating func fault(_ code: RegisterFaultCode, _ column: Column, _ detail: @autoclosure () -> String = "") {
        guard !isBroken else { return }
        faults.add(code, line: line, column: (column.place ?? 0) + 1, detail: detail())
    }

    mutating func warn(_ code: RegisterWarningCode, _ column: Column, _ detail: @autoclosure () -> String = "") {
        warn(code, column, line: line, detail())
    }

    /// Warns of a row that was read before.
    mutating func warn(_ code: RegisterWarningCode, _ column: Column, line: Int, _ detail: @autoclosure () -> String = "") {
        warnings.add(code, line: line, column: (column.place ?? 0) + 1, detail: detail())
    }

    /// The text of a cell: empty when it or its column may be and is; `nil` after a fault.
    mutating func text(_ column: Column, _ bytes: Span<UInt8>) -> String? {
        guard let place = column.place else { return column.isRequired ? nil : "" }
        guard place < csv.cells.count, !csv.cells[place].isFaulty else { return nil }
        guard let text = csv.cells[place].text(in: bytes, limit: column.limit) else {
            fault(.textTooLong, column, "\(column.limit)")
            return nil
        }
        if text.isEmpty, column.isRequired {
            fault(.emptyCell, column, column.name.rawValue)
            return nil
        }
        return text
    }

    static func list(_ codes: some Sequence<String>) -> String {
        codes.joined(separator: ", ")
    }
}
