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

    init(actor: Actor, centre: Identifier<Centre>, code: String, number: Int, keyring: CentreKeyring) {
        self.actor = actor
        self.centre = centre
        self.code = code
        self.number = number
        self.keyring = keyring
    }
}

extension OpenInstallation {
    /// Opens a centre with its opening code.
    package func openCentre(_ code: String, openingCode: String, as name: String) async throws(CaseworkError) -> CentreSession {
        do {
            guard let centre = try store.centres(at: try store.newestCommit()).first(where: { $0.code == code }),
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
