import Foundation
import Hummingbird

/// The fields of a body in JSON: bounded in depth, each known.
struct JSONBody {
    private static let deepest = 32

    private let fields: Set<String>

    /// Reads a body; an empty one has no fields, and what is no JSON object is a bad request.
    init(_ body: ByteBuffer, type: String?) throws(Trouble) {
        let bytes = Array(buffer: body)
        guard !bytes.isEmpty else {
            fields = []
            return
        }
        guard type?.split(separator: ";").first?.lowercased() == "application/json", JSONBody.depth(of: bytes) <= JSONBody.deepest,
            let object = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
        else { throw .badRequest }
        fields = Set(object.keys)
    }

    /// Refuses fields that the address does not have.
    func expect(_ names: [String]) throws(Trouble) {
        guard fields.isSubset(of: names) else { throw .unknownField }
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
