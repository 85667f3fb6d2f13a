import Foundation

/// JSON that is signed: the same bytes for the same value, one line a member, with a line end.
enum SignedJSON {
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(value)) + [0x0A]
    }

    /// - Returns: `nil` for anything else, and for what is larger than any manifest.
    static func value<Value: Decodable>(_ type: Value.Type, of bytes: [UInt8]) -> Value? {
        guard bytes.count <= ReleaseManifest.mostBytes else { return nil }
        return try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
