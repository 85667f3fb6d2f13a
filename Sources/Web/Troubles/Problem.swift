import Foundation
import Hummingbird
import Wording

/// A problem document (RFC 9457) with a stable code.
struct Problem {
    private let trouble: Trouble
    private let faults: [ProgramAnswers.Fault]?
    private let there: JSONValue?

    /// - Parameters:
    ///   - faults: Which fields are wrong and how, without what was sent.
    ///   - there: What stands there now, where somebody else was faster.
    init(_ trouble: Trouble, _ faults: [ProgramAnswers.Fault]? = nil, there: JSONValue? = nil) {
        self.trouble = trouble
        self.faults = faults
        self.there = there
    }

    private struct Wire: Encodable {
        let type: String
        let code: String
        let title: String
        let status: Int
        let faults: [ProgramAnswers.Fault]?
        let there: JSONValue?
    }

    var answer: Response {
        get throws { try answer([:]) }
    }

    func answer(_ headers: HTTPFields) throws -> Response {
        let title = Voice(.english).say(trouble.title)
        let code = trouble.rawValue
        var all = trouble.headers
        for field in headers { all[field.name] = field.value }
        let wire = Wire(
            type: "urn:nuong:problem:\(code)", code: code, title: title, status: trouble.status.code, faults: faults, there: there)
        return try .json(wire, status: trouble.status, type: "application/problem+json", headers: all)
    }
}
