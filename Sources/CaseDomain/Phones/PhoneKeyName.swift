/// By what a centre's key for telephones is called: 80 bits of a digest, short enough to be compared aloud.
///
/// Whoever would put another key in its place has to find one with the same name, at some 2⁸⁰ tries.
package struct PhoneKeyName: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads what ``description`` wrote; `nil` for anything else.
    package init?(_ text: String) {
        guard text.utf8.count <= 32, let bytes = CrockfordBase32.decode(text.filter { $0 != "-" }, byteCount: LogOrigin.keyLength) else {
            return nil
        }
        self.bytes = bytes
    }
}

extension PhoneKeyName: CustomStringConvertible {
    /// Sixteen characters in groups of four.
    package var description: String {
        let text = Array(CrockfordBase32.encode(bytes))
        return stride(from: 0, to: text.count, by: 4).map { String(text[$0..<min($0 + 4, text.count)]) }.joined(separator: "-")
    }
}
