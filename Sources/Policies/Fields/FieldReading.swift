import CaseDomain

/// Reads `fields.yaml`: exactly the columns of the register import, none more open than the program allows.
struct FieldReading {
    private static let limits = 1...60_000
    let documents: PolicyDocuments

    /// The columns of each file with the class that they have at most; a fact has to stay a fact, or figures would miss it.
    static let ceilings: KeyValuePairs<String, KeyValuePairs<String, FieldClass>> = [
        "cases.csv": [
            "case": .fact, "kind": .fact, "detected_on": .fact, "detected_place": .fact, "channel": .record, "state": .fact,
            "centre": .record, "incident_on": .record, "forms": .record, "narrative": .record,
        ],
        "people.csv": [
            "case": .fact, "person": .fact, "role": .fact, "sex": .fact, "birth_year": .fact, "name": .identity, "id_number": .identity,
            "phone": .identity, "address": .identity, "ethnicity": .identity, "relationship": .record,
        ],
        "statuses.csv": ["case": .fact, "person": .fact, "what": .fact, "value": .fact, "on": .fact],
        "services.csv": [
            "case": .fact, "person": .fact, "service": .fact, "state": .fact, "on": .fact, "provider": .record, "note": .record,
        ],
        "centres.csv": [
            "code": .plain, "name": .plain, "kind": .plain, "public": .plain, "place": .plain, "valid_from": .plain, "valid_to": .plain,
        ],
        "activities.csv": [
            "centre": .plain, "kind": .plain, "on": .plain, "participants_female": .plain, "participants_male": .plain, "note": .record,
        ],
        "externals.csv": ["indicator": .plain, "year": .plain, "value": .plain, "source": .plain],
    ]

    func read() -> [String: [String: FieldRule]] {
        let files = documents.root("fields.yaml")?.mapping(required: ["files"])?["files"]?.mapping(
            required: FieldReading.ceilings.map(\.key))
        var rules: [String: [String: FieldRule]] = [:]
        for (file, ceilings) in FieldReading.ceilings {
            guard let columns = files?[file]?.mapping(required: ceilings.map(\.key)) else { continue }
            for (column, ceiling) in ceilings {
                guard let rule = columns[column]?.mapping(required: ["class", "limit"]) else { continue }
                let fieldClass = rule["class"]?.word(FieldClass.self)
                let limit = rule["limit"]?.number(in: FieldReading.limits)
                guard let fieldClass, let limit else { continue }
                let isAllowed = ceiling == .fact ? fieldClass == .fact : fieldClass.number <= ceiling.number && fieldClass != .fact
                if !isAllowed { rule["class"]?.report(.tooOpen, "\(file) \(column): \(fieldClass.rawValue) ≠ \(ceiling.rawValue)") }
                rules[file, default: [:]][column] = FieldRule(fieldClass: fieldClass, limit: limit)
            }
        }
        return rules
    }
}
