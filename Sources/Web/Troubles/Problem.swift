import Foundation
import Hummingbird
import Wording

/// A problem document (RFC 9457) with a stable code.
struct Problem {
    private let trouble: Trouble

    init(_ trouble: Trouble) {
        self.trouble = trouble
    }

    private struct Wire: Encodable {
        let type: String
        let code: String
        let title: String
        let status: Int
    }

    var answer: Response {
        get throws {
            let title = Voice(.english).say(trouble.title)
            let code = trouble.rawValue
            let wire = Wire(type: "urn:nuong:problem:\(code)", code: code, title: title, status: trouble.status.code)
            return try .json(wire, status: trouble.status, type: "application/problem+json", headers: trouble.headers)
        }
    }
}
