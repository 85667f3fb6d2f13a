/// What names a person.
///
/// Sealed under a key of its own, apart from the journal, erasable alone; it exists for everybody, empty or not.
package struct PersonIdentity: Hashable, Sendable {
    package var name = ""
    /// Number of an identity paper, as typed.
    package var documentNumber = ""
    package var phone = ""
    package var address = ""
    package var ethnicity = ""

    package init(name: String = "", documentNumber: String = "", phone: String = "", address: String = "", ethnicity: String = "") {
        self.name = name
        self.documentNumber = documentNumber
        self.phone = phone
        self.address = address
        self.ethnicity = ethnicity
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 128)
        writer.write(UInt8(1))
        for text in [name, documentNumber, phone, address, ethnicity] { writer.write(text) }
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == 1 else { throw .unknownVersion }
        name = try reader.readText()
        documentNumber = try reader.readText()
        phone = try reader.readText()
        address = try reader.readText()
        ethnicity = try reader.readText()
        try reader.finish()
    }

    /// A document number as it is compared: letters and digits alone, upper case.
    ///
    /// `nil` when it is shorter than six characters or one character repeated: such a number links nothing.
    package static func comparable(documentNumber: String) -> String? {
        let normal = documentNumber.filter { $0.isLetter || $0.isNumber }.uppercased()
        guard normal.count >= 6, Set(normal).count > 1 else { return nil }
        return normal
    }
}
