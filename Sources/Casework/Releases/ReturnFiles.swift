package import CaseDomain
import Disclosure
package import Policies
import Reports
import Vault

extension OpenInstallation {
    /// The files of a restricted return with what proves them: manifest, the approver's statement, both signatures and the key.
    ///
    /// Handing it out is written down before the first byte leaves; see `handOutReturn`.
    package func returnFiles(
        of identifier: Identifier<Release>, to recipient: String, comment: String = "", under set: PolicySet, passphrase: [UInt8],
        by visit: Visit
    ) async throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        try files(
            of: try await handOutReturn(
                of: identifier, to: recipient, comment: comment, under: set, passphrase: passphrase, by: visit), under: set)
    }

    /// The files of a copy that was written down as handed out.
    func files(of made: RestrictedReturn, under set: PolicySet) throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        guard let key = try releaseKey() else { throw .release(.badSignature) }
        do {
            let facts = made.approval.facts
            let product = try RestrictedProduct(
                return: made, names: reportNames(set, plan: facts.plan, period: facts.period, calendar: facts.calendar), layout: set.report)
            let files = product.files.map {
                PublicFile(name: $0.name, bytes: $0.bytes.count, digest: PublicDigest.of($0.bytes).hexadecimal)
            }
            let manifest = try ReturnManifest(made, approval: PublicDigest.of(made.approval.bytes).hexadecimal, files: files).encoded()
            let signature = MinisignSignature(of: manifest, by: keys.returns, comment: "return \(made.approval.facts.release) \(made.copy)")
            let proofs = [
                manifest, Array(signature.text.utf8), made.approval.bytes, Array(made.approval.signature.utf8),
                Array(MinisignSignature.publicKeyFile(key).utf8),
            ]
            return product.files + zip(ProofFile.ofReturn, proofs).map { (name: $0, bytes: $1) }
        } catch {
            throw .impossible
        }
    }
}
