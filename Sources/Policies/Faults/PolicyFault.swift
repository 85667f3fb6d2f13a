/// One thing that is wrong in `policies/`, with the place where it stands.
package struct PolicyFault: Hashable, Sendable {
    /// Relative to the folder of policies.
    package let file: String
    /// From 1; 0 when the fault is the file's as a whole.
    package let line: Int
    package let column: Int
    package let code: PolicyFaultCode
    /// Codes, keys and numbers, the same in every language: what stands at `{0}` of the fault's sentence.
    package let detail: String

    package init(file: String, line: Int, column: Int, code: PolicyFaultCode, detail: String) {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.detail = detail
    }
}

extension PolicyFault: Comparable {
    package static func < (left: PolicyFault, right: PolicyFault) -> Bool {
        (left.file, left.line, left.column, left.code.rawValue, left.detail)
            < (right.file, right.line, right.column, right.code.rawValue, right.detail)
    }
}

extension PolicyFault: CustomStringConvertible {
    /// `file:line:column: code: detail`.
    package var description: String {
        "\(file):\(line):\(column): \(code.rawValue): \(detail)"
    }
}

/// Everything that is wrong in `policies/`, by file and line.
package struct PolicyFaults: Error, Hashable, Sendable {
    package let faults: [PolicyFault]

    package init(_ faults: [PolicyFault]) {
        self.faults = faults.sorted()
    }
}

/// Gathers faults while files are read, so that one run lists them all.
final class FaultList {
    /// Beyond this the list tells nothing new, and a broken file must not fill the memory.
    private static let limit = 10_000
    private static let detailLimit = 200
    private(set) var faults: [PolicyFault] = []

    var isEmpty: Bool { faults.isEmpty }

    func add(_ code: PolicyFaultCode, file: String, line: Int = 0, column: Int = 0, _ detail: String) {
        guard faults.count < FaultList.limit else { return }
        faults.append(PolicyFault(file: file, line: line, column: column, code: code, detail: String(detail.prefix(FaultList.detailLimit))))
    }
}
