package import CaseDomain
import Crypto

/// Re-wrapping of a centre's case keys.
package enum EpochUse {}
/// Sealing of a case's journal and sheet.
package enum CaseRecordUse {}
/// Sealing of a person's identity.
package enum IdentityUse {}

/// The secret keys of a centre as one of its members holds them: every epoch's, and a manager's root key, which signs the chain.
package final class CentreKeyring: Sendable {
    package let centre: Identifier<Centre>
    /// Only managers hold it.
    let root: RootKey?
    let newest: EpochKeys
    /// The epochs before the newest, newest first; those that nothing is wrapped under any more may be missing at the end.
    let past: [EpochKeys]

    init(centre: Identifier<Centre>, root: RootKey?, newest: EpochKeys, past: [EpochKeys]) {
        self.centre = centre
        self.root = root
        self.newest = newest
        self.past = past
    }

    /// The number of the newest epoch that this keyring knows.
    package var epoch: UInt32 {
        newest.number
    }

    /// The newest epoch's symmetric key, under which members' sessions wrap.
    package var symmetric: SymmetricKey<EpochUse> {
        _read { yield newest.symmetric }
    }

    /// The newest epoch's box key.
    package var box: BoxSecretKey {
        _read { yield newest.box }
    }

    /// Whether this keyring signs what is appended to a chain.
    package func signs(_ chain: CentreChain) -> Bool {
        chain.centre == centre && root?.key.publicKey == chain.root
    }

    /// What a new centre needs: its first link, the tag of its root key, its keyring sealed under an opening code.
    package struct Founding: Sendable {
        package let link: CentreLink
        package let rootTag: [UInt8]
        package let sealedKeyring: Sealed<EpochKeyring>
        /// The opening code as it is printed, once.
        package let openingCode: String
    }

    /// Makes the keys of a new centre.
    package static func found(
        _ centre: Identifier<Centre>, installation: Identifier<Installation>, boxTags: borrowing HashKey<BoxTagUse>, chance: some Chance
    ) throws(VaultError) -> Founding {
        let root = RootKey()
        let keys = try EpochKeys(number: 1)
        let body = LinkBody(
            centre: centre, number: 0, previous: CentreChain.noLink, root: root.key.publicKey, content: .epoch(try keys.publicKeys())
        ).undecided
        let printed = OpeningCode.draw(chance)
        let code = try OpeningCode(typed: printed)
        var secrets: [UInt8] = []
        secrets.reserveCapacity(32 + EpochKeys.length)
        defer { wipe(&secrets) }
        root.append(to: &secrets)
        keys.append(to: &secrets)
        return Founding(
            link: CentreLink(body: body, signature: root.key.sign(body)),
            rootTag: CentreChain.tag(of: root.key.publicKey, centre: centre, under: boxTags),
            sealedKeyring: try code.key.seal(secrets, for: openingBinding(centre, installation)), openingCode: printed
        )
    }

    /// Opens a centre with its opening code: its first epoch and its first root key.
    ///
    /// A wrong code is `wrongOpeningCode`.
    package convenience init(
        opening sealed: Sealed<EpochKeyring>, of centre: Identifier<Centre>, installation: Identifier<Installation>,
        with code: borrowing OpeningCode
    ) throws(VaultError) {
        var secrets: [UInt8]
        do {
            secrets = try code.key.open(sealed, for: CentreKeyring.openingBinding(centre, installation))
        } catch {
            throw error == .wrongKey ? .wrongOpeningCode : error
        }
        defer { wipe(&secrets) }
        guard secrets.count == 32 + EpochKeys.length else { throw .wrongLength }
        self.init(
            centre: centre, root: RootKey(reading: secrets, from: 0), newest: try EpochKeys(number: 1, reading: secrets, from: 32), past: []
        )
    }

    private static func openingBinding(_ centre: Identifier<Centre>, _ installation: Identifier<Installation>) -> AssociatedData {
        AssociatedData(
            purpose: "centre keyring", installation: installation, centre: centre, table: "centre_opening", column: "sealed",
            row: centre.bytes
        )
    }
}
