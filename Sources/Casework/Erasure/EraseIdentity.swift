package import CaseDomain
import Indicators
import Store

extension OpenInstallation {
    /// Erases who a person of a case is: the sealed identity, its keys, and the tags of code and document number in every version of facts.
    ///
    /// The case stays with a person who has no name, and every figure at every cut-off stays what it was. The number links nothing new:
    /// somebody who is registered with it later is another person. What the journal says in its texts stays; whoever can open the case reads
    /// it. Offers of the person that wait are taken back; what another centre accepted is theirs.
    ///
    /// - Throws: `refused` alike for a person who is not there, one whose identity was erased, and a case that the member may not erase from.
    package func eraseIdentity(
        of person: Identifier<Person>, in caseFile: Identifier<Case>, passphrase: [UInt8], by visit: Visit
    ) async throws(CaseworkError) {
        try await erasing(.eraseIdentity, caseFile, visit) { () throws(CaseworkError) in _ = try erasable(person, in: caseFile, visit) }
        _ = try await proveAgain(passphrase, by: visit)
        try await erasing(.eraseIdentity, caseFile, visit) { () async throws(CaseworkError) in
            try await eraseUntraced(person, in: caseFile, visit)
        }
    }

    private func erasable(
        _ person: Identifier<Person>, in caseFile: Identifier<Case>, _ visit: Visit
    ) throws(CaseworkError) -> OpenedCase {
        let session = try centreSession(of: visit)
        let opened = try opened(caseFile, session)
        try permit(session.actor, .eraseIdentity, .caseFile(centre: session.centre, limits: opened.file.limits))
        guard opened.file.row(of: person) != nil, opened.file.erasedPeople[person] == nil else { throw .refused }
        return opened
    }

    private func eraseUntraced(_ person: Identifier<Person>, in caseFile: Identifier<Case>, _ visit: Visit) async throws(CaseworkError) {
        let link = LinkageTag(bytes: chance.bytes(16))
        for attempt in 0..<OpenInstallation.mostAttempts {
            let file = try erasable(person, in: caseFile, visit).file
            let erased = ErasedPerson(
                person: person, caseFile: caseFile, registerRow: RegisterDigests.key(of: person, in: file, tags),
                referrals: try waitingReferrals(of: person, in: file), link: link
            )
            guard let plan = try identityErasurePlan(erased, at: now()) else { throw .refused }
            do {
                let tombstone = try tombstone(attempt) { tombstone in
                    tombstone.kind = .identity
                    tombstone.erasure = chance.identifier()
                    tombstone.caseFile = caseFile
                    tombstone.person = person
                    tombstone.registerRows = erased.registerRow.map { [$0] } ?? []
                    tombstone.referrals = erased.referrals
                    tombstone.link = link
                }
                try await commit(plan, tombstone, erasureEntry(.eraseIdentity, caseFile, visit))
                return
            } catch {
                guard error == .store(.staleFacts) || error == .store(.unknownCase) else { throw error }
            }
        }
        throw .busy
    }

    private func waitingReferrals(of person: Identifier<Person>, in file: CaseFile) throws(CaseworkError) -> [Identifier<Referral>] {
        do {
            return try file.referrals.filter { $0.person == person }.map(\.id).filter { try store.referral($0)?.offer != nil }
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Commits what a plan says, with an entry for each case that it concerns, and applies it to the live figures.
    func commit(_ plan: IdentityErasurePlan, _ tombstone: NewTombstone, _ entry: AuditEntry) async throws(CaseworkError) {
        var transaction = Transaction(at: now(), audit: [])
        transaction.identityErasure = plan.erasure
        transaction.appends = plan.appends
        transaction.tombstone = tombstone
        do {
            var entry = entry
            entry.centre = plan.centre
            transaction.audit.append(try auditing.row(entry, naming: plan.ownContents + [tombstone.content]))
            for linked in plan.linkedContents {
                entry.verb = .keepLink
                entry.caseFile = linked.caseFile
                entry.centre = linked.centre
                transaction.audit.append(try auditing.row(entry, naming: linked.contents))
            }
        } catch {
            throw .vault(error)
        }
        let live = live
        do {
            _ = try await store.commit(transaction) { committed in
                live?.apply(
                    zip(committed.caseNumbers, plan.packed).map { FactChange.facts(number: $0, packed: $1) }, cutoff: committed.sequence)
            }
        } catch {
            throw .store(error)
        }
    }
}
