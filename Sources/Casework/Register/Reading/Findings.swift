/// Faults or warnings of one file: the first ones by line and column, and how many there are in all.
///
/// It is cut back when it has grown to twice what it keeps, and then only counts what stands behind the last one kept, so that ten
/// million faults take no more room than twenty thousand.
struct Findings<Code: RawRepresentable<String> & Sendable>: Sendable {
    /// A place in the file and what was found there.
    struct Finding: Sendable {
        let line: Int
        let column: Int
        let code: Code
        let detail: String

        /// The order in which findings are listed.
        func stands(before other: Finding) -> Bool {
            if line != other.line { return line < other.line }
            if column != other.column { return column < other.column }
            return code.rawValue < other.code.rawValue
        }
    }

    /// How many are kept, of one file and of all.
    static var most: Int { 10_000 }

    private var kept: [Finding] = []
    /// The last line of which anything is kept, once findings have been left out.
    private var lastLine = Int.max
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func add(_ code: Code, line: Int, column: Int, detail: @autoclosure () -> String = "") {
        count += 1
        guard line <= lastLine else { return }
        kept.append(Finding(line: line, column: column, code: code, detail: detail()))
        if kept.count >= Findings.most * 2 { cut() }
    }

    /// The first ones, in order.
    func first() -> [Finding] {
        var findings = self
        findings.cut()
        return findings.kept
    }

    private mutating func cut() {
        kept.sort { $0.stands(before: $1) }
        guard kept.count > Findings.most else { return }
        kept.removeLast(kept.count - Findings.most)
        lastLine = kept.last?.line ?? lastLine
    }
}
