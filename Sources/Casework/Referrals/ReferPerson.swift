package import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Offers a person of a case to another centre: the coded minimum and the fields consented to, sealed to that centre alone.
    ///
    /// Nothing can be left out: no consent, or a day that is not past, no last day within ``Referral/mostDays``, and a case that was
    /// opened in error are `impossible`. The passphrase is asked for again: a stolen session refers nobody.
    ///
    /// - Parameter expires: The last day on which the offer can be accepted.
    package func refer(
        _ person: Identifier<Person>, in caseFile: Identifier<Case>, to centre: Identifier<Centre>, fields: Set<ReferredField>,
        consentGivenOn: Day?, expires: Day, note: String, passphrase: [UInt8], by visit: Visit
    ) async throws(CaseworkError) -> Identifier<Referral> {
        let session = try await referringSession(of: visit, caseFile)
        // Decided before anybody is asked for a passphrase.
        try await traced(.referPerson, on: caseFile, session) { () async throws(CaseworkError) in
            _ = try referable(person, in: caseFile, fields, session)
            guard try await isReceiver(centre, session) else { throw .refused }
        }
        let today = now().dayInVietNam
        guard let consentGivenOn, consentGivenOn <= today, expires >= today, expires <= today.adding(days: Referral.mostDays),
            note.unicodeScalars.count <= ReferralOffer.longestNote
        else { throw .impossible }
        _ = try await proveAgain(passphrase, by: visit)
        let referral = Referral(
            id: chance.identifier(), person: person, receiver: centre, fields: fields, consentGivenOn: consentGivenOn, expires: expires,
            link: LinkageTag(bytes: chance.bytes(16))
        )
        // The keys as they are now: proving takes a while.
        let proven = try await referringSession(of: visit, caseFile)
        try await traced(.referPerson, on: caseFile, proven) { () async throws(CaseworkError) in
            try await send(referral, of: caseFile, note: note, proven)
        }
        return referral.id
    }

    /// The centres to which somebody of this centre can refer: those that keep cases today.
    package func referralReceivers(in session: CentreSession) throws(CaseworkError) -> [NamedCentre] {
        try permit(session.actor, .referPerson, .caseFile(centre: session.centre, limits: CaseLimits()))
        return try receivers(session)
    }

    private func receivers(_ session: CentreSession) throws(CaseworkError) -> [NamedCentre] {
        let today = now().dayInVietNam
        let centres: [StoredCentre]
        do { centres = try store.centres() } catch { throw .store(error) }
        var receivers: [NamedCentre] = []
        for centre in centres where centre.identifier != session.centre {
            guard centre.version.validFrom <= today, centre.version.validTo.map({ today <= $0 }) ?? true else { continue }
            guard try chain(of: centre.identifier) != nil else { continue }
            receivers.append(NamedCentre(identifier: centre.identifier, code: centre.code, name: centre.version.name))
        }
        return receivers.sorted { $0.code < $1.code }
    }

    private func isReceiver(_ centre: Identifier<Centre>, _ session: CentreSession) async throws(CaseworkError) -> Bool {
        guard centre != session.centre else { throw .impossible }
        return try receivers(session).contains { $0.identifier == centre }
    }

    /// The keys of somebody who wants to refer; whoever holds none is refused, and that is an entry.
    private func referringSession(of visit: Visit, _ caseFile: Identifier<Case>) async throws(CaseworkError) -> CentreSession {
        do { return try centreSession(of: visit) } catch {
            guard error == .refused else { throw error }
            try await note(
                AuditEntry(
                    actor: visit.actor.name, session: visit.name, verb: .referPerson, caseFile: caseFile, centre: visit.actor.centre,
                    outcome: .denied))
            throw error
        }
    }

    /// The case, of which somebody may refer this person with these fields.
    private func referable(
        _ person: Identifier<Person>, in caseFile: Identifier<Case>, _ fields: Set<ReferredField>, _ session: CentreSession
    ) throws(CaseworkError) -> (OpenedCase, CasePerson) {
        let opened = try opened(caseFile, session)
        let resource = AccessResource.caseFile(centre: session.centre, limits: opened.file.limits)
        try permit(session.actor, .referPerson, resource)
        // Who may not read a name does not send it on.
        if !fields.isEmpty { try permit(session.actor, .readIdentity, resource) }
        guard let row = opened.file.row(of: person) else { throw .refused }
        guard opened.file.state != .error else { throw .impossible }
        return (opened, opened.file.people[row])
    }

    /// The entry of the sender's case and the offer, in one transaction.
    private func send(
        _ referral: Referral, of caseFile: Identifier<Case>, note: String, _ session: CentreSession
    ) async throws(CaseworkError) {
        for _ in 0..<OpenInstallation.mostAttempts {
            let (opened, person) = try referable(referral.person, in: caseFile, referral.fields, session)
            let identity =
                referral.fields.isEmpty ? PersonIdentity() : try self.identity(of: referral.person, in: opened, session)
            let offer = ReferralOffer(
                sender: session.centre, caseFile: chance.identifier(), person: chance.identifier(), kind: opened.file.kind,
                state: opened.file.state, detection: opened.file.detection, role: person.role, sex: person.sex,
                birthYear: person.birthYear, referral: referral, identity: identity, note: note
            )
            let (append, facts) = try append(CaseAddition(.referred(referral), .referPerson), to: opened, session)
            var transaction = Transaction(at: now(), audit: [])
            transaction.appends = [append]
            transaction.referrals = [try sealed(offer, as: referral)]
            try name(in: &transaction, said(.referPerson, of: caseFile, session))
            do {
                try await commit(transaction, [facts.packed()])
                return
            } catch {
                guard error == .store(.staleFacts) else { throw error }
            }
        }
        throw .busy
    }

    /// The offer, to the newest key on the receiving centre's signed chain; nothing secret is needed for it.
    private func sealed(_ offer: ReferralOffer, as referral: Referral) throws(CaseworkError) -> ReferralRow {
        guard let chain = try chain(of: referral.receiver)?.chain else { throw .refused }
        do {
            return ReferralRow(
                identifier: referral.id, centre: referral.receiver, sentAt: now(),
                offer: try chain.epoch.box.seal(
                    offer.encoded(), for: bindings.offer(referral.id, to: referral.receiver), tag: keys.boxTags)
            )
        } catch {
            throw .vault(error)
        }
    }

    /// The one audit entry of a transaction about a referral, naming all its rows.
    func name(in transaction: inout Transaction, _ entry: AuditEntry) throws(CaseworkError) {
        let contents = transaction.appends.flatMap(\.contents) + transaction.referrals.map(\.content)
        do { transaction.audit = [try auditing.row(entry, naming: contents)] } catch { throw .vault(error) }
    }
}
