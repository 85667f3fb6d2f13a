import Disclosure
import Store
import Synchronization
import Vault

/// Releases whose signatures were checked and whose manifests were read in this process, by what was checked.
///
/// Public pages ask for all of them each time, and a signature over the same bytes by the same key does not become wrong.
final class CheckedReleases: Sendable {
    /// A province publishes some ten a year.
    private static let most = 256
    private let known = Mutex<[[UInt8]: ApprovedRelease]>([:])

    /// - Returns: `nil` when the signature is not that of the manifest by the key.
    func release(_ published: ReleaseRow.Publication, _ key: VerifyingKey) -> ApprovedRelease? {
        let signature = Array(published.signature.utf8)
        // Parts of one length each, so that no byte of one can pass for one of the next.
        let name = PublicDigest.of(key.bytes + PublicDigest.of(signature) + PublicDigest.of(published.manifest))
        if let release = known.withLock({ $0[name] }) { return release }
        guard
            let release = ApprovedRelease(
                bytes: published.manifest, signature: published.signature, verifies: { MinisignSignature.verifies($0, of: $1, by: key) })
        else { return nil }
        known.withLock { known in
            if known.count >= CheckedReleases.most { known.removeAll() }
            known[name] = release
        }
        return release
    }
}
