package import CaseDomain
import Store
import Vault

/// A centre that somebody has opened: its keyring, and who acts.
package final class CentreSession: Sendable {
    package let actor: Actor
    package let centre: Identifier<Centre>
    /// The centre's code and number, as the store names it.
    let code: String
    let number: Int
    let keyring: CentreKeyring
    /// The public name of the session, for audit entries.
    let sessionName: [UInt8]
    /// Until when names are shown; somebody with the opening code has no window to open.
    let windowUntil: Instant?
    /// Why somebody looks at cases that are not assigned to them; `nil`: nobody is asked, as with the opening code.
    let lookReasons: [Identifier<Case>: Code<LookReason>]?

    init(
        actor: Actor, centre: Identifier<Centre>, code: String, number: Int, keyring: CentreKeyring,
        sessionName: [UInt8] = AuditEntry.noSession, windowUntil: Instant? = Instant(seconds: .max),
        lookReasons: [Identifier<Case>: Code<LookReason>]? = nil
    ) {
        self.sessionName = sessionName
        self.windowUntil = windowUntil
        self.lookReasons = lookReasons
        self.actor = actor
        self.centre = centre
        self.code = code
        self.number = number
        self.keyring = keyring
    }
}

extension OpenInstallation {
    /// The code of a centre.
    package func code(ofCentre centre: Identifier<Centre>) throws(CaseworkError) -> String? {
        do { return try store.centres().first { $0.identifier == centre }?.code } catch { throw .store(error) }
    }

    /// Opens the centre of somebody who signed in, with the keys that their session holds.
    ///
    /// Whoever is no member in force, or whose grant still waits, is refused.
    package func centreSession(of visit: Visit) throws(CaseworkError) -> CentreSession {
        guard visit.stage == .open, let centre = visit.actor.centre, let state = try chain(of: centre) else { throw .refused }
        let keyring = try centreKeyring(of: visit, state)
        return CentreSession(
            actor: .user(visit.actor), centre: centre, code: state.row.code, number: state.row.number, keyring: keyring,
            sessionName: visit.name, windowUntil: visit.windowUntil, lookReasons: visit.lookReasons
        )
    }

    /// The centre's keys: from the session when it holds those of the newest epoch, else from the member's box.
    func centreKeyring(of visit: Visit, _ state: CentreChainState) throws(CaseworkError) -> CentreKeyring {
        guard let session = session(of: visit), let grant = state.chain.member(of: visit.actor.user) else { throw .refused }
        guard grant.isEffective(at: now()) else {
            // Whoever lost these keys as well waits in vain.
            guard try keyring(of: visit).box.publicKey == grant.keys.box else { throw .refused }
            throw .account(.waits(until: grant.effectiveFrom.seconds))
        }
        let binding = bindings.session(visit.name, "centre keyring")
        do {
            if let sealed = session.centre {
                let held = try CentreKeyring(openingSealed: sealed, under: visit.token.sealingKey, for: binding)
                if held.epoch == state.chain.epoch.number, held.centre == state.row.centre { return held }
            }
            guard let row = try store.centreChain(of: state.row.centre, boxesOf: visit.actor.user),
                let box = row.boxes.first(where: { $0.epoch == state.chain.epoch.number })
            else { throw CaseworkError.refused }
            // Somebody who enrolled anew under other keys is no member with these until a manager grants them.
            let own = try self.keyring(of: visit)
            guard own.box.publicKey == grant.keys.box else { throw CaseworkError.refused }
            let keyring = try opened(box, of: grant, with: own, past: row.past, state.chain)
            let sealed = try keyring.sealed(under: visit.token.sealingKey, for: binding)
            desk.sessions.change(visit.name) { $0.centre = sealed }
            return keyring
        } catch {
            throw CaseworkError(error)
        }
    }

    /// The keyring in a member's box; a box or a past keyring that does not open was put there by somebody else.
    private func opened(
        _ box: CentreBoxRow, of grant: CentreGrant, with own: UserKeyring, past: [CentrePastRow], _ chain: CentreChain
    ) throws(CaseworkError) -> CentreKeyring {
        do {
            return try CentreKeyring(
                openingBox: box.sealed, of: grant, with: own.box, past: past.map { SealedEpoch(number: $0.epoch, sealed: $0.sealed) },
                chain: chain, installation: row.identifier, at: now(), tag: keys.boxTags
            )
        } catch {
            throw .integrityFailed(table: "centre_box", row: grant.user.description)
        }
    }

    /// Opens a centre with its opening code.
    package func openCentre(_ code: String, openingCode: String, as name: String) async throws(CaseworkError) -> CentreSession {
        do {
            guard let centre = try store.centres().first(where: { $0.code == code }),
                let keys = try store.keys(ofCentre: centre.number), let opening = keys.opening
            else { throw CaseworkError.refused }
            let chain = try verifiedChain(keys, centre.identifier)
            let keyring = try CentreKeyring(
                opening: opening, of: centre.identifier, installation: row.identifier, with: try OpeningCode(typed: openingCode)
            )
            guard keyring.box.publicKey == chain.epoch.box else { throw VaultError.forgedChain }
            try await note(AuditEntry(actor: name, verb: .openCentre, centre: centre.identifier))
            return CentreSession(
                actor: .member(name: name, centre: centre.identifier), centre: centre.identifier, code: code, number: centre.number,
                keyring: keyring
            )
        } catch let error as VaultError {
            throw .vault(error)
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as CaseworkError {
            throw error
        } catch {
            throw .impossible
        }
    }

    /// The chain of a centre; nothing is sealed to a key that is not on it.
    func verifiedChain(_ keys: CentreKeyRow, _ centre: Identifier<Centre>) throws(VaultError) -> CentreChain {
        try CentreChain(
            verifying: keys.links.map { CentreLink(body: $0.body, signature: $0.signature) }, centre: centre, rootTag: keys.rootTag,
            headTag: keys.headTag, under: self.keys.boxTags
        )
    }

    /// Makes the keys of a new centre; the opening code is printed once and kept nowhere.
    func found(_ centre: Identifier<Centre>) throws(VaultError) -> (keys: CentreKeys, openingCode: String) {
        let founding = try CentreKeyring.found(centre, installation: row.identifier, boxTags: keys.boxTags, chance: chance)
        let chain = try CentreChain(verifying: [founding.link], centre: centre, rootTag: founding.rootTag, under: keys.boxTags)
        let chainTags = chain.tags(under: keys.boxTags)
        return (
            CentreKeys(
                rootTag: chainTags.root, headTag: chainTags.head, opening: founding.sealedKeyring, linkBody: founding.link.body,
                linkSignature: founding.link.signature
            ), founding.openingCode
        )
    }
}
