import CaseDomain

/// The access policy as an article of the documentation: a row for each verb, a column for each role.
package enum AccessTable {
    package static func markdown(_ policy: AccessPolicy) -> String {
        let parties = AccessParty.all
        var lines = [
            "# Who may do what",
            "",
            "Made from `policies/access.yaml`; a test compares it and `NUONG_WRITE_DOCS=1` writes it anew. A dash is a refusal.",
            "",
            "| verb | " + parties.map { "`\($0.name)`" }.joined(separator: " | ") + " |",
            "|" + String(repeating: " --- |", count: parties.count + 1),
        ]
        for verb in AccessVerb.allCases {
            let cells = parties.map { party in
                let scope = policy.scope(of: verb, for: party)
                return scope == AccessScope.none ? "–" : scope.rawValue.replacing("_", with: " ")
            }
            lines.append("| `\(verb.rawValue)` | " + cells.joined(separator: " | ") + " |")
        }
        lines += ["", "Refused to them whatever the file says:", "", "| | verbs |", "| --- | --- |"]
        for party in parties {
            let verbs = AccessVerb.allCases.filter { AccessGuarantee.forbids($0, to: party) }
            guard !verbs.isEmpty else { continue }
            lines.append("| `\(party.name)` | " + verbs.map { "`\($0.rawValue)`" }.joined(separator: ", ") + " |")
        }
        lines += [
            "",
            "A member who is barred from a case is refused it. A restricted case opens to those who are assigned to it and to managers alone.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
