import Foundation
import Yams

/// Turns the bytes of one file into a tree that is safe to walk: UTF-8, one document, no aliases, not deep, texts in normal form C.
struct PolicyParser {
    private static let depthLimit = 24
    let file: String
    let faults: FaultList

    func root(of bytes: [UInt8]) -> PolicyNode? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            faults.add(.notUTF8, file: file, file)
            return nil
        }
        guard !reportsAlias(in: text) else { return nil }
        do {
            guard let node = try Yams.compose(yaml: text, .basic, .default, .utf8) else {
                faults.add(.notYAML, file: file, line: 1, column: 1, "empty")
                return nil
            }
            return check(node, depth: 0) ? PolicyNode(node, file: file, faults: faults) : nil
        } catch let error as YamlError {
            report(error, text: text)
        } catch {
            faults.add(.notYAML, file: file, file)
        }
        return nil
    }

    /// Anchors and aliases are refused before anything is composed: a few lines of them can unfold to more than the memory holds.
    ///
    /// Looked for in the raw text, also in comments and quotes, because only the parser itself could tell those apart without fail:
    /// a `&` or `*` that touches the character after it.
    private func reportsAlias(in text: String) -> Bool {
        var line = 1
        var column = 0
        var pending: Unicode.Scalar?
        var found = false
        for scalar in text.unicodeScalars {
            if let sign = pending, !scalar.properties.isWhitespace {
                faults.add(.alias, file: file, line: line, column: column, String(sign) + String(scalar))
                found = true
            }
            pending = scalar == "&" || scalar == "*" ? scalar : nil
            column += 1
            if scalar == "\n" {
                line += 1
                column = 0
            }
        }
        return found
    }

    private func check(_ node: Node, depth: Int) -> Bool {
        guard depth <= PolicyParser.depthLimit else {
            faults.add(.tooDeep, file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, "\(PolicyParser.depthLimit)")
            return false
        }
        switch node {
        case .scalar(let scalar):
            guard scalar.string.utf8.contains(where: { $0 >= 0x80 }) else { return true }
            let normal = scalar.string.precomposedStringWithCanonicalMapping
            if !normal.unicodeScalars.elementsEqual(scalar.string.unicodeScalars) {
                faults.add(.textNotNormal, file: file, line: scalar.mark?.line ?? 0, column: scalar.mark?.column ?? 0, normal)
            }
            return true
        case .sequence(let sequence): return sequence.allSatisfy { check($0, depth: depth + 1) }
        case .mapping(let mapping): return mapping.allSatisfy { check($0.key, depth: depth + 1) && check($0.value, depth: depth + 1) }
        case .alias: return false
        }
    }

    private func report(_ error: YamlError, text: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            faults.add(.notYAML, file: file, line: mark.line, column: mark.column, problem)
        case .reader(let problem, let offset, _, _):
            let line = text.utf8.prefix(offset ?? 0).count { $0 == 0x0A } + 1
            faults.add(.notYAML, file: file, line: line, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            faults.add(
                .duplicateKey, file: file, line: context.mark.line, column: context.mark.column, duplicates.joined(separator: ", ")
            )
        default: faults.add(.notYAML, file: file, file)
        }
    }
}
