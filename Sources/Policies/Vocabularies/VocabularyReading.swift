import CaseDomain

/// Reads `vocabularies/*.yaml`: codes, numbers, texts, marks, validity.
struct VocabularyReading {
    private static let formLimit = 16
    let documents: PolicyDocuments

    func read() -> VocabularySet {
        var set = VocabularySet()
        for (name, root) in documents.roots(in: PolicyDocuments.vocabularies) {
            guard let mapping = root.mapping(required: ["vocabulary", "source", "terms"], optional: ["marks", "unverified"]) else {
                continue
            }
            if let title = mapping["vocabulary"], let text = title.code(), text != name { title.report(.unknownCode, text) }
            let marks = readMarks(mapping["marks"])
            set.marks[name] = marks
            var reading = TermReading(name: name, marks: KnownCodes(Set(marks.keys)))
            for node in mapping["terms"]?.list() ?? [] { reading.read(node) }
            if let enumeration = EnumVocabulary.named(name), let list = mapping["terms"] {
                for word in enumeration.words where !reading.codes.contains(word.code) { list.report(.enumMismatch, word.code) }
            }
            set.terms[name] = reading.terms
            set.codes[name] = reading.hasUnreadableCode || mapping["terms"] == nil ? nil : reading.codes
            set.letters[name] = reading.letters
        }
        return set
    }

    private func readMarks(_ node: PolicyNode?) -> [String: Label] {
        var marks: [String: Label] = [:]
        for item in node?.list() ?? [] {
            guard let mapping = item.mapping(required: ["code"], optional: PolicyMapping.labels), let code = mapping["code"]?.code() else {
                continue
            }
            if marks.updateValue(mapping.label() ?? Label(vietnamese: code, english: code), forKey: code) != nil {
                mapping["code"]?.report(.duplicateCode, code)
            }
        }
        return marks
    }

    /// The terms of one file, one after the other.
    private struct TermReading {
        let name: String
        let marks: KnownCodes
        private(set) var terms: [Term] = []
        private(set) var codes: Set<String> = []
        private(set) var letters: [String: String] = [:]
        private(set) var hasUnreadableCode = false
        private var numbers: Set<Int> = []

        init(name: String, marks: KnownCodes) {
            self.name = name
            self.marks = marks
        }

        mutating func read(_ node: PolicyNode) {
            let optional = PolicyMapping.labels + PolicyMapping.provenance + PolicyMapping.validity + ["marks", "letter"]
            guard let mapping = node.mapping(required: ["code", "number"], optional: optional) else {
                hasUnreadableCode = true
                return
            }
            let code = mapping["code"]?.code()
            let number = mapping["number"]?.number(in: 1...numberLimit)
            let label = mapping.label()
            let validity = mapping.validity()
            let termMarks = (mapping["marks"]?.list() ?? []).compactMap { marks.check($0, .unknownMark) }
            if let number, !numbers.insert(number).inserted { mapping["number"]?.report(.duplicateNumber, "\(number)") }
            guard let code else {
                hasUnreadableCode = true
                return
            }
            if !codes.insert(code).inserted { mapping["code"]?.report(.duplicateCode, code) }
            checkEnumeration(mapping, code: code, number: number)
            letters[code] = mapping["letter"]?.text(limit: 1)
            guard let number, let label else { return }
            terms.append(
                Term(
                    code: code, number: UInt16(number), label: label, marks: Set(termMarks), validFrom: validity.from, validTo: validity.to
                )
            )
        }

        private var numberLimit: Int {
            switch name {
            // A case keeps its forms as bits.
            case VocabularySet.violenceForms: formLimit
            // What somebody was reached by is kept as bits of a word.
            case VocabularySet.serviceKinds: 64
            case _ where VocabularySet.ticked.contains(name): Int(CodeSet<AnyWord>.highest)
            case _ where EnumVocabulary.named(name) != nil: Int(UInt8.max)
            default: Int(UInt16.max)
            }
        }

        private func checkEnumeration(_ mapping: PolicyMapping, code: String, number: Int?) {
            guard let enumeration = EnumVocabulary.named(name) else { return }
            guard let word = enumeration.words.first(where: { $0.code == code }) else {
                mapping["code"]?.report(.enumMismatch, code)
                return
            }
            if let number, number != word.number { mapping["number"]?.report(.enumMismatch, "\(code) \(number) ≠ \(word.number)") }
        }
    }
}
