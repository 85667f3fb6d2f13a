/// Douglas Crockford's base 32: digits and letters without I, L, O and U, read back whatever the case.
package enum CrockfordBase32 {
    package static let alphabet: [Character] = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text = ""
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return text
    }

    /// The bytes, or `nil` when the length or a character is wrong, or when unused bits at the end are not zero.
    package static func decode(_ text: some StringProtocol, byteCount: Int) -> [UInt8]? {
        guard text.utf8.count == (byteCount * 8 + 4) / 5 else { return nil }
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for character in text {
            guard let value = value(of: character) else { return nil }
            buffer = buffer << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        return buffer == 0 ? bytes : nil
    }

    /// The value of one character; I and L read as 1, O as 0, as Crockford's text asks.
    package static func value(of character: Character) -> UInt8? {
        guard let ascii = character.asciiValue else { return nil }
        return switch ascii {
        case 0x30...0x39: ascii - 0x30
        case 0x61...0x7A: value(of: Character(UnicodeScalar(ascii - 32)))
        case 0x49, 0x4C: 1
        case 0x4F: 0
        default: alphabet.firstIndex(of: character).map(UInt8.init)
        }
    }
}
