import Disclosure
import Indicators

/// Reads `disclosure.yaml`: from which numbers on something is published, and what.
struct DisclosureReading {
    static let path = "disclosure.yaml"
    private static let largestWeight = 1_000
    let documents: PolicyDocuments

    func read() -> DisclosureRules? {
        guard let root = documents.root(DisclosureReading.path)?.mapping(required: ["limits", "tables", "weights"]) else { return nil }
        let limits = root["limits"]?.mapping(required: ["smallest_count", "smallest_outcome"])
        let count = limit(limits?["smallest_count"], from: DisclosureRules.countFloor)
        let outcome = limit(limits?["smallest_outcome"], from: DisclosureRules.outcomeFloor)
        if let count, let outcome, outcome < count {
            limits?["smallest_outcome"]?.report(.outOfRange, "\(outcome) < \(count)")
            return nil
        }
        let programme = root["tables"].flatMap(tables)
        let weights = root["weights"].flatMap(weights)
        guard let count, let outcome, let programme, let weights else { return nil }
        return try? DisclosureRules(smallestCount: count, smallestOutcome: outcome, programme: programme, weights: weights)
    }

    private func limit(_ node: PolicyNode?, from floor: Int) -> Int? {
        node?.mapping(required: ["value", "source"], optional: ["unverified"])?["value"]?.number(in: floor...DisclosureRules.highest)
    }

    private func tables(_ node: PolicyNode) -> [PublicTable: Set<PeriodPart>]? {
        let names = PublicTable.allCases.map(\.rawValue)
        guard let list = node.mapping(required: [], optional: names) else { return nil }
        var programme: [PublicTable: Set<PeriodPart>] = [:]
        for table in PublicTable.allCases {
            guard let entry = list[table.rawValue] else { continue }
            guard let periods = entry.mapping(required: ["periods"])?["periods"]?.list() else { return nil }
            var parts: Set<PeriodPart> = []
            for period in periods {
                guard let text = period.text() else { return nil }
                guard let part = PeriodPart(rawValue: text), table.widest.contains(part) else {
                    period.report(.unknownCode, text)
                    return nil
                }
                parts.insert(part)
            }
            programme[table] = parts
        }
        return programme
    }

    private func weights(_ node: PolicyNode) -> CellWeights? {
        let names = ["province", "commune", "quarter", "total", "part"]
        guard let list = node.mapping(required: names) else { return nil }
        let values = names.map { list[$0]?.number(in: 1...DisclosureReading.largestWeight) }
        guard let province = values[0], let commune = values[1], let quarter = values[2], let total = values[3], let part = values[4] else {
            return nil
        }
        return CellWeights(province: province, commune: commune, quarter: quarter, total: total, part: part)
    }
}
