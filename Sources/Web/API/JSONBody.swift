import Foundation
import Hummingbird

/// The fields of a body in JSON: bounded in depth, each known.
struct JSONBody {
    private static let deepest = 32

    let fields: [String: JSONValue]

    /// Reads a body; an empty one has no fields, and what is no JSON object is a bad request.
    init(_ body: ByteBuffer, type: String?) throws(Trouble) {
        let bytes = Array(buffer: body)
        guard !bytes.isEmpty else {
            fields = [:]
            return
        }
        guard type?.split(separator: ";").first?.lowercased() == "application/json", JSONBody.depth(of: bytes) <= JSONBody.deepest,
            (try? JSONSerialization.jsonObject(with: Data(bytes))) is [String: Any]
        else { throw .badRequest }
        guard let read = try? JSONDecoder().decode([String: JSONValue].self, from: Data(bytes)) else { throw .invalidValue }
        fields = read
    }

    /// Refuses fields that the address does not have.
    func expect(_ names: [String]) throws(Trouble) {
        guard fields.keys.allSatisfy(names.contains) else { throw .unknownField }
    }

    /// How deep brackets lie in one another, outside texts; looked at before anything is parsed.
    private static func depth(of bytes: [UInt8]) -> Int {
        var depth = 0
        var deepest = 0
        var isText = false
        var isEscaped = false
        for byte in bytes {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else {
                    isText = byte != UInt8(ascii: "\"")
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return deepest
    }
}
