package import CaseDomain
import Crypto

/// Re-wrapping of a centre's case keys.
package enum EpochUse {}
/// Sealing of a case's journal and sheet.
package enum CaseRecordUse {}
/// Sealing of a person's identity.
package enum IdentityUse {}

/// The secret keys of a centre's epoch, with the root key that signs its chain.
package final class CentreKeyring: Sendable {
    package let centre: Identifier<Centre>
    private let root: SigningKey
    package let symmetric: SymmetricKey<EpochUse>
    package let box: BoxSecretKey
    /// The P-256 key of phones' envelopes, as its raw representation.
    private let phone: SecretBytes

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
        let root = SigningKey()
        let symmetric = SymmetricKey<EpochUse>()
        let box = try BoxSecretKey(secret: SecretBytes(randomCount: 32))
        let phone = P256.KeyAgreement.PrivateKey(compactRepresentable: false)
        let epoch = CentreEpoch(number: 1, box: box.publicKey, phone: Array(phone.publicKey.x963Representation))
        let body = CentreChain.epochBody(
            centre: centre, number: 0, previous: [UInt8](repeating: 0, count: 32), root: root.publicKey, epoch: epoch
        )
        let printed = OpeningCode.draw(chance)
        let code = try OpeningCode(typed: printed)
        var secrets = root.seed + symmetric.secret.exposed() + box.secret.exposed() + Array(phone.rawRepresentation)
        defer { wipe(&secrets) }
        return Founding(
            link: CentreLink(body: body, signature: root.sign(body)),
            rootTag: CentreChain.tag(of: root.publicKey, centre: centre, under: boxTags),
            sealedKeyring: try code.key.seal(secrets, for: binding(centre, installation)), openingCode: printed
        )
    }

    /// Opens a centre with its opening code.
    ///
    /// A wrong code is `wrongOpeningCode`.
    package init(
        opening sealed: Sealed<EpochKeyring>, of centre: Identifier<Centre>, installation: Identifier<Installation>,
        with code: borrowing OpeningCode
    ) throws(VaultError) {
        var secrets: [UInt8]
        do {
            secrets = try code.key.open(sealed, for: CentreKeyring.binding(centre, installation))
        } catch {
            throw error == .wrongKey ? .wrongOpeningCode : error
        }
        defer { wipe(&secrets) }
        guard secrets.count == 128 else { throw .wrongLength }
        self.centre = centre
        root = SigningKey(seed: Array(secrets[0..<32]))
        symmetric = SymmetricKey(secret: SecretBytes(copying: Array(secrets[32..<64])))
        box = try BoxSecretKey(secret: SecretBytes(copying: Array(secrets[64..<96])))
        phone = SecretBytes(copying: Array(secrets[96..<128]))
    }

    private static func binding(_ centre: Identifier<Centre>, _ installation: Identifier<Installation>) -> AssociatedData {
        AssociatedData(
            purpose: "centre keyring", installation: installation, centre: centre, table: "centre_opening", column: "sealed",
            row: centre.bytes
        )
    }
}
