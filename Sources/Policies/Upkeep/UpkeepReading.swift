/// Reads `upkeep.yaml`: every limit, each with its source and within its bounds.
struct UpkeepReading {
    let documents: PolicyDocuments

    func read() -> UpkeepRules? {
        let names = UpkeepLimit.allCases.map(\.rawValue)
        guard let list = documents.root("upkeep.yaml")?.mapping(required: ["limits"])?["limits"]?.mapping(required: names) else {
            return nil
        }
        var limits: [UpkeepLimit: Int] = [:]
        for limit in UpkeepLimit.allCases {
            guard let entry = list[limit.rawValue]?.mapping(required: ["value", "source"], optional: ["unverified"]) else { continue }
            limits[limit] = entry["value"]?.number(in: limit.bounds)
        }
        return UpkeepRules(limits)
    }
}
