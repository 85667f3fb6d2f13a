import CaseDomain

/// Reads `places/*.yaml` and checks that a code on a day is one place and that every commune that ended went somewhere.
struct PlaceReading {
    let documents: PolicyDocuments

    /// A commune with the places in the file that faults are reported at.
    private struct Entry {
        let commune: Commune
        let district: String?
        let node: PolicyNode
        let successor: PolicyNode?
    }

    func read() -> (province: Province, gazetteer: Gazetteer)? {
        guard let root = documents.roots(in: PolicyDocuments.places).first?.root else { return nil }
        let required = ["province", "outside", "districts", "communes", "source"]
        guard let mapping = root.mapping(required: required, optional: ["unverified"]) else { return nil }
        let province = mapping["province"]?.mapping(required: ["code"], optional: PolicyMapping.labels)
        let (code, label) = (province?["code"]?.code(), province?.label())
        let outside = mapping["outside"]?.mapping(required: [], optional: PolicyMapping.labels)?.label()
        let districts = readDistricts(mapping["districts"])
        let known = KnownCodes(mapping["districts"] == nil ? nil : Set(districts.map(\.code)))
        var entries: [Entry] = []
        var isComplete = mapping["communes"] != nil
        for node in mapping["communes"]?.list() ?? [] {
            guard let entry = readCommune(node, districts: known) else {
                isComplete = false
                continue
            }
            entries.append(entry)
        }
        checkOverlaps(entries)
        checkNames(entries)
        if isComplete { checkSuccessors(entries) }
        guard isComplete, let code, let label, let outside else { return nil }
        let communesByDistrict = Dictionary(grouping: entries.filter { $0.district != nil }, by: { $0.district ?? "" })
        let filled = districts.map { district in
            District(
                code: district.code, name: district.name, validToExclusive: district.validToExclusive,
                communes: communesByDistrict[district.code]?.map(\.commune.code) ?? []
            )
        }
        return (Province(code: code, label: label, outside: outside, districts: filled), Gazetteer(entries.map(\.commune)))
    }

    private func readDistricts(_ node: PolicyNode?) -> [District] {
        var districts: [District] = []
        for item in node?.list() ?? [] {
            let mapping = item.mapping(required: ["code", "name"], optional: ["valid_to_exclusive"])
            guard let mapping, let code = mapping["code"]?.code(), let name = mapping["name"]?.text(limit: 200) else { continue }
            if districts.contains(where: { $0.code == code }) { mapping["code"]?.report(.duplicateCode, code) }
            districts.append(District(code: code, name: name, validToExclusive: mapping["valid_to_exclusive"]?.day(), communes: []))
        }
        return districts
    }

    private func readCommune(_ node: PolicyNode, districts: KnownCodes) -> Entry? {
        let optional = ["aliases", "district", "valid_from", "valid_to_exclusive", "successor"] + PolicyMapping.provenance
        guard let mapping = node.mapping(required: ["code", "name"], optional: optional) else { return nil }
        let (code, name) = (mapping["code"].flatMap(readCode), mapping["name"]?.text(limit: 200))
        let aliases = (mapping["aliases"]?.list() ?? []).compactMap { $0.text(limit: 200) }
        let (from, end) = (mapping["valid_from"]?.day(), mapping["valid_to_exclusive"]?.day())
        if let from, let end, end <= from { mapping["valid_to_exclusive"]?.report(.validityReversed, "\(from) ≥ \(end)") }
        let district = mapping["district"].flatMap { districts.check($0) }
        let successor = mapping["successor"].flatMap(readCode)
        // Without a successor its people would fall out of every later table.
        if end != nil, mapping["successor"] == nil { node.report(.missingKey, "successor") }
        guard let code, let name else { return nil }
        let commune = Commune(code: code, name: name, aliases: aliases, validFrom: from, validToExclusive: end, successor: successor)
        return Entry(commune: commune, district: district, node: node, successor: mapping["successor"])
    }

    private func readCode(_ node: PolicyNode) -> PlaceCode? {
        guard let text = node.text() else { return nil }
        guard let code = PlaceCode(text), code != .outside else {
            node.report(.badCode, text)
            return nil
        }
        return code
    }

    private func checkOverlaps(_ entries: [Entry]) {
        for group in Dictionary(grouping: entries, by: \.commune.code).values {
            for (index, later) in group.enumerated() where group[..<index].contains(where: { overlap($0.commune, later.commune) }) {
                later.node.report(.overlappingPlace, "\(later.commune.code)")
            }
        }
    }

    private func checkSuccessors(_ entries: [Entry]) {
        for entry in entries {
            guard let node = entry.successor, let successor = entry.commune.successor else { continue }
            let isThere = entries.contains { other in
                other.commune.code == successor && (entry.commune.validToExclusive.map { other.commune.exists(on: $0) } ?? false)
            }
            if !isThere {
                node.report(.danglingSuccessor, "\(successor) \(entry.commune.validToExclusive.map(\.description) ?? "?")")
            }
        }
    }

    /// A name that two communes bear at one time can never be matched; a guess would put people in the wrong place.
    private func checkNames(_ entries: [Entry]) {
        var byName: [String: [Commune]] = [:]
        for entry in entries {
            for name in Set([entry.commune.name] + entry.commune.aliases) {
                if byName[name]?.contains(where: { overlap($0, entry.commune) }) == true { entry.node.report(.ambiguousName, name) }
                byName[name, default: []].append(entry.commune)
            }
        }
    }

    private func overlap(_ one: Commune, _ other: Commune) -> Bool {
        let startsBefore = { (left: Commune, right: Commune) in
            guard let from = left.validFrom, let end = right.validToExclusive else { return true }
            return from < end
        }
        return startsBefore(one, other) && startsBefore(other, one)
    }
}
