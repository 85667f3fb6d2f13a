package import CaseDomain

/// A new root key: its link, and the keyring that holds it.
package struct NewRoot: Sendable {
    package let link: CentreLink
    package let keyring: CentreKeyring
}

/// A new epoch: its link, the keyring that holds it, and the row that leads from it to the epoch before.
package struct NewEpoch: Sendable {
    package let link: CentreLink
    package let keyring: CentreKeyring
    package let past: SealedEpoch
}

/// Links that only a keyring with the current root key makes; each is checked against the chain before it is handed out.
///
/// A keyring without it, or of another epoch than the chain's, is `wrongKey`; what the chain would refuse is `forgedChain`.
///
/// When somebody leaves: `leave`, then `newRoot` if a manager left, then `newEpoch`, each on `chain.appending` of the one before; then
/// a box for everybody in `chain.members`. All of it belongs in one transaction, with `chain.tags`.
extension CentreKeyring {
    /// Grants the first manager, who has typed the opening code.
    package func grantFirstManager(_ keys: MemberKeys, on chain: CentreChain, at now: Instant) throws(VaultError) -> CentreLink {
        let grant = try grant(keys, .manager, CentreGrant.openingCode, chain, now)
        return try link(chain.next(.grant(grant)).undecided + [UInt8](repeating: 0, count: LinkBody.tracedLength), on: chain)
    }

    /// Grants a member.
    ///
    /// The number is the next one. The grant takes effect at once, or after `CentreGrant.renewalDelay` when the user was a member with
    /// other keys.
    ///
    /// - Parameters:
    ///   - granter: The number of the manager who grants.
    ///   - signing: That manager's own key.
    package func grant(
        _ keys: MemberKeys, as level: MemberLevel, by granter: UInt32, signing: borrowing SigningKey, on chain: CentreChain, at now: Instant
    ) throws(VaultError) -> CentreLink {
        let grant = try grant(keys, level, granter, chain, now)
        let body = chain.next(.grant(grant)).undecided
        return try link(body + signing.sign(body), on: chain)
    }

    private func grant(
        _ keys: MemberKeys, _ level: MemberLevel, _ granter: UInt32, _ chain: CentreChain, _ now: Instant
    ) throws(VaultError) -> CentreGrant {
        guard let effective = chain.effectiveTime(of: keys, grantedAt: now) else { throw .forgedChain }
        return CentreGrant(
            number: UInt32(chain.everybody.count) + 1, keys: keys, level: level, granter: granter, grantedAt: now, effectiveFrom: effective)
    }

    /// Ends a membership; nobody removes themselves.
    ///
    /// - Parameters:
    ///   - number: Who leaves.
    ///   - remover: The number of the manager who removes them.
    ///   - signing: That manager's own key.
    package func leave(
        _ number: UInt32, by remover: UInt32, signing: borrowing SigningKey, on chain: CentreChain, at now: Instant
    ) throws(VaultError) -> CentreLink {
        let body = chain.next(.leave(CentreLeave(number: number, remover: remover, at: now))).undecided
        return try link(body + signing.sign(body), on: chain)
    }

    /// Replaces the root key.
    package func newRoot(on chain: CentreChain) throws(VaultError) -> NewRoot {
        let next = RootKey()
        return NewRoot(
            link: try link(chain.next(.root(next.key.publicKey)).undecided, on: chain),
            keyring: CentreKeyring(centre: centre, root: next, newest: newest, past: past)
        )
    }

    /// Begins an epoch; the keys of the one before are sealed under its symmetric key.
    package func newEpoch(on chain: CentreChain, installation: Identifier<Installation>) throws(VaultError) -> NewEpoch {
        guard try newest.publicKeys() == chain.epoch else { throw .wrongKey }
        let next = try EpochKeys(number: newest.number + 1)
        var secrets: [UInt8] = []
        secrets.reserveCapacity(EpochKeys.length)
        defer { wipe(&secrets) }
        newest.append(to: &secrets)
        return NewEpoch(
            link: try link(chain.next(.epoch(try next.publicKeys())).undecided, on: chain),
            keyring: CentreKeyring(centre: centre, root: root, newest: next, past: [newest] + past),
            past: SealedEpoch(
                number: newest.number,
                sealed: try next.symmetric.seal(secrets, for: SealedEpoch.binding(newest.number, of: centre, installation))
            )
        )
    }

    private func link(_ body: [UInt8], on chain: CentreChain) throws(VaultError) -> CentreLink {
        guard let root, signs(chain) else { throw .wrongKey }
        let link = CentreLink(body: body, signature: root.key.sign(body))
        _ = try chain.appending(link)
        return link
    }
}
