package import CaseDomain
import Disclosure
package import Policies
import Reports

/// A restricted return in one file, for a browser to save.
package struct ReturnArchive: Sendable {
    /// `nuong-2026-Q1-first-1.zip`: of whom it is and who got it stands inside alone.
    package let name: String
    package let bytes: [UInt8]
    /// Which of the release's copies it is, from 1.
    package let copy: Int
}

extension OpenInstallation {
    /// The files of a restricted return as one ZIP file whose entries are stored as they are.
    ///
    /// Handing it out is written down before the first byte leaves; see `handOutReturn`.
    package func returnArchive(
        of identifier: Identifier<Release>, to recipient: String, comment: String = "", under set: PolicySet, passphrase: [UInt8],
        by visit: Visit
    ) async throws(CaseworkError) -> ReturnArchive {
        let made = try await handOutReturn(
            of: identifier, to: recipient, comment: comment, under: set, passphrase: passphrase, by: visit)
        var archive = StoredArchive()
        for file in try files(of: made, under: set) { archive.add(file.name, file.bytes) }
        let facts = made.approval.facts
        return ReturnArchive(
            name: "nuong-\(facts.period)-\(facts.vintage)-\(made.copy).zip", bytes: archive.bytes, copy: made.copy)
    }
}
