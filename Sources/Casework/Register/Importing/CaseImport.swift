import CaseDomain
import Store
import Vault

/// One case on its way into the store.
struct SealedImport: Sendable {
    let append: CaseAppend
    let audit: AuditRow
    /// The facts, for live figures.
    let packed: [UInt8]
}

/// Makes the snapshot entry of a case that a register brings.
///
/// Holds no centre's secret key: everything is sealed with new keys, and these to the centre.
struct CaseImport: Sendable {
    private let installation: OpenInstallation
    private let register: Register
    private let options: ImportOptions
    private let at: Instant
    private let actor: Actor

    init(_ installation: OpenInstallation, _ register: Register, _ options: ImportOptions, at: Instant, actor: Actor) {
        self.installation = installation
        self.register = register
        self.options = options
        self.at = at
        self.actor = actor
    }

    /// A short code that no case of the centre has.
    func freeShortCode(in centre: Identifier<Centre>, _ large: LargeTransaction, _ taken: inout Set<[UInt8]>) throws -> ShortCode {
        while true {
            let code = ShortCode(from: installation.chance)
            let digest = installation.tags.shortCode(code, centre: centre)
            if taken.insert(digest).inserted, try !large.hasShortCode(digest) { return code }
        }
    }

    func seal(_ planned: PlannedCase, shortCode: ShortCode?) throws(CaseworkError) -> SealedImport {
        let row = register.cases[planned.index]
        let known = planned.known
        let identifier: Identifier<Case> = known?.row.identifier ?? installation.chance.identifier()
        let entry = UInt32((known?.row.entries ?? 0) + 1)
        let generation = (known?.newestKey ?? 0) + 1
        let snapshot = snapshot(row, planned, shortCode)
        let file: CaseFile
        do { file = try CaseFile.fold(.snapshot(snapshot), into: nil) } catch { throw .impossible }
        var facts = facts(of: file, row)
        if let known { facts = merged(facts, into: try installation.facts(of: known.facts, centre: planned.keeper.identifier)) }
        guard max(facts.people.count, facts.statuses.count, facts.services.count) <= FactsLayout.most else { throw .impossible }
        do {
            let append = try seal(
                planned, snapshot, file, facts, identifier: identifier, entry: entry, generation: generation, isNew: known == nil
            )
            let audit = try installation.auditing.row(
                AuditEntry(actor: actor.name, verb: .importCase, caseFile: identifier, centre: planned.keeper.identifier),
                naming: append.contents
            )
            return SealedImport(append: append, audit: audit, packed: facts.packed())
        } catch {
            throw .vault(error)
        }
    }

    private func snapshot(_ row: CaseRow, _ planned: PlannedCase, _ shortCode: ShortCode?) -> RegisterSnapshot {
        let people = row.people.map { index in
            let person = register.people[index]
            return CasePerson(
                id: installation.tags.personIdentifier(options.register, row.code, person.code), code: person.code, role: person.role,
                sex: person.sex, birthYear: person.birthYear, relationship: person.relationship
            )
        }
        func person(_ index: Int) -> Identifier<Person> { people[index - row.people.lowerBound].id }
        return RegisterSnapshot(
            shortCode: shortCode, register: options.register, registerCode: row.code, kind: row.kind, state: row.state,
            detection: row.detection,
            origin: row.centre == planned.keeper.code ? "" : row.centre, incidentOn: row.incidentOn, forms: row.forms,
            narrative: row.narrative,
            people: people,
            statuses: register.statuses.map { list in
                row.statuses.map { index in
                    StatusRecord(
                        person: person(list[index].person), subject: list[index].subject, value: list[index].value, on: list[index].on,
                        order: UInt32(clamping: list[index].line)
                    )
                }
            },
            services: register.services.map { list in
                row.services.map { index in
                    ServiceEvent(
                        id: installation.chance.identifier(), person: person(list[index].person), kind: list[index].kind,
                        state: list[index].state, on: list[index].on, provider: list[index].provider, note: list[index].note
                    )
                }
            }
        )
    }

    private func facts(of file: CaseFile, _ row: CaseRow) -> CaseFacts {
        var numbers: [Identifier<Person>: LinkageTag] = [:]
        for (index, person) in zip(row.people, file.people) {
            numbers[person.id] = installation.tags.number(register.people[index].identity.documentNumber)
        }
        return file.facts(
            personTag: { installation.tags.person($0, register: options.register) }, numberTag: { numbers[$0.id] ?? .none }
        )
    }

    /// As the fold does it: people who are missing stay, and so does a list whose file was absent.
    private func merged(_ fresh: CaseFacts, into old: CaseFacts) -> CaseFacts {
        var merged = fresh
        merged.people = old.people
        var rowOfFresh: [Int] = []
        for var person in fresh.people {
            if let row = merged.people.firstIndex(where: { $0.person == person.person }) {
                person.links = merged.people[row].links
                merged.people[row] = person
                rowOfFresh.append(row)
            } else {
                rowOfFresh.append(merged.people.count)
                merged.people.append(person)
            }
        }
        merged.statuses =
            register.statuses == nil
            ? old.statuses
            : fresh.statuses.map { status in
                StatusFact(
                    person: rowOfFresh[status.person], subject: status.subject, value: status.value, on: status.on, order: status.order)
            }
        merged.services =
            register.services == nil
            ? old.services
            : fresh.services.map { service in
                ServiceFact(person: rowOfFresh[service.person], kind: service.kind, state: service.state, on: service.on)
            }
        return merged
    }

    private func seal(
        _ planned: PlannedCase, _ snapshot: RegisterSnapshot, _ file: CaseFile, _ facts: CaseFacts, identifier: Identifier<Case>,
        entry: UInt32,
        generation: UInt32, isNew: Bool
    ) throws(VaultError) -> CaseAppend {
        let bindings = installation.bindings
        let centre = planned.keeper.identifier
        let recordKey = SymmetricKey<CaseRecordUse>()
        var sheet: Sealed<CaseSheet>?
        if isNew, let content = CaseSheet(of: file) {
            sheet = try planned.keeper.box.seal(
                content.encoded(), for: bindings.sheet(identifier, centre: centre, entry: entry), tag: installation.keys.boxTags
            )
        }
        return CaseAppend(
            caseFile: identifier, centre: planned.keeper.code, entry: entry,
            shortCodeDigest: file.shortCode.map { installation.tags.shortCode($0, centre: centre) }, generation: generation,
            key: try planned.keeper.box.wrap(
                recordKey, for: bindings.recordKey(identifier, centre: centre, generation: generation), tag: installation.keys.boxTags
            ),
            journal: try recordKey.seal(
                JournalEntry(at: at, event: .snapshot(snapshot)).encoded(),
                for: bindings.journal(identifier, centre: centre, generation: generation, entry: entry)
            ), sheet: sheet,
            facts: try installation.keys.facts.seal(
                facts.packed(), for: bindings.facts(identifier, centre: centre, generation: 1, revision: entry)
            ),
            identities: try identities(planned, identifier, file),
            register: RegisterMark(
                digest: planned.digest, untouched: installation.tags.untouched(planned.digest, entries: entry), rows: planned.rows
            )
        )
    }

    private func identities(_ planned: PlannedCase, _ identifier: Identifier<Case>, _ file: CaseFile) throws(VaultError) -> [IdentityRow] {
        let row = register.cases[planned.index]
        let centre = planned.keeper.identifier
        var identities: [IdentityRow] = []
        for (place, known) in planned.people.sorted(by: { $0.key < $1.key }) {
            let person = file.people[place].id
            let revision = (known?.revision ?? 0) + 1
            let generation = (known?.generation ?? 0) + 1
            let key = SymmetricKey<IdentityUse>()
            identities.append(
                IdentityRow(
                    person: person, revision: revision, generation: generation,
                    sealed: try key.seal(
                        register.people[row.people.lowerBound + place].identity.encoded(),
                        for: installation.bindings.identity(
                            person, of: identifier, centre: centre, generation: generation, revision: revision)
                    ),
                    key: try planned.keeper.box.wrap(
                        key, for: installation.bindings.identityKey(person, of: identifier, centre: centre, generation: generation),
                        tag: installation.keys.boxTags
                    )
                )
            )
        }
        return identities
    }
}
