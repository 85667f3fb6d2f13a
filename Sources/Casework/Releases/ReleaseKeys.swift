import CaseDomain
import Store
import Vault

extension Tags {
    /// Tag of the key of releases, so that nobody who holds only the file puts another in its place.
    func releaseKey(_ key: [UInt8], madeAt: Instant) -> [UInt8] {
        keys.lookup.digest([Array("release key".utf8), key, AccountBytes.of(madeAt.seconds)])
    }
}

extension OpenInstallation {
    /// What the enrolment of an approver writes beside the account: the first one makes the key that signs releases.
    func releaseChanges(enrolling user: Identifier<User>, _ role: UserRole, _ keyring: UserKeyring) throws(CaseworkError) -> [ReleaseChange]
    {
        guard role == .approver else { return [] }
        do {
            guard try store.releaseKey() == nil else { return [] }
            let key = SigningKey()
            let moment = now()
            let bytes = key.publicKey.bytes
            return [
                .makeKey(ReleaseKeyRow(publicKey: bytes, madeAt: moment, tag: tags.releaseKey(bytes, madeAt: moment))),
                .grantKey(
                    ReleaseBoxRow(
                        user: user, publicKey: bytes, revision: 1,
                        sealed: try key.wrap(
                            to: keyring.box.publicKey, for: bindings.releaseBox(user, revision: 1), tag: keys.boxTags))),
            ]
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Gives another approver the key that signs releases.
    package func grantReleaseKey(to name: String, by visit: Visit) async throws(CaseworkError) {
        try await require(
            visit, .publishRelease, visit.actor.ownFigures, as: .grantReleaseKey)
        guard let user = try userRow(named: name), user.role == .approver, user.state == .active,
            let box = user.boxKey.flatMap(BoxPublicKey.init)
        else { throw .account(.notGrantable) }
        do {
            let key = try signingKey(of: visit)
            let known = try store.releaseBoxes().first { $0.user == user.identifier }
            let revision = (known?.revision ?? 0) + 1
            let row = ReleaseBoxRow(
                user: user.identifier, publicKey: key.publicKey.bytes, revision: revision,
                sealed: try key.wrap(to: box, for: bindings.releaseBox(user.identifier, revision: revision), tag: keys.boxTags))
            var entry = entry(.grantReleaseKey, by: visit)
            entry.subject = user.identifier
            try await commit([.grantKey(row)], entry)
        } catch {
            throw CaseworkError(error)
        }
    }

    /// The key that signs releases, opened with the asker's own keys.
    func signingKey(of visit: Visit) throws(CaseworkError) -> SigningKey {
        let keyring = try keyring(of: visit)
        do {
            guard let publicKey = try releaseKey(),
                let row = try store.releaseBoxes().first(where: { $0.user == visit.actor.user && $0.publicKey == publicKey.bytes })
            else { throw CaseworkError.release(.noKey) }
            guard
                let key = try? SigningKey(
                    opening: row.sealed, with: keyring.box, for: bindings.releaseBox(row.user, revision: row.revision),
                    tag: keys.boxTags)
                // Sealed to keys that the approver has no more.
            else { throw CaseworkError.release(.noKey) }
            guard key.publicKey == publicKey else { throw CaseworkError.integrityFailed(table: "release_box", row: row.user.description) }
            return key
        } catch {
            throw CaseworkError(error)
        }
    }
}
