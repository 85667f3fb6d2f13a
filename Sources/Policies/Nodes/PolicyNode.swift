import CaseDomain
import Yams

/// A place in a policy file.
///
/// Reading something else than what stands there reports a fault with its line and goes on, instead of throwing at the first.
struct PolicyNode {
    private let node: Node
    let file: String
    let faults: FaultList

    init(_ node: Node, file: String, faults: FaultList) {
        self.node = node
        self.file = file
        self.faults = faults
    }

    func report(_ code: PolicyFaultCode, _ detail: String) {
        faults.add(code, file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, detail)
    }

    /// The text of a scalar as it stands, without any check.
    var raw: String? { node.scalar?.string }

    private func beside(_ node: Node) -> PolicyNode {
        PolicyNode(node, file: file, faults: faults)
    }
}

// MARK: - Lists and mappings

extension PolicyNode {
    func list() -> [PolicyNode]? {
        guard let sequence = node.sequence else {
            report(.wrongType, "[…]")
            return nil
        }
        return sequence.map(beside)
    }

    /// The pairs of a mapping with free keys, in the order of the file.
    func pairs() -> [(key: PolicyNode, value: PolicyNode)]? {
        guard let mapping = node.mapping else {
            report(.wrongType, "{…}")
            return nil
        }
        return mapping.map { (beside($0.key), beside($0.value)) }
    }

    /// The value of one key, before the mapping is checked.
    func value(of key: String) -> PolicyNode? {
        node.mapping?.first { $0.key.scalar?.string == key }.map { beside($0.value) }
    }

    /// A mapping with these keys and no others; what is missing or unknown is reported.
    func mapping(required: [String], optional: [String] = []) -> PolicyMapping? {
        guard let pairs = pairs() else { return nil }
        var values: [String: PolicyNode] = [:]
        for (key, value) in pairs {
            guard let name = key.raw, required.contains(name) || optional.contains(name) else {
                key.report(.unknownKey, key.raw ?? "?")
                continue
            }
            values[name] = value
        }
        for name in required where values[name] == nil { report(.missingKey, name) }
        let mapping = PolicyMapping(node: self, values: values)
        if optional.contains("unverified") { mapping.checkProvenance() }
        return mapping
    }
}

// MARK: - Scalars

extension PolicyNode {
    /// A text that is not empty.
    func text(limit: Int = 500) -> String? {
        guard let raw else {
            report(.wrongType, "“…”")
            return nil
        }
        guard !raw.isEmpty else {
            report(.emptyValue, "")
            return nil
        }
        guard raw.unicodeScalars.count <= limit else {
            report(.textTooLong, "\(limit)")
            return nil
        }
        return raw
    }

    /// Letters, digits and `_ . -` of ASCII, at most 64.
    func code() -> String? {
        guard let text = text() else { return nil }
        let isCode = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x5F].contains(byte)
        }
        guard isCode, text.utf8.count <= 64 else {
            report(.badCode, text)
            return nil
        }
        return text
    }

    func number(in range: ClosedRange<Int>) -> Int? {
        guard let text = text() else { return nil }
        guard let number = Int(text) else {
            report(.notANumber, text)
            return nil
        }
        guard range.contains(number) else {
            report(.outOfRange, "\(number) (\(range.lowerBound)–\(range.upperBound))")
            return nil
        }
        return number
    }

    func day() -> Day? {
        guard let text = text() else { return nil }
        guard let day = Day(text) else {
            report(.notADay, text)
            return nil
        }
        return day
    }

    /// A word of a closed list.
    func word<Word: RawRepresentable<String>>(_: Word.Type) -> Word? {
        guard let text = text() else { return nil }
        guard let word = Word(rawValue: text) else {
            report(.unknownCode, text)
            return nil
        }
        return word
    }

    /// One of a few texts with a meaning.
    func choice<Value>(_ choices: KeyValuePairs<String, Value>) -> Value? {
        guard let text = text() else { return nil }
        guard let choice = choices.first(where: { $0.key == text }) else {
            report(.unknownCode, text)
            return nil
        }
        return choice.value
    }
}
