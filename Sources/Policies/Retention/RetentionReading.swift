import CaseDomain

/// Reads `retention.yaml`: every kind of case once, each number within its bounds, no case shorter than the identities in it.
struct RetentionReading {
    let documents: PolicyDocuments

    func read() -> RetentionRules? {
        guard let root = documents.root("retention.yaml")?.mapping(required: ["warning_days", "kinds"]) else { return nil }
        let warning = root["warning_days"]?.number(in: RetentionRules.warningBounds)
        var months: [CaseKind: RetentionRules.Months] = [:]
        var isComplete = true
        for node in root["kinds"]?.list() ?? [] {
            let keys = ["kind", "identity_months", "case_months", "source"]
            guard let entry = node.mapping(required: keys, optional: ["unverified"]),
                let kind = entry["kind"]?.word(CaseKind.self)
            else {
                isComplete = false
                continue
            }
            let identity = entry["identity_months"]?.number(in: RetentionRules.identityBounds)
            let caseFile = entry["case_months"]?.number(in: RetentionRules.caseBounds)
            guard let identity, let caseFile else {
                isComplete = false
                continue
            }
            if caseFile < identity { entry["case_months"]?.report(.outOfRange, "\(caseFile) < \(identity)") }
            if months.updateValue(RetentionRules.Months(identity: identity, caseFile: caseFile), forKey: kind) != nil {
                entry["kind"]?.report(.duplicateCode, kind.rawValue)
            }
        }
        // A kind whose own entry is faulty is not called missing as well.
        if isComplete, let list = root["kinds"] {
            for kind in CaseKind.allCases where months[kind] == nil { list.report(.missingKey, kind.rawValue) }
        }
        return warning.flatMap { RetentionRules(months, warningDays: $0) }
    }
}
