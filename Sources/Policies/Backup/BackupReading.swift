/// Reads `backup.yaml`: every limit, each with its source and within its bounds.
struct BackupReading {
    let documents: PolicyDocuments

    func read() -> BackupRules? {
        let names = BackupLimit.allCases.map(\.rawValue)
        guard let list = documents.root("backup.yaml")?.mapping(required: ["limits"])?["limits"]?.mapping(required: names) else {
            return nil
        }
        var limits: [BackupLimit: Int] = [:]
        for limit in BackupLimit.allCases {
            guard let entry = list[limit.rawValue]?.mapping(required: ["value", "source"], optional: ["unverified"]) else { continue }
            limits[limit] = entry["value"]?.number(in: limit.bounds)
        }
        return BackupRules(limits)
    }
}
