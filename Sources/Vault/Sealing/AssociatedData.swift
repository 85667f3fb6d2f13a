package import CaseDomain

/// What a sealed value is bound to.
///
/// Every field matters: a value that is moved to another row, column, case or revision does not open.
///
/// Encoded with the length of each field before it (two bytes, little-endian), so that no two bindings have the same bytes.
package struct AssociatedData: Hashable, Sendable {
    package static let product = "nuong"
    package static let schemaVersion: UInt16 = 1

    package var purpose: String
    package var installation: Identifier<Installation>
    package var centre: Identifier<Centre>
    package var table: String
    package var column: String
    /// The identifier of the row: of a case, a person, an audit record.
    package var row: [UInt8]
    package var caseFile: Identifier<Case>
    package var generation: UInt32
    package var schema = AssociatedData.schemaVersion
    package var revision: UInt32

    package init(
        purpose: String, installation: Identifier<Installation>, centre: Identifier<Centre> = .none, table: String, column: String,
        row: [UInt8] = [], caseFile: Identifier<Case> = .none, generation: UInt32 = 1, revision: UInt32 = 0
    ) {
        self.purpose = purpose
        self.installation = installation
        self.centre = centre
        self.table = table
        self.column = column
        self.row = row
        self.caseFile = caseFile
        self.generation = generation
        self.revision = revision
    }

    package var encoded: [UInt8] {
        var writer = ByteWriter(reserving: 192)
        writer.writeField(AssociatedData.product)
        writer.writeField(purpose)
        writer.writeField(installation)
        writer.writeField(centre)
        writer.writeField(table)
        writer.writeField(column)
        writer.writeField(row)
        writer.writeField(caseFile)
        writer.write(UInt16(4))
        writer.write(generation)
        writer.write(UInt16(2))
        writer.write(schema)
        writer.write(UInt16(4))
        writer.write(revision)
        return writer.bytes
    }
}

extension ByteWriter {
    fileprivate mutating func writeField(_ bytes: [UInt8]) {
        write(UInt16(bytes.count))
        write(raw: bytes)
    }

    fileprivate mutating func writeField(_ text: String) {
        let utf8 = text.utf8
        write(UInt16(utf8.count))
        write(raw: utf8)
    }

    fileprivate mutating func writeField<Subject>(_ identifier: Identifier<Subject>) {
        write(UInt16(16))
        write(identifier)
    }
}

/// The encoded associated data of many rows of one table, of which only centre, row, case, generation and revision change.
package struct AssociatedDataTemplate: Sendable {
    package private(set) var bytes: [UInt8]
    private let centreOffset: Int
    private let rowOffset: Int
    private let caseOffset: Int

    /// - Parameter pattern: Its row is a case's identifier, 16 bytes.
    package init(_ pattern: AssociatedData) {
        var pattern = pattern
        pattern.row = pattern.caseFile.bytes
        bytes = pattern.encoded
        centreOffset = 2 + AssociatedData.product.utf8.count + 2 + pattern.purpose.utf8.count + 2 + 16 + 2
        rowOffset = centreOffset + 16 + 2 + pattern.table.utf8.count + 2 + pattern.column.utf8.count + 2
        caseOffset = rowOffset + 16 + 2
    }

    /// Fills in the centre; it changes seldom.
    package mutating func set(centre: Identifier<Centre>) {
        put(centre.high, at: centreOffset)
        put(centre.low, at: centreOffset + 8)
    }

    package mutating func set(caseFile: Identifier<Case>, generation: UInt32, revision: UInt32) {
        for offset in [rowOffset, caseOffset] {
            put(caseFile.high, at: offset)
            put(caseFile.low, at: offset + 8)
        }
        put(generation.byteSwapped, at: caseOffset + 16 + 2)
        put(revision.byteSwapped, at: bytes.count - 4)
    }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
        let width = Value.bitWidth / 8
        for index in 0..<width { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> Value(8 * (width - 1 - index))) }
    }
}
