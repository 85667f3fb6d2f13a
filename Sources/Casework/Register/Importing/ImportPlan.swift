import CaseDomain
import Indicators
import Store
import Vault

/// The faults of a plan, bounded as those of the reader are.
struct PlanFaults {
    private static let most = 10_000
    private var faults: [RegisterFault] = []
    private var more = 0

    var isEmpty: Bool { faults.isEmpty }
    var listed: RegisterFaults { RegisterFaults(faults: faults, more: more) }

    mutating func add(_ file: String, _ line: Int, _ column: Int, _ code: RegisterFaultCode, _ detail: String = "") {
        if faults.count < PlanFaults.most {
            faults.append(RegisterFault(file: file, line: line, column: column, code: code, detail: detail))
        } else {
            more += 1
        }
    }
}

/// A centre that keeps cases, with the key to which everything is sealed.
struct Keeper: Sendable {
    let identifier: Identifier<Centre>
    let code: String
    let box: BoxPublicKey
}

/// A case that an import writes, new or changed.
struct PlannedCase: Sendable {
    /// Place in `Register.cases`.
    let index: Int
    let keeper: Keeper
    let digest: [UInt8]
    let known: CaseStore.RegisteredCase?
    /// Rows whose content is new, with the revision they get.
    let rows: [RegisterRow]
    /// People whose row is new or changed, by their place in the case's people.
    let people: [Int: KnownIdentity?]
}

/// What is known of a person's identity: its revision and its newest key.
struct KnownIdentity: Sendable {
    let revision: UInt32
    let generation: UInt32
}

/// What a register's import would write, worked out before anything is written.
struct ImportPlan: Sendable {
    private(set) var newCentres: [NewCentre] = []
    private(set) var changedCentres: [ChangedCentre] = []
    private(set) var openingCodes: [String: String] = [:]
    var activityLists: [ActivityList] = []
    /// Digests of the activity lists' content.
    var activityRows: [RegisterRow] = []
    var externals: [ExternalValue] = []
    private(set) var cases: [PlannedCase] = []
    var report = ImportReport()
    var faults = PlanFaults()
    /// What looks wrong beside what is known already.
    private(set) var warnings: [RegisterWarning] = []
    /// Whether a centre keeps cases once this import is done, by code.
    private var keepsCases: [String: Bool] = [:]
    /// Every centre that has keys: one that keeps cases no longer still has those it kept.
    private(set) var keepers: [String: Keeper] = [:]
    private(set) var defaultKeeper: Keeper?

    var changesAnything: Bool {
        !(newCentres.isEmpty && changedCentres.isEmpty && activityLists.isEmpty && externals.isEmpty && cases.isEmpty)
    }

    init(_ register: Register, _ options: ImportOptions, _ installation: OpenInstallation) throws {
        let newest = try installation.store.newestCommit()
        let known = try installation.store.centres(at: newest)
        try planCentres(register, options, known, installation)
        try chooseDefaultKeeper(register, options, known)
        guard faults.isEmpty || options.centre == nil || defaultKeeper != nil else { return }
        try planCases(register, options, installation)
        try planActivities(register, options, installation, at: newest)
        try planExternals(register, options, installation, at: newest)
    }

    // MARK: Centres

    private mutating func planCentres(
        _ register: Register, _ options: ImportOptions, _ known: [StoredCentre], _ installation: OpenInstallation
    ) throws {
        let byCode = Dictionary(known.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        for centre in known {
            keepsCases[centre.code] = centre.version.kind.keepsCases
            guard let keys = try installation.store.keys(ofCentre: centre.number) else { continue }
            let chain = try installation.verifiedChain(keys, centre.identifier)
            keepers[centre.code] = Keeper(identifier: centre.identifier, code: centre.code, box: chain.epoch.box)
        }
        for row in register.centres {
            let version = CentreVersion(
                name: row.name, kind: row.kind, isPublic: row.isPublic, place: row.place, validFrom: row.validFrom, validTo: row.validTo
            )
            let existing = byCode[row.code]
            if let existing, existing.version == version {
                report.unchanged += 1
                continue
            }
            if existing != nil, !options.update {
                faults.add("centres.csv", row.line, 1, .changedWithoutUpdate)
                continue
            }
            report.imported.centres += 1
            keepsCases[row.code] = version.kind.keepsCases
            let identifier: Identifier<Centre> = existing?.identifier ?? installation.chance.identifier()
            var keys: CentreKeys?
            if version.kind.keepsCases, keepers[row.code] == nil {
                let founding = try installation.found(identifier)
                keys = founding.keys
                openingCodes[row.code] = founding.openingCode
                let chain = try CentreChain(
                    verifying: [CentreLink(body: founding.keys.linkBody, signature: founding.keys.linkSignature)], centre: identifier,
                    rootTag: founding.keys.rootTag, headTag: founding.keys.headTag, under: installation.keys.boxTags
                )
                keepers[row.code] = Keeper(identifier: identifier, code: row.code, box: chain.epoch.box)
            }
            if let existing {
                changedCentres.append(
                    ChangedCentre(identifier: identifier, code: row.code, revision: existing.revision + 1, version: version, keys: keys)
                )
            } else {
                newCentres.append(NewCentre(identifier: identifier, code: row.code, version: version, keys: keys))
            }
        }
    }

    /// `--centre`, else the first public social-assistance centre of the register, else of the installation.
    private mutating func chooseDefaultKeeper(_ register: Register, _ options: ImportOptions, _ known: [StoredCentre]) throws {
        if let named = options.centre {
            guard let keeper = newKeeper(named) else {
                faults.add(".", 1, 1, .noKeeper, "--centre")
                return
            }
            defaultKeeper = keeper
            return
        }
        let candidates =
            register.centres.filter { $0.kind == .socialAssistanceCentre && $0.isPublic }.map(\.code)
            + known.filter { $0.version.kind == .socialAssistanceCentre && $0.version.isPublic }.map(\.code)
        for candidate in candidates where defaultKeeper == nil { defaultKeeper = newKeeper(candidate) }
    }

    /// A centre with which new cases may be put: after this import it is of a kind that keeps cases.
    func newKeeper(_ code: String) -> Keeper? {
        keepsCases[code] == true ? keepers[code] : nil
    }

    // MARK: Cases

    private mutating func planCases(_ register: Register, _ options: ImportOptions, _ installation: OpenInstallation) throws {
        let digests = RegisterDigests(register, options, installation.tags)
        let centres = Dictionary(
            try installation.store.centres().map { ($0.number, $0.code) },
            uniquingKeysWith: { first, _ in first }
        )
        let hasCases = try installation.store.hasAnyCase()
        for (index, row) in register.cases.enumerated() {
            let digest = installation.tags.registerCase(options.register, row.code)
            let known = hasCases ? try installation.store.registeredCase(digest) : nil
            let rows = digests.rows(of: index, isKnown: known != nil)
            let keeper = known.flatMap { centres[$0.row.centre] }.flatMap { keepers[$0] } ?? newKeeper(row.centre) ?? defaultKeeper
            guard let keeper else {
                faults.add("cases.csv", row.line, 1, .noKeeper)
                continue
            }
            guard let known else {
                let people = Dictionary(uniqueKeysWithValues: row.people.indices.map { ($0 - row.people.lowerBound, KnownIdentity?.none) })
                plan(PlannedCase(index: index, keeper: keeper, digest: digest, known: nil, rows: rows.all, people: people), row, register)
                continue
            }
            try planKnown(known, index, row, rows, keeper, digest, register, options, installation)
        }
    }

    private mutating func plan(_ planned: PlannedCase, _ row: CaseRow, _ register: Register) {
        cases.append(planned)
        report.imported.cases += 1
        report.imported.people += row.people.count
        report.imported.statuses += row.statuses.count
        report.imported.services += row.services.count
    }

    private mutating func planKnown(
        _ known: CaseStore.RegisteredCase, _ index: Int, _ row: CaseRow, _ rows: RegisterDigests.CaseRows, _ keeper: Keeper,
        _ digest: [UInt8],
        _ register: Register, _ options: ImportOptions, _ installation: OpenInstallation
    ) throws {
        let stored = try installation.store.registerRows(rows.all.map(\.digest))
        var changed: [RegisterRow] = []
        var differs: [Int] = []
        for (place, pair) in zip(rows.all, stored).enumerated() {
            let (fresh, old) = pair
            guard old?.content != fresh.content else { continue }
            // Whoever was in this row has no name any more, and this row does not give it back.
            if case .person(let person) = rows.kinds[place], old?.content == installation.tags.erasedContent(of: fresh.digest) {
                let line = register.people[row.people.lowerBound + person].line
                warnings.append(RegisterWarning(file: "people.csv", line: line, column: 1, code: .identityErased))
                continue
            }
            if old != nil { differs.append(place) }
            changed.append(RegisterRow(digest: fresh.digest, content: fresh.content, revision: (old?.revision ?? 0) + 1))
        }
        guard !changed.isEmpty else {
            report.unchanged += 1 + row.people.count + row.statuses.count + row.services.count
            return
        }
        let isWorkedOn = known.untouched != installation.tags.untouched(digest, entries: UInt32(known.row.entries))
        if isWorkedOn {
            faults.add("cases.csv", row.line, 1, .workedOn)
            return
        }
        if !differs.isEmpty, !options.update {
            for place in differs { addChanged(rows.kinds[place], row, register) }
            return
        }
        let changedDigests = Set(changed.map(\.digest))
        var people: [Int: KnownIdentity?] = [:]
        let identifiers = row.people.map { installation.tags.personIdentifier(options.register, row.code, register.people[$0].code) }
        for (place, revision) in try installation.store.identityRevisions(identifiers).enumerated()
        where changedDigests.contains(rows.people[place].digest) {
            people[place] = .some(revision.map { KnownIdentity(revision: $0.revision, generation: $0.generation) })
        }
        plan(PlannedCase(index: index, keeper: keeper, digest: digest, known: known, rows: changed, people: people), row, register)
    }

    private mutating func addChanged(_ kind: RegisterDigests.RowKind, _ row: CaseRow, _ register: Register) {
        switch kind {
        case .caseRow: faults.add("cases.csv", row.line, 1, .changedWithoutUpdate)
        case .person(let place):
            faults.add("people.csv", register.people[row.people.lowerBound + place].line, 1, .changedWithoutUpdate)
        case .statuses:
            faults.add("statuses.csv", row.statuses.first.flatMap { register.statuses?[$0].line } ?? 1, 1, .changedWithoutUpdate)
        case .services:
            faults.add("services.csv", row.services.first.flatMap { register.services?[$0].line } ?? 1, 1, .changedWithoutUpdate)
        }
    }

    /// What live figures need of the plain part.
    func liveChanges(_ numbers: [String: Int]) -> [FactChange] {
        let centres =
            newCentres.map { (numbers[$0.code], $0.version) } + changedCentres.map { (numbers[$0.code], $0.version) }
        return centres.compactMap { number, version in number.map { .centre(CentreFact($0, version)) } }
            + activityLists.compactMap { list in numbers[list.centre].map { .activities(ActivityFacts($0, list)) } }
            + externals.compactMap { ExternalFact($0).map { .external($0) } }
    }
}
