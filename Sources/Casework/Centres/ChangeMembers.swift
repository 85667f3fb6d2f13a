package import CaseDomain
import Store
import Vault

/// Links that are about to be appended to a chain, with the keyring and the rows that follow from them.
private struct ChainGrowth {
    let state: CentreChainState
    var chain: CentreChain
    var keyring: CentreKeyring
    var links: [CentreLink] = []
    var past: [SealedEpoch] = []

    init(_ state: CentreChainState, _ keyring: CentreKeyring) {
        self.state = state
        chain = state.chain
        self.keyring = keyring
    }

    mutating func append(_ link: CentreLink) throws(VaultError) {
        chain = try chain.appending(link)
        links.append(link)
    }

    /// New root and epoch keys after somebody left.
    mutating func rotate(installation: Identifier<Installation>, withRoot: Bool = false) throws(VaultError) {
        if chain.rootIsDue || withRoot {
            let root = try keyring.newRoot(on: chain)
            try append(root.link)
            keyring = root.keyring
        }
        let epoch = try keyring.newEpoch(on: chain, installation: installation)
        try append(epoch.link)
        past.append(epoch.past)
        keyring = epoch.keyring
    }
}

extension OpenInstallation {
    /// Enrols the first manager of a centre with its printed opening code, which opens nothing any more afterwards.
    package func enrolFirstManager(openingCode: String, by visit: Visit) async throws(CaseworkError) {
        guard visit.stage == .open, visit.actor.role == .centreManager, let centre = visit.actor.centre, let state = try chain(of: centre),
            let user = try userRow(visit.actor.user), let memberKeys = memberKeys(user)
        else { throw .refused }
        let throttled = ownThrottleKey("opening code", visit.actor.user)
        let wait = desk.ownThrottle.attempt(throttled, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        do {
            guard let opening = state.row.opening else { throw VaultError.wrongOpeningCode }
            let keyring = try CentreKeyring(
                opening: opening, of: centre, installation: row.identifier, with: try OpeningCode(typed: openingCode)
            )
            guard keyring.signs(state.chain) else { throw VaultError.forgedChain }
            var growth = ChainGrowth(state, keyring)
            try growth.append(try keyring.grantFirstManager(memberKeys, on: growth.chain, at: now()))
            // The paper has opened the first keys: what comes next lies under others, and another root key signs it.
            try growth.rotate(installation: row.identifier, withRoot: true)
            try await store(growth, .admitMember, by: visit, subject: visit.actor.user, leaving: [])
            desk.ownThrottle.succeeded(throttled)
        } catch VaultError.wrongOpeningCode {
            try await note(entry(.admitMember, by: visit, subject: visit.actor.user, centre: centre, outcome: .failed))
            throw .account(.wrongCode)
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Grants a colleague the centre's keys.
    ///
    /// Somebody who lost their keys and enrolled again waits for a day; every member sees it meanwhile and a manager can take it back.
    ///
    /// - Parameter fingerprint: Of the keys that manager and colleague compared; other keys are refused.
    package func admit(_ user: Identifier<User>, fingerprint: String, by visit: Visit) async throws(CaseworkError) {
        let (state, keyring, number) = try await managing(.admitMember, visit, subject: user)
        guard let row = try userRow(user), row.state == .active, row.role.opensCases, row.centre == state.row.centre,
            let memberKeys = memberKeys(row), memberKeys.fingerprint == fingerprint, state.chain.member(of: user)?.keys != memberKeys
        else { throw .account(.notGrantable) }
        let level: MemberLevel = row.role == .centreManager ? .manager : .member
        do {
            let own = try self.keyring(of: visit)
            var growth = ChainGrowth(state, keyring)
            var leaving: Set<Identifier<User>> = []
            if let lost = state.chain.member(of: user) {
                try growth.append(try keyring.leave(lost.number, by: number, signing: own.signing, on: growth.chain, at: now()))
                try growth.rotate(installation: self.row.identifier)
                leaving.insert(user)
            }
            try growth.append(
                try growth.keyring.grant(memberKeys, as: level, by: number, signing: own.signing, on: growth.chain, at: now())
            )
            try await store(growth, .admitMember, by: visit, subject: user, leaving: leaving)
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Takes a member's keys away; the centre goes on under new ones.
    package func remove(memberNumbered number: Int, by visit: Visit) async throws(CaseworkError) {
        guard let centre = visit.actor.centre, let leaver = UInt32(exactly: number),
            let known = try chain(of: centre)?.chain.memberInForce(leaver)
        else { throw .refused }
        let (state, keyring, own) = try await managing(.removeMember, visit, subject: known.user)
        guard own != leaver else { throw .account(.ownMembership) }
        do {
            let signing = try self.keyring(of: visit)
            var growth = ChainGrowth(state, keyring)
            try growth.append(try keyring.leave(leaver, by: own, signing: signing.signing, on: growth.chain, at: now()))
            try growth.rotate(installation: row.identifier)
            try await store(growth, .removeMember, by: visit, subject: known.user, leaving: [known.user])
            desk.sessions.end(of: known.user)
        } catch {
            throw CaseworkError(error)
        }
    }

    /// What a manager needs to change the chain: its state, the keyring with the root key, the manager's own number.
    private func managing(
        _ verb: AccessVerb, _ visit: Visit, subject: Identifier<User>
    ) async throws(CaseworkError) -> (CentreChainState, CentreKeyring, UInt32) {
        guard let centre = visit.actor.centre, let state = try chain(of: centre), let number = visit.actor.memberNumber,
            let own = UInt32(exactly: number)
        else { throw .refused }
        do { try permit(visit, verb, .centre(centre)) } catch {
            try await note(
                entry(verb == .admitMember ? .admitMember : .removeMember, by: visit, subject: subject, centre: centre, outcome: .denied))
            throw error
        }
        let keyring = try centreKeyring(of: visit, state)
        guard keyring.signs(state.chain) else { throw .refused }
        return (state, keyring, own)
    }

    /// Stores links, head, boxes and past keys in one transaction.
    private func store(
        _ growth: ChainGrowth, _ verb: AuditVerb, by visit: Visit, subject: Identifier<User>, leaving: Set<Identifier<User>>
    ) async throws(CaseworkError) {
        let centre = growth.state.row.centre
        do {
            let chainTags = growth.chain.tags(under: keys.boxTags)
            var changes: [AccountChange] = [
                .appendCentreLinks(
                    CentreLinksAppend(
                        centre: centre, expecting: growth.state.row.links.count,
                        links: growth.links.map { CentreLinkRow(body: $0.body, signature: $0.signature) }, rootTag: chainTags.root,
                        headTag: chainTags.head, opening: nil,
                        firstLink: growth.state.row.headTag == nil ? growth.state.row.links.first : nil
                    )
                )
            ]
            for user in leaving {
                let epochs = Set(try store.centreBoxes(of: user).filter { $0.centre == centre }.map(\.epoch))
                if !epochs.isEmpty { changes.append(.deleteCentreBoxes(CentreBoxesDeletion(centre: centre, user: user, epochs: epochs))) }
            }
            // A new epoch needs a box for everybody; without one only the newcomer has none yet.
            let newcomers = growth.past.isEmpty ? growth.chain.members.filter { $0.user == subject } : growth.chain.members
            var boxes: [CentreBoxRow] = []
            for grant in newcomers {
                boxes.append(
                    CentreBoxRow(
                        centre: centre, epoch: growth.chain.epoch.number, user: grant.user,
                        sealed: try growth.keyring.box(for: grant, on: growth.chain, installation: row.identifier, tag: keys.boxTags)
                    )
                )
            }
            changes.append(.putCentreBoxes(boxes))
            if !growth.past.isEmpty {
                changes.append(
                    .putCentrePast(growth.past.map { CentrePastRow(centre: centre, epoch: $0.number, sealed: $0.sealed) })
                )
            }
            try await commit(changes, entry(verb, by: visit, subject: subject, centre: centre))
            desk.chains.forget(centre)
        } catch {
            desk.chains.forget(centre)
            throw CaseworkError(error)
        }
    }
}
