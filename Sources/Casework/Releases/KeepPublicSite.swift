import Disclosure
package import Policies
import Synchronization

extension OpenInstallation {
    /// Writes what the folder of the public site lacks: manifests, files of releases, and the site's own pages as they have to be now.
    ///
    /// One after the other, each from what is public when its turn comes, so that an older page never lies over a newer one. Where nothing
    /// is missing, nothing is written.
    ///
    /// - Parameter thoroughly: Whether every file is read, instead of its length alone.
    /// - Returns: Numbers of releases whose files turned out to be impossible to make again: they are not tried a second time.
    package func keepPublicSite(under set: PolicySet, thoroughly: Bool = false) throws(CaseworkError) -> [Int] {
        try siteWriting.withLock { hopeless throws(CaseworkError) in
            let lost = try write(published(under: set), besides: hopeless, under: set, thoroughly: thoroughly)
            hopeless.formUnion(lost)
            return lost
        }
    }

    private func write(
        _ view: PublishedView, besides hopeless: Set<Int>, under set: PolicySet, thoroughly: Bool
    ) throws(CaseworkError) -> [Int] {
        try releaseOutbox.writeMissing(view.here)
        let missed = publishedShelf.takeMissed()
        var lost: [Int] = []
        for release in view.releases {
            let number = release.manifest.facts.number
            guard !hopeless.contains(number), isLacking(release, thoroughly: thoroughly || missed.contains(number)) else { continue }
            do {
                try releaseOutbox.writeSite(ReleaseOutbox.placed(filesMadeAgain(of: release, under: set), of: release))
            } catch {
                switch error {
                // There may be space the next time; what came out differently from what was signed will do so again.
                case .release(.notWritten), .store: throw error
                default: lost.append(number)
                }
            }
        }
        // Pages at last: they never link to what is still to be written.
        let proofs = view.proofs.filter { address, bytes in
            thoroughly ? releaseOutbox.siteFile(address) != bytes : releaseOutbox.siteFileLength(address) != bytes.count
        }
        let pages = view.pages.mapValues(\.bytes).filter { releaseOutbox.siteFile($0.key) != $0.value }
        try releaseOutbox.writeSite((Array(proofs) + Array(pages)).map { (name: $0.key, bytes: $0.value) })
        return lost
    }

    /// Writes the files of a release with its manifest, whatever lies there.
    func writeFiles(_ files: [(name: String, bytes: [UInt8])], of release: ApprovedRelease) throws(CaseworkError) {
        try siteWriting.withLock { _ throws(CaseworkError) in
            try releaseOutbox.writeMissing([release])
            try releaseOutbox.writeSite(ReleaseOutbox.placed(files, of: release))
        }
    }

    private func isLacking(_ release: ApprovedRelease, thoroughly: Bool) -> Bool {
        release.manifest.files.contains { file in
            let path = ReleaseOutbox.path(release.manifest.facts.number, file.name)
            return thoroughly ? releaseOutbox.siteFile(path, named: file.digest) == nil : releaseOutbox.siteFileLength(path) != file.bytes
        }
    }
}
