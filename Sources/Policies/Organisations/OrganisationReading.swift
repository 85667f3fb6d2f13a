import CaseDomain

/// Reads `departments.yaml` and `hotlines.yaml`.
struct OrganisationReading {
    let documents: PolicyDocuments

    func departments() -> (departments: [Department], known: KnownCodes) {
        guard let list = documents.root("departments.yaml")?.mapping(required: ["departments"])?["departments"]?.list() else {
            return ([], .unreadable)
        }
        var departments: [Department] = []
        var successors: [(node: PolicyNode, code: String, end: Day?)] = []
        var codes: Set<String> = []
        var isComplete = true
        for node in list {
            let optional = PolicyMapping.labels + PolicyMapping.provenance + PolicyMapping.validity + ["successor"]
            guard let mapping = node.mapping(required: ["code"], optional: optional) else {
                isComplete = false
                continue
            }
            let code = mapping["code"]?.code()
            let label = mapping.label()
            let validity = mapping.validity()
            let successor = mapping["successor"]?.code()
            if let code, !codes.insert(code).inserted { mapping["code"]?.report(.duplicateCode, code) }
            let isDayFaulty = mapping["valid_to"] != nil && validity.to == nil
            if let node = mapping["successor"], let successor, !isDayFaulty { successors.append((node, successor, validity.to)) }
            if code == nil { isComplete = false }
            guard let code, let label else { continue }
            departments.append(
                Department(code: code, label: label, validFrom: validity.from, validTo: validity.to, successor: successor)
            )
        }
        for (node, code, end) in successors {
            let isThere = departments.contains { department in
                department.code == code && (end.map { department.exists(on: $0.adding(days: 1)) } ?? false)
            }
            // One whose own entry is faulty is not called missing as well.
            let isFaulty = !isComplete || (codes.contains(code) && !departments.contains { $0.code == code })
            if !isThere, !isFaulty {
                node.report(.danglingSuccessor, end.map { "\(code) \($0.adding(days: 1))" } ?? code)
            }
        }
        return (departments, isComplete ? KnownCodes(codes) : .unreadable)
    }

    func hotlines() -> [Hotline] {
        var hotlines: [Hotline] = []
        var codes: Set<String> = []
        for node in documents.root("hotlines.yaml")?.mapping(required: ["hotlines"])?["hotlines"]?.list() ?? [] {
            let optional = PolicyMapping.labels + PolicyMapping.shortLabels + PolicyMapping.provenance + ["valid_to"]
            guard let mapping = node.mapping(required: ["code", "telephone", "valid_from"], optional: optional) else { continue }
            let code = mapping["code"]?.code()
            let telephone = mapping["telephone"]?.text(limit: 20)
            let label = mapping.label()
            let short = mapping["short_vi"] == nil && mapping["short_en"] == nil ? label : mapping.label(PolicyMapping.shortLabels)
            let validity = mapping.validity()
            if let code, !codes.insert(code).inserted { mapping["code"]?.report(.duplicateCode, code) }
            if let telephone, !telephone.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x20 }) {
                mapping["telephone"]?.report(.badCode, telephone)
            }
            guard let code, let telephone, let label, let short else { continue }
            hotlines.append(
                Hotline(code: code, telephone: telephone, label: label, short: short, validFrom: validity.from, validTo: validity.to))
        }
        return hotlines
    }
}
