import CaseDomain
import Disclosure
package import Policies
import Reports
import Vault

extension OpenInstallation {
    /// A file of the public site by its address below the top, for anybody: `index.html`, `en/index.html`, `published/000007/figures.csv`.
    ///
    /// The site's own pages are made from what is public, whatever lies in the folder; nothing is written for whoever asks.
    ///
    /// - Returns: `nil` for what is not there; only what a signed manifest names, and the site's own pages, ever is.
    package func publicSiteFile(_ address: String, under set: PolicySet) throws(CaseworkError) -> [UInt8]? {
        let view = try published(under: set)
        if let bytes = view.pages[address]?.bytes ?? view.proofs[address] { return bytes }
        guard let file = view.files[address] else { return nil }
        // Whoever changed a file in the folder changes nothing that is handed out.
        guard let bytes = releaseOutbox.siteFile(address, named: file.digest) else {
            publishedShelf.miss(file.release)
            return nil
        }
        return bytes
    }

    /// Everything public as visitors ask for it.
    ///
    /// - Parameter set: The policies in force, for labels on the site's own pages; they stay the same while the installation is open.
    func published(under set: PolicySet) throws(CaseworkError) -> PublishedView {
        try publishedShelf.view {
            releaseOutbox.mark
        } read: { () throws(CaseworkError) in
            let (releases, here) = try ourReleases()
            let key = try releaseKey()
            let list = Array(releases.reversed().compactMap { PublicRelease($0.manifest) })
            var proofs: [String: [UInt8]] = [:]
            var files: [String: PublishedView.Named] = [:]
            for release in releases {
                let facts = release.manifest.facts
                for proof in ReleaseOutbox.placed(try self.proofs(of: release, by: key), of: release) { proofs[proof.name] = proof.bytes }
                for file in release.manifest.files {
                    files[ReleaseOutbox.path(facts.number, file.name)] = .init(release: facts.number, digest: file.digest)
                }
            }
            return PublishedView(
                releases: releases, here: here, list: list, pages: releases.isEmpty ? [:] : pages(of: releases, under: set),
                proofs: proofs, files: files)
        }
    }

    /// The site's own pages: static files that need no service.
    private func pages(of releases: [ApprovedRelease], under set: PolicySet) -> [String: PublicSitePage] {
        let site = PublicSite(releases, more: ProofFile.ofRelease, layout: set.report) {
            reportNames(set, plan: $0.manifest.facts.plan, period: $0.manifest.facts.period)
        } link: {
            ReleaseOutbox.path($0.manifest.facts.number, $1)
        }
        return Dictionary(site.files.map { ($0.name, PublicSitePage(page: $0.bytes)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The files of a published release, as they were when it was signed.
    ///
    /// They lie in the outbox; what is missing there or was changed is made again.
    func files(
        of release: ApprovedRelease, _ record: ReleaseRecord, under set: PolicySet
    ) throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        let kept = release.manifest.files.compactMap { file in
            releaseOutbox.siteFile(ReleaseOutbox.path(release.manifest.facts.number, file.name), named: file.digest).map {
                (name: file.name, bytes: $0)
            }
        }
        if kept.count == release.manifest.files.count { return kept }
        let files = try filesMadeAgain(of: release, record, under: set)
        try? writeFiles(files, of: release)
        return files
    }

    /// The files of a release from its sealed record, which a restored database may lack.
    func filesMadeAgain(of release: ApprovedRelease, under set: PolicySet) throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        guard let identifier = Identifier<Release>(release.manifest.facts.release) else { throw .release(.badSignature) }
        return try filesMadeAgain(of: release, try self.release(identifier).record, under: set)
    }

    /// The files of a release under the policies by which it was signed.
    ///
    /// They are the same or are refused: another version of a library may write another workbook, and nobody signed that. Where the policies
    /// of then are not there or not readable any more, those in force may still say all the same of it.
    private func filesMadeAgain(
        of release: ApprovedRelease, _ record: ReleaseRecord, under set: PolicySet
    ) throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        let facts = release.manifest.facts
        let then = record.policies == policies ? set : earlierSet(record.policies)
        let product: PublicProduct
        do {
            let set = then ?? set
            product = try PublicProduct(
                release, names: reportNames(set, plan: facts.plan, period: facts.period), layout: set.report,
                difficulties: record.difficulties, remarks: record.remarks)
        } catch {
            throw .impossible
        }
        guard product.digests == release.manifest.files else {
            throw then == nil ? .policiesGone(digest: record.policies) : .release(.badSignature)
        }
        return product.files
    }

    /// What stands beside the files of a published release.
    func proofs(of release: ApprovedRelease) throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        try proofs(of: release, by: try releaseKey())
    }

    private func proofs(of release: ApprovedRelease, by key: VerifyingKey?) throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        guard let key else { throw .release(.badSignature) }
        let contents = [release.bytes, Array(release.signature.utf8), Array(MinisignSignature.publicKeyFile(key).utf8)]
        return zip(ProofFile.ofRelease, contents).map { (name: $0, bytes: $1) }
    }
}
