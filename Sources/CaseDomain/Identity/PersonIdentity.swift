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
    package var contact = SafeContact()

    /// What an ordinary identity fills, so that its length does not tell what is known of somebody.
    ///
    /// Neither whether there is a name shows, nor whether anybody asked how to call. One with far more text than usual is longer.
    package static let leastLength = 767

    package init(
        name: String = "", documentNumber: String = "", phone: String = "", address: String = "", ethnicity: String = "",
        contact: SafeContact = SafeContact()
    ) {
        self.name = name
        self.documentNumber = documentNumber
        self.phone = phone
        self.address = address
        self.ethnicity = ethnicity
        self.contact = contact
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: PersonIdentity.leastLength)
        writer.write(UInt8(2))
        for text in registered { writer.write(text) }
        writer.write(contact)
        writer.write(raw: repeatElement(0, count: max(0, PersonIdentity.leastLength - writer.bytes.count)))
        return writer.bytes
    }

    /// What a register says of somebody, in the bytes by which a later import knows the row again: they never change.
    package var registeredBytes: [UInt8] {
        var writer = ByteWriter(reserving: 128)
        writer.write(UInt8(1))
        for text in registered { writer.write(text) }
        return writer.bytes
    }

    private var registered: [String] { [name, documentNumber, phone, address, ethnicity] }

    package init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        // The first version had no safe contact, and no padding of its own.
        let version = try reader.read(UInt8.self)
        guard (1...2).contains(version) else { throw .unknownVersion }
        name = try reader.readText()
        documentNumber = try reader.readText()
        phone = try reader.readText()
        address = try reader.readText()
        ethnicity = try reader.readText()
        if version == 2 { contact = try reader.readSafeContact() }
        try reader.finish(filledTo: version == 2 ? PersonIdentity.leastLength : 0)
    }

    /// A document number as it is compared: letters and digits alone, upper case.
    ///
    /// `nil` when it is shorter than six characters or one character repeated: such a number links nothing.
    package static func comparable(documentNumber: String) -> String? {
        let normal = documentNumber.filter { $0.isLetter || $0.isNumber }.uppercased()
        guard normal.count >= 6, Set(normal).count > 1 else { return nil }
        return normal
    }

    /// The digits of a telephone number as they are searched: the country's prefix as the 0 that stands for it at home.
    ///
    /// A text with several numbers gives the digits of all, one after the other; a part of a number its own.
    package static func digits(ofPhone phone: String) -> String {
        let digits = String(phone.unicodeScalars.filter { ("0"..."9").contains($0) })
        let start = phone.drop { $0 == " " || $0 == "(" }
        let isAbroad = start.hasPrefix("+84") || start.hasPrefix("0084")
        // Without a sign before it 84 can only be the country when a whole number follows.
        guard isAbroad || (digits.hasPrefix("84") && digits.count >= 11) else { return digits }
        return "0" + digits.drop { $0 == "0" }.dropFirst(2).drop { $0 == "0" }
    }

    /// A telephone number as it is compared.
    ///
    /// `nil` when it is shorter than eight digits or one digit repeated: such a number tells nobody from anybody.
    package static func comparable(phone: String) -> String? {
        let digits = digits(ofPhone: phone)
        guard digits.count >= 8, Set(digits).count > 1 else { return nil }
        return digits
    }
}
