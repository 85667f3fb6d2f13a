import CaseDomain
import Indicators

/// Reads conditions: the closed language of `Condition`, nothing else.
struct ConditionReading {
    /// Where a condition stands decides what it may refer to: a denominator that names itself would never be worked out.
    enum Site {
        case denominator, numerator, beside
    }

    let marks: KnownCodes
    let site: Site

    func read(_ node: PolicyNode) -> Condition? {
        if let word = node.raw { return readWord(word, node) }
        guard let pairs = node.pairs() else { return nil }
        guard pairs.count == 1, let (key, value) = pairs.first, let name = key.raw else {
            node.report(.unknownCondition, pairs.compactMap(\.key.raw).joined(separator: ", "))
            return nil
        }
        switch name {
        case "all": return readParts(value).map(Condition.all)
        case "any": return readParts(value).map(Condition.any)
        case "not": return read(value).map(Condition.not)
        case "liability": return readWords(value, Liability.self).map(Condition.liability)
        case "identification": return readWords(value, Identification.self).map(Condition.identification)
        case "need": return readWords(value, NeedAssessment.self).map(Condition.need)
        case "reached": return marks.check(value, .unknownMark).map(Condition.reached(mark:))
        case "every_event": return value.word(ServiceState.self).map(Condition.everyEvent)
        default:
            key.report(.unknownCondition, name)
            return nil
        }
    }

    private func readWord(_ word: String, _ node: PolicyNode) -> Condition? {
        switch (word, site) {
        case ("always", _): return .always
        case ("denominator", .numerator), ("denominator", .beside): return .denominator
        case ("numerator", .beside): return .numerator
        case ("denominator", _), ("numerator", _):
            node.report(.circularCondition, word)
            return nil
        default:
            node.report(.unknownCondition, word)
            return nil
        }
    }

    private func readParts(_ node: PolicyNode) -> [Condition]? {
        guard let list = node.list() else { return nil }
        guard !list.isEmpty else {
            node.report(.unknownCondition, "[]")
            return nil
        }
        let parts = list.map(read)
        let found = parts.compactMap { $0 }
        return found.count == parts.count ? found : nil
    }

    private func readWords<Word: Codeword>(_ node: PolicyNode, _: Word.Type) -> Set<Word>? {
        guard let list = node.list() else { return nil }
        guard !list.isEmpty else {
            node.report(.unknownCondition, "[]")
            return nil
        }
        return Set(list.compactMap { $0.word(Word.self) })
    }
}
