/// Why bytes are not the file of a tombstone.
package enum TombstoneFileError: Error, Hashable, Sendable {
    /// It begins with something else.
    case notATombstone
    /// It is shorter or longer than such a file can be.
    case cut
}

/// The file of a tombstone: a line that says what it is, the installation, the number, and the sealed tombstone.
///
/// Layout: `nuong tombstone 1\n` (18 bytes), installation (16), number (4, little-endian), envelope. What stands before the envelope is
/// bound into it.
package struct TombstoneFile: Hashable, Sendable {
    package static let fileEnding = ".tombstone"
    private static let mark = Array("nuong tombstone 1\n".utf8)
    /// Far more than the tombstone of the largest case that facts can hold.
    package static let mostBytes = 4 << 20

    package var installation: Identifier<Installation>
    package var number: Int
    package var sealed: Sealed<Tombstone>

    package init(installation: Identifier<Installation>, number: Int, sealed: Sealed<Tombstone>) {
        self.installation = installation
        self.number = number
        self.sealed = sealed
    }

    /// `000001.tombstone`: six digits, more when they are needed.
    package static func name(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + fileEnding
    }

    /// The number in a file's name; `nil` for a name that is none of ours.
    package static func number(ofName name: String) -> Int? {
        guard name.hasSuffix(fileEnding), let number = Int(name.dropLast(fileEnding.count)), number >= 1,
            TombstoneFile.name(number) == name
        else { return nil }
        return number
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter(reserving: sealed.bytes.count + 64)
        writer.write(raw: TombstoneFile.mark)
        writer.write(installation)
        writer.write(UInt32(clamping: number))
        writer.write(raw: sealed.bytes)
        return writer.bytes
    }

    package init(bytes: [UInt8]) throws(TombstoneFileError) {
        let mark = TombstoneFile.mark
        guard bytes.prefix(mark.count).elementsEqual(mark.prefix(bytes.count)), !bytes.isEmpty else { throw .notATombstone }
        do {
            var reader = ByteReader(Array(bytes.dropFirst(mark.count)))
            installation = try reader.readIdentifier()
            number = Int(try reader.read(UInt32.self))
            let sealed = Array(bytes.dropFirst(mark.count + 20))
            guard (sealed.count - SealedForm.Algorithm.aead.overhead) % Tombstone.step == 0 else { throw TombstoneFileError.cut }
            self.sealed = try Sealed(bytes: sealed)
        } catch {
            throw .cut
        }
    }
}
