import CaseDomain

/// Reads `access.yaml`: every role once, each verb with a scope that means something, nothing that the program forbids.
struct AccessReading {
    let documents: PolicyDocuments

    func read() -> AccessPolicy? {
        guard let root = documents.root("access.yaml")?.mapping(required: ["roles", "local"]) else { return nil }
        var grants: [AccessParty: [AccessVerb: AccessScope]] = [:]
        var isComplete = true
        for node in root["roles"]?.list() ?? [] {
            guard let entry = node.mapping(required: ["role", "may"], optional: PolicyMapping.provenance) else {
                isComplete = false
                continue
            }
            let role = entry["role"]?.word(UserRole.self)
            let verbs = readVerbs(entry["may"], of: role.map(AccessParty.role))
            guard let role else {
                isComplete = false
                continue
            }
            if grants.updateValue(verbs, forKey: .role(role)) != nil { entry["role"]?.report(.duplicateCode, role.rawValue) }
        }
        // A role whose own entry is faulty is not called missing as well.
        if isComplete, let list = root["roles"] {
            for role in UserRole.allCases where grants[.role(role)] == nil { list.report(.missingRole, role.rawValue) }
        }
        let local = root["local"]?.mapping(required: ["may"], optional: PolicyMapping.provenance)
        grants[.local] = readVerbs(local?["may"], of: .local)
        return AccessPolicy(grants)
    }

    /// The verbs of a party, or of nobody known: then words are checked and nothing else.
    private func readVerbs(_ node: PolicyNode?, of party: AccessParty?) -> [AccessVerb: AccessScope] {
        var verbs: [AccessVerb: AccessScope] = [:]
        for (key, value) in node?.pairs() ?? [] {
            let verb = key.word(AccessVerb.self)
            let scope = value.word(AccessScope.self)
            guard let verb, let scope, let party else { continue }
            let detail = "\(party.name), \(verb.rawValue): \(scope.rawValue)"
            if scope != AccessScope.none, AccessGuarantee.forbids(verb, to: party) {
                key.report(.neverAllowed, detail)
            } else if !AccessGuarantee.fits(scope, verb, party) {
                value.report(.senselessScope, detail)
            } else {
                verbs[verb] = scope
            }
        }
        return verbs
    }
}
