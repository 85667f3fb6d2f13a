package import CaseDomain

/// The keys of a past epoch, sealed under the symmetric key of the epoch after it: one row an epoch, written once.
///
/// Whoever opens the newest epoch opens these one after the other; whoever left opens none that came later.
package struct SealedEpoch: Hashable, Sendable {
    package let number: UInt32
    package let sealed: Sealed<EpochKeyring>

    package init(number: UInt32, sealed: Sealed<EpochKeyring>) {
        self.number = number
        self.sealed = sealed
    }

    static func binding(_ number: UInt32, of centre: Identifier<Centre>, _ installation: Identifier<Installation>) -> AssociatedData {
        AssociatedData(
            purpose: "past epoch", installation: installation, centre: centre, table: "centre_epoch", column: "sealed", row: centre.bytes,
            generation: number, revision: number &+ 1
        )
    }
}

extension CentreKeyring {
    private static let boxVersion: UInt8 = 1
    /// Version, epoch, whether a root key is there, its seed or zeros, the epoch's keys.
    private static let boxLength = 6 + 32 + EpochKeys.length

    /// The newest epoch's keys for one member, sealed to the key that the chain grants.
    ///
    /// A member who is not in force on the chain, or a keyring that is not the chain's newest, is refused; a manager's box needs the
    /// current root key.
    package func box(
        for member: CentreGrant, on chain: CentreChain, installation: Identifier<Installation>, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) -> Sealed<MemberBox> {
        guard chain.centre == centre, !chain.rootIsDue, chain.memberInForce(member.number) == member else { throw .forgedChain }
        guard try newest.publicKeys() == chain.epoch else { throw .wrongKey }
        var secrets: [UInt8] = []
        secrets.reserveCapacity(CentreKeyring.boxLength)
        defer { wipe(&secrets) }
        secrets.append(CentreKeyring.boxVersion)
        secrets.append(number: newest.number)
        switch member.level {
        case .manager:
            guard let root, signs(chain) else { throw .wrongKey }
            secrets.append(1)
            root.append(to: &secrets)
        case .member:
            secrets.append(0)
            secrets.append(contentsOf: repeatElement(0, count: 32))
        }
        newest.append(to: &secrets)
        return try member.keys.box.seal(
            secrets, for: CentreKeyring.binding(of: member, in: centre, epoch: newest.number, installation), tag: tag)
    }

    /// Opens a centre as one of its members.
    ///
    /// Keys whose public halves are not those of the verified chain are `forgedChain`. A root key that is not the chain's current one, or
    /// that the chain does not grant, is dropped.
    ///
    /// - Parameters:
    ///   - member: The membership; one that is not in force or not yet effective is `wrongKey`.
    ///   - key: The user's own key, the one that the chain grants.
    ///   - past: The rows of the past epochs, in any order, without a gap up to the newest; the oldest may be missing.
    package convenience init(
        openingBox sealed: Sealed<MemberBox>, of member: CentreGrant, with key: borrowing BoxSecretKey, past: [SealedEpoch],
        chain: CentreChain, installation: Identifier<Installation>, at now: Instant, tag: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) {
        guard chain.memberInForce(member.number) == member, member.isEffective(at: now) else { throw .wrongKey }
        guard key.publicKey == member.keys.box else { throw .forgedChain }
        let data = CentreKeyring.binding(of: member, in: chain.centre, epoch: chain.epoch.number, installation)
        var secrets = try key.open(sealed, for: data, tag: tag)
        defer { wipe(&secrets) }
        guard secrets.count == CentreKeyring.boxLength else { throw .wrongLength }
        guard secrets[0] == CentreKeyring.boxVersion else { throw .unknownVersion }
        let number = secrets.number(at: 1)
        guard number == chain.epoch.number, secrets[5] <= 1 else { throw .forgedChain }
        let newest = try EpochKeys(number: number, reading: secrets, from: 38)
        guard try newest.publicKeys() == chain.epoch else { throw .forgedChain }
        var root: RootKey?
        if secrets[5] == 1, member.level == .manager {
            let given = RootKey(reading: secrets, from: 6)
            if given.key.publicKey == chain.root { root = given }
        }
        self.init(
            centre: chain.centre, root: root, newest: newest,
            past: try CentreKeyring.open(past, before: newest, on: chain, installation)
        )
    }

    /// Opens past epochs from the newest down.
    private static func open(
        _ rows: [SealedEpoch], before newest: EpochKeys, on chain: CentreChain, _ installation: Identifier<Installation>
    ) throws(VaultError) -> [EpochKeys] {
        var opened: [EpochKeys] = []
        var next = newest
        for row in rows.sorted(by: { $0.number > $1.number }) {
            guard row.number >= 1, row.number == next.number - 1 else { throw .forgedChain }
            var secrets = try next.symmetric.open(row.sealed, for: SealedEpoch.binding(row.number, of: chain.centre, installation))
            defer { wipe(&secrets) }
            guard secrets.count == EpochKeys.length else { throw .wrongLength }
            next = try EpochKeys(number: row.number, reading: secrets, from: 0)
            guard try next.publicKeys() == chain.epochs[Int(row.number) - 1] else { throw .forgedChain }
            opened.append(next)
        }
        return opened
    }

    private static func binding(
        of member: CentreGrant, in centre: Identifier<Centre>, epoch: UInt32, _ installation: Identifier<Installation>
    ) -> AssociatedData {
        AssociatedData(
            purpose: "member box", installation: installation, centre: centre, table: "member_box", column: "sealed",
            row: member.user.bytes, generation: epoch, revision: member.number
        )
    }
}
