/// A number that a file sets within bounds that no file passes.
protocol PolicyLimit: RawRepresentable<String>, CaseIterable, Hashable, Sendable where AllCases == [Self] {
    /// The file in which all of its kind stand.
    static var file: String { get }

    var bounds: ClosedRange<Int> { get }
}

/// Reads a file of limits: every one, each with its source and within its bounds.
struct LimitReading<Limit: PolicyLimit> {
    let documents: PolicyDocuments

    /// The values that hold, and the entries by name for faults between two of them; `nil` when the file has no list.
    func read() -> (values: [Limit: Int], entries: PolicyMapping)? {
        let names = Limit.allCases.map(\.rawValue)
        guard let list = documents.root(Limit.file)?.mapping(required: ["limits"])?["limits"]?.mapping(required: names) else { return nil }
        var values: [Limit: Int] = [:]
        for limit in Limit.allCases {
            guard let entry = list[limit.rawValue]?.mapping(required: ["value", "source"], optional: ["unverified"]) else { continue }
            values[limit] = entry["value"]?.number(in: limit.bounds)
        }
        return (values, list)
    }
}
