import CaseDomain
import Store
import Vault

/// A version of facts that gets other tags.
private struct FoundVersion: Sendable {
    let number: Int
    let caseFile: Identifier<Case>
    let centre: Int
    let revision: UInt32
    let generation: UInt32
    let isNewest: Bool
    let sealed: [UInt8]
    let facts: CaseFacts
}

/// A case of which versions get other tags.
private struct ChangedCase: Sendable {
    var versions: [ResealedFacts] = []
    /// The newest facts with their new tags, and what was put among their links; `nil` when these stay as they are.
    var newest: (facts: CaseFacts, held: [HeldTag])?
}

/// What an erasure of an identity is about, whoever asks for it: a manager, or a tombstone.
struct ErasedPerson: Sendable {
    var person: Identifier<Person>
    var caseFile: Identifier<Case>
    /// The digest of the person's row in a register; `nil` for somebody who was added in the service.
    var registerRow: [UInt8]?
    /// Offers of the person to other centres; those that wait go.
    var referrals: [Identifier<Referral>]
    /// Random: stands in place of the person's own tags.
    var link: LinkageTag
}

/// What an erasure of an identity writes, besides its tombstone.
struct IdentityErasurePlan: Sendable {
    let erasure: IdentityErasure
    let appends: [CaseAppend]
    /// The new facts of the appends, for live figures.
    let packed: [[UInt8]]
    /// The rows that the person's own case concerns, as the audit chain names them.
    let ownContents: [RowContent]
    /// Those of each linked case.
    let linkedContents: [(caseFile: Identifier<Case>, centre: Identifier<Centre>, contents: [RowContent])]
    let centre: Identifier<Centre>
}

extension OpenInstallation {
    /// Works out what an erasure of an identity writes; opens coded facts with the service's own key, and no case.
    ///
    /// The entries in the journals of linked cases, also those of other centres, are sealed under new keys that go to their centres: a
    /// writer needs no session.
    ///
    /// - Returns: `nil` when there is no such identity here.
    func identityErasurePlan(_ erased: ErasedPerson, at: Instant) throws(CaseworkError) -> IdentityErasurePlan? {
        do {
            return try plan(erased, at: at)
        } catch {
            throw CaseworkError(error)
        }
    }

    private func plan(_ erased: ErasedPerson, at: Instant) throws -> IdentityErasurePlan? {
        guard let base = try store.appendBase(erased.caseFile) else { return nil }
        let rows = try store.rows(ofPerson: erased.person, in: erased.caseFile, referrals: erased.referrals)
        guard !rows.isEmpty else { return nil }
        let centres = Dictionary(
            try store.centres().map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        let own = try versions(numbers: base.row.number..<base.row.number + 1, centres) { _, _ in true }
        guard own.unreadable.isEmpty else { throw CaseworkError.integrityFailed(table: "facts", row: erased.caseFile.description) }
        let history = own.found.sorted { $0.revision < $1.revision }.map(\.facts)
        guard let tags = ReplacedTags(of: erased.person, caseNumber: base.row.number, in: history, link: erased.link) else { return nil }
        let end = try store.endOfCases()
        let all = try versions(numbers: 0..<end, centres) { tags.concerns($0, ofCase: $1) }
        var cases: [Int: ChangedCase] = [:]
        for version in all.found {
            guard let centre = centres[version.centre]?.identifier else { throw CaseworkError.impossible }
            let replaced = tags.replaced(in: version.facts, ofCase: version.number)
            let links = replaced.facts.people.reduce(0) { $0 + $1.links.count }
            guard links <= FactsLayout.most else { throw CaseworkError.impossible }
            let data = bindings.facts(version.caseFile, centre: centre, generation: version.generation, revision: version.revision)
            cases[version.number, default: ChangedCase()].versions.append(
                ResealedFacts(
                    number: version.number, caseFile: version.caseFile, revision: version.revision, isNewest: version.isNewest,
                    old: version.sealed, new: try keys.facts.seal(replaced.facts.packed(), for: data)
                )
            )
            if version.isNewest { cases[version.number]?.newest = replaced }
        }
        return try plan(erased, rows, base.row.number, cases, centres, newestCommit: all.commit, at: at)
    }

    private func plan(
        _ erased: ErasedPerson, _ rows: [RowContent], _ ownNumber: Int, _ cases: [Int: ChangedCase], _ centres: [Int: StoredCentre],
        newestCommit: Int, at: Instant
    ) throws -> IdentityErasurePlan? {
        var appends: [CaseAppend] = []
        var packed: [[UInt8]] = []
        var ownContents = rows
        var linked: [(caseFile: Identifier<Case>, centre: Identifier<Centre>, contents: [RowContent])] = []
        var ownCentre: Identifier<Centre> = .none
        for (number, changed) in cases.sorted(by: { $0.key < $1.key }) {
            guard let caseFile = changed.versions.first?.caseFile, let base = try store.appendBase(caseFile),
                let centre = centres[base.row.centre]
            else { throw StoreError.staleFacts }
            let isOwn = number == ownNumber
            var contents = changed.versions.sorted { $0.revision < $1.revision }.map(\.content)
            if let newest = changed.newest {
                let event =
                    isOwn
                    ? JournalEvent.identityErased(
                        ErasedIdentity(person: erased.person, tag: erased.link, referrals: erased.referrals, held: newest.held))
                    : .held(newest.held)
                let append = try appendWithoutSession(event, newest.facts, to: base, of: centre, at: at)
                appends.append(append)
                packed.append(newest.facts.packed())
                contents += append.contents
            }
            if isOwn {
                ownContents += contents
                ownCentre = centre.identifier
            } else {
                linked.append((caseFile, centre.identifier, contents))
            }
        }
        let registerRow = try erased.registerRow.flatMap { digest in
            try store.registerRows([digest])[0].map {
                RegisterRow(digest: digest, content: tags.erasedContent(of: digest), revision: $0.revision + 1)
            }
        }
        if let registerRow { ownContents.append(registerRow.named) }
        return IdentityErasurePlan(
            erasure: IdentityErasure(
                person: erased.person, caseFile: erased.caseFile, newestCommit: newestCommit, registerRow: registerRow,
                referrals: erased.referrals, rows: rows, resealed: cases.sorted { $0.key < $1.key }.flatMap(\.value.versions)
            ), appends: appends, packed: packed, ownContents: ownContents, linkedContents: linked, centre: ownCentre
        )
    }

    /// One more entry of a case under a new key that goes to its centre.
    ///
    /// The sheet stays behind; the next member's entry makes it again.
    private func appendWithoutSession(
        _ event: JournalEvent, _ facts: CaseFacts, to base: AppendBase, of centre: StoredCentre, at: Instant
    ) throws -> CaseAppend {
        guard let box = try chain(of: centre.identifier)?.chain.epoch.box else { throw CaseworkError.impossible }
        let caseFile = base.row.identifier
        let entry = UInt32(base.row.entries + 1)
        let generation = base.key.generation + 1
        let recordKey = SymmetricKey<CaseRecordUse>()
        return CaseAppend(
            caseFile: caseFile, centre: centre.code, entry: entry, shortCodeDigest: nil, generation: generation,
            key: try box.wrap(
                recordKey, for: bindings.recordKey(caseFile, centre: centre.identifier, generation: generation), tag: keys.boxTags),
            journal: try recordKey.seal(
                JournalEntry(at: at, event: event).encoded(),
                for: bindings.journal(caseFile, centre: centre.identifier, generation: generation, entry: entry)
            ), sheet: nil,
            facts: try keys.facts.seal(
                facts.packed(), for: bindings.facts(caseFile, centre: centre.identifier, generation: 1, revision: entry)),
            identities: [], register: nil
        )
    }

    /// Versions of facts that a question is answered `true` for, opened.
    private func versions(
        numbers: Range<Int>, _ centres: [Int: StoredCentre], _ isWanted: (FactsView, Int) -> Bool
    ) throws -> (found: [FoundVersion], unreadable: Set<Int>, commit: Int) {
        var data = AssociatedDataTemplate(bindings.facts(.none, centre: .none, generation: 0, revision: 0))
        var centre = -1
        var text = [UInt8](repeating: 0, count: SealedForm.longBucket)
        var found: [FoundVersion] = []
        var unreadable: Set<Int> = []
        let commit = try store.lendVersions(numbers: numbers) { facts, isNewest in
            if facts.centre != centre {
                centre = facts.centre
                data.set(centre: centres[centre]?.identifier ?? .none)
            }
            data.set(caseFile: facts.caseFile, generation: facts.generation, revision: facts.revision)
            if facts.sealed.count > text.count { text = [UInt8](repeating: 0, count: facts.sealed.count) }
            let opened: CaseFacts?? = text.withUnsafeMutableBytes { target in
                data.bytes.withUnsafeBytes { associated in
                    guard let count = try? keys.facts.open(facts.sealed, for: associated, into: target),
                        let view = FactsView(UnsafeRawBufferPointer(rebasing: target[..<count]))
                    else { return nil }
                    return .some(isWanted(view, facts.number) ? try? CaseFacts(packed: Array(target[..<count])) : nil)
                }
            }
            guard let opened else {
                unreadable.insert(facts.number)
                return
            }
            guard let opened else { return }
            found.append(
                FoundVersion(
                    number: facts.number, caseFile: facts.caseFile, centre: facts.centre, revision: facts.revision,
                    generation: facts.generation, isNewest: isNewest, sealed: Array(facts.sealed), facts: opened
                )
            )
        }
        return (found, unreadable, commit)
    }
}
