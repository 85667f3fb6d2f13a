/// The parsed files of `policies/` by path, and the closed list of paths that may stand there.
struct PolicyDocuments {
    static let singles = [
        "access.yaml", "accounts.yaml", "backup.yaml", "calendars.yaml", "casework.yaml", "data-requests.yaml", "departments.yaml",
        "disclosure.yaml", "fields.yaml", "hotlines.yaml", "indicators/goal-3.yaml", "indicators/goal-3.cases.yaml", "phone-limits.yaml",
        "phone-form.yaml", "releases.yaml", "report.yaml", "retention.yaml", "upkeep.yaml",
    ]
    static let vocabularies = "vocabularies/"
    static let plans = "plans/"
    static let places = "places/"

    private let roots: [String: PolicyNode]
    let faults: FaultList

    /// Parses what it knows, and reports files that are missing, unknown or no YAML.
    init(_ files: [PolicyFile], faults: FaultList) {
        self.faults = faults
        var roots: [String: PolicyNode] = [:]
        var paths: Set<String> = []
        for file in files {
            guard paths.insert(file.path).inserted, PolicyDocuments.isKnown(file.path) else {
                faults.add(.unknownFile, file: file.path, file.path)
                continue
            }
            guard file.bytes.count <= PolicyFile.sizeLimit else {
                faults.add(.fileTooLarge, file: file.path, "\(PolicyFile.sizeLimit)")
                continue
            }
            roots[file.path] = PolicyParser(file: file.path, faults: faults).root(of: file.bytes)
        }
        self.roots = roots
        for path in PolicyDocuments.singles where !paths.contains(path) { faults.add(.missingFile, file: path, path) }
        for name in VocabularySet.required.sorted() {
            let path = PolicyDocuments.vocabularies + name + ".yaml"
            if !paths.contains(path) { faults.add(.missingFile, file: path, path) }
        }
        for folder in [PolicyDocuments.plans, PolicyDocuments.places] where !paths.contains(where: { $0.hasPrefix(folder) }) {
            faults.add(.missingFile, file: folder, folder)
        }
        // One province a service: two lists of places would answer one code twice.
        for path in paths.filter({ $0.hasPrefix(PolicyDocuments.places) }).sorted().dropFirst() {
            faults.add(.unknownFile, file: path, path)
        }
    }

    /// The root of a file; `nil` when it is missing or could not be parsed, which is reported already.
    func root(_ path: String) -> PolicyNode? {
        roots[path]
    }

    /// The files of a folder by name without `.yaml`, sorted.
    func roots(in folder: String) -> [(name: String, root: PolicyNode)] {
        roots.filter { $0.key.hasPrefix(folder) }
            .map { (name: String($0.key.dropFirst(folder.count).dropLast(".yaml".count)), root: $0.value) }
            .sorted { $0.name < $1.name }
    }

    private static func isKnown(_ path: String) -> Bool {
        if singles.contains(path) { return true }
        guard path.hasSuffix(".yaml") else { return false }
        return [vocabularies, plans, places].contains { folder in
            path.hasPrefix(folder) && path.utf8.count > folder.utf8.count + 5 && !path.dropFirst(folder.count).contains("/")
        }
    }
}
