import CaseDomain

/// A mapping of a policy file whose keys were checked.
struct PolicyMapping {
    /// Keys that say where a statement comes from and whether it was checked.
    static let provenance = ["source", "unverified"]
    static let labels = ["vi", "en"]
    /// The same, where there is little room.
    static let shortLabels = ["short_vi", "short_en"]
    static let validity = ["valid_from", "valid_to"]

    let node: PolicyNode
    private let values: [String: PolicyNode]

    init(node: PolicyNode, values: [String: PolicyNode]) {
        self.node = node
        self.values = values
    }

    subscript(_ key: String) -> PolicyNode? { values[key] }

    /// The label in both languages; each language that is missing is reported.
    ///
    /// - Parameter keys: Of the Vietnamese text and the English one.
    func label(_ keys: [String] = labels) -> Label? {
        let texts = keys.map { language -> String? in
            guard let value = values[language], value.raw?.isEmpty != true else {
                (values[language] ?? node).report(.missingText, language)
                return nil
            }
            return value.text()
        }
        guard let vietnamese = texts[0], let english = texts[1] else { return nil }
        return Label(vietnamese: vietnamese, english: english)
    }

    /// First and last valid day, each of which may be absent.
    func validity() -> (from: Day?, to: Day?) {
        let from = values["valid_from"]?.day()
        let to = values["valid_to"]?.day()
        if let from, let to, to < from { values["valid_to"]?.report(.validityReversed, "\(from) > \(to)") }
        return (from, to)
    }

    /// A statement that is marked as unverified has to say from where it was taken.
    func checkProvenance() {
        _ = values["source"]?.text()
        guard let mark = values["unverified"], mark.choice(["true": true, "false": false]) == true else { return }
        if values["source"] == nil { node.report(.missingKey, "source") }
    }
}

/// The codes that a file defines, or `nil` when the file could not be read as a whole: then nothing that refers to it is called wrong.
struct KnownCodes {
    private let codes: Set<String>?

    init(_ codes: Set<String>?) {
        self.codes = codes
    }

    static let unreadable = KnownCodes(nil)

    func contains(_ code: String) -> Bool {
        codes?.contains(code) ?? true
    }

    /// The code that a node refers to, reported when it is not known.
    func check(_ node: PolicyNode?, _ fault: PolicyFaultCode = .unknownCode) -> String? {
        guard let node, let code = node.text() else { return nil }
        guard contains(code) else {
            node.report(fault, code)
            return nil
        }
        return code
    }
}
