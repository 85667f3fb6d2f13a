import CaseDomain
import Disclosure
import Foundation
package import Policies
import Reports
import Store
import Vault

extension OpenInstallation {
    /// A file of the public site by its address below the top, for anybody: `index.html`, `en/index.html`, `published/000007/figures.csv`.
    ///
    /// - Returns: `nil` for what is not there; only what a signed manifest names, and the site's own pages, ever is.
    package func publicSiteFile(_ address: String) throws(CaseworkError) -> [UInt8]? {
        if PublicSiteNames.pages.contains(address) { return releaseOutbox.siteFile(address) }
        for release in try publicLedger().releases {
            let facts = release.manifest.facts
            if let proof = try proofs(of: release).first(where: { ReleaseOutbox.path(facts.number, $0.name) == address }) {
                return proof.bytes
            }
            guard let file = release.manifest.files.first(where: { ReleaseOutbox.path(facts.number, $0.name) == address }) else { continue }
            // Whoever changed a file in the folder changes nothing that is handed out.
            return releaseOutbox.siteFile(address).flatMap { PublicDigest.of($0).hexadecimal == file.digest ? $0 : nil }
        }
        return nil
    }

    /// The files of a published release, as they were when it was signed.
    ///
    /// They lie in the outbox; what is missing there or was changed is made again, and is the same or is refused: another version of a
    /// library may write another workbook, and nobody signed that.
    func files(
        of release: ApprovedRelease, _ record: ReleaseRecord, under set: PolicySet
    ) throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        let number = release.manifest.facts.number
        let kept = release.manifest.files.compactMap { file -> (name: String, bytes: [UInt8])? in
            guard let bytes = releaseOutbox.siteFile(ReleaseOutbox.path(number, file.name)),
                PublicDigest.of(bytes).hexadecimal == file.digest
            else { return nil }
            return (file.name, bytes)
        }
        if kept.count == release.manifest.files.count { return kept }
        let facts = release.manifest.facts
        let product: PublicProduct
        do {
            product =
                release.manifest.files.count == 2
                ? try PublicProduct(release)
                : try PublicProduct(
                    release, names: reportNames(set, plan: facts.plan, period: facts.period), layout: set.report,
                    difficulties: record.difficulties, remarks: record.remarks)
        } catch {
            throw .impossible
        }
        guard product.digests == release.manifest.files else { throw .release(.badSignature) }
        try? releaseOutbox.writeSite(product.files.map { (ReleaseOutbox.path(number, $0.name), $0.bytes) })
        return product.files
    }

    /// What stands beside the files of a published release.
    func proofs(of release: ApprovedRelease) throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        guard let key = try releaseKey() else { throw .release(.badSignature) }
        return [
            ("manifest.json", release.bytes), ("manifest.json.minisig", Array(release.signature.utf8)),
            ("nuong.pub", Array(MinisignSignature.publicKeyFile(key).utf8)),
        ]
    }

    /// Writes the public page anew: a static file that needs no service.
    package func writePublicSite(under set: PolicySet) throws(CaseworkError) {
        let releases = try publicLedger().releases
        var files = PublicSite(releases, layout: set.report) {
            reportNames(set, plan: $0.manifest.facts.plan, period: $0.manifest.facts.period)
        } link: {
            ReleaseOutbox.path($0.manifest.facts.number, $1)
        }.files
        for release in releases {
            files += try proofs(of: release).map { (ReleaseOutbox.path(release.manifest.facts.number, $0.name), $0.bytes) }
        }
        try releaseOutbox.writeSite(files)
    }
}

/// The pages of the public site.
enum PublicSiteNames {
    static let pages: Set<String> = ["index.html", "en/index.html"]
}
