/// What belongs to a volunteer beside the account, of one length whatever it says.
package struct VolunteerSettings: Hashable, Sendable {
    /// The number of the trusted address in the register; 0 when it is not known.
    package var address: Int32
    /// Keyed digest of the PIN that shows the last ten logs, 32 bytes; zeros when there is none.
    package var pin: [UInt8]

    package static let noPIN = [UInt8](repeating: 0, count: 32)

    package init(address: Int32 = 0, pin: [UInt8] = VolunteerSettings.noPIN) {
        self.address = address
        self.pin = pin
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 64)
        writer.write(UInt8(1))
        writer.write(address)
        writer.write(raw: pin)
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == 1 else { throw .unknownVersion }
        address = try reader.read()
        pin = Array(try reader.readRaw(VolunteerSettings.noPIN.count))
        try reader.finish()
    }
}
