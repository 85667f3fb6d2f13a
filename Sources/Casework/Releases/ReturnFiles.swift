package import CaseDomain
package import Policies

extension OpenInstallation {
    package func returnFiles(
        of identifier: Identifier<Release>, to recipient: String, comment: String = "", under set: PolicySet, passphrase: [UInt8],
        by visit: Visit
    ) async throws(CaseworkError) -> [(name: String, bytes: [UInt8])] {
        _ = try await handOutReturn(of: identifier, to: recipient, comment: comment, under: set, passphrase: passphrase, by: visit)
        return []
    }
}
