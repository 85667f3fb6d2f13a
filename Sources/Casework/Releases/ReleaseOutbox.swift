import CaseDomain
import Disclosure
import Foundation
import Store
import Vault

/// What was published outside the database: manifests in `public/releases` of the data folder, and the files that people read in
/// `public/published`, one folder a release, with the public page in `public`.
///
/// All of `public` but `releases` can be copied to any web server as it lies.
/// A database restored from an older backup does not know what was published after it, and what is public stays public. So the ledger takes
/// in whatever lies here and not there, by its signature.
struct ReleaseOutbox: Sendable {
    private static let mostFiles = 20_000
    private static let manifestEnd = ".json"
    private static let signatureEnd = ".minisig"
    private static let mostInSignature = 2_000

    /// What a folder says of when something was put into it.
    struct Mark: Hashable, Sendable {
        let changedAt: Date
        let number: Int
    }

    let folder: String
    private let site: String

    init(ofDataFolder folder: String) {
        self.folder = folder + "/public/releases"
        site = folder + "/public"
    }

    private static func name(_ release: ApprovedRelease) -> String {
        PublicPath.number(release.manifest.facts.number) + "-" + release.manifest.facts.release + manifestEnd
    }

    /// What lies here, by name: manifest and signature.
    func files() throws(CaseworkError) -> [(manifest: [UInt8], signature: String)] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder), names.count <= ReleaseOutbox.mostFiles else {
            throw .release(.badSignature)
        }
        var found: [(manifest: [UInt8], signature: String)] = []
        for name in names.sorted() where name.hasSuffix(ReleaseOutbox.manifestEnd) {
            let manifest = try read(name, upTo: ReleaseManifest.mostBytes)
            let signature = try read(name + ReleaseOutbox.signatureEnd, upTo: ReleaseOutbox.mostInSignature)
            found.append((manifest, String(decoding: signature, as: UTF8.self)))
        }
        return found
    }

    private func read(_ name: String, upTo limit: Int) throws(CaseworkError) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: folder + "/" + name), let data = try? file.read(upToCount: limit + 1),
            data.count <= limit
        else { throw .release(.badSignature) }
        return Array(data)
    }

    /// Another one whenever a manifest was put here or taken away, and as cheap with a thousand of them as with one.
    var mark: Mark? {
        guard let found = try? FileManager.default.attributesOfItem(atPath: folder), let changedAt = found[.modificationDate] as? Date,
            let number = found[.systemFileNumber] as? Int
        else { return nil }
        return Mark(changedAt: changedAt, number: number)
    }

    // MARK: Files that people read

    /// From the top of the site.
    static func path(_ number: Int, _ name: String) -> String { PublicPath.file(name, of: number) }

    /// A file of the site; `nil` when it is not there or too large.
    ///
    /// - Parameter name: One that a manifest names, or the site's own pages; never what somebody typed.
    func siteFile(_ name: String) -> [UInt8]? {
        guard let file = FileHandle(forReadingAtPath: site + "/" + name), let data = try? file.read(upToCount: PublicFile.mostBytes + 1),
            data.count <= PublicFile.mostBytes
        else { return nil }
        return Array(data)
    }

    /// A file of the site while it has the digest that was signed.
    func siteFile(_ name: String, named digest: String) -> [UInt8]? {
        siteFile(name).flatMap { PublicDigest.of($0).hexadecimal == digest ? $0 : nil }
    }

    /// Files of a release with their places from the top of the site.
    static func placed(
        _ files: [(name: String, bytes: [UInt8])], of release: ApprovedRelease
    ) -> [(name: String, bytes: [UInt8])] {
        files.map { (path(release.manifest.facts.number, $0.name), $0.bytes) }
    }

    /// How long a file of the site is; `nil` when it is not there.
    func siteFileLength(_ name: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: site + "/" + name))?[.size] as? Int
    }

    func writeSite(_ files: [(name: String, bytes: [UInt8])]) throws(CaseworkError) {
        for file in files {
            do {
                let path = site + "/" + file.name
                try FileManager.default.createDirectory(
                    atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]), withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
                try DurableFile.write(file.bytes, to: path)
            } catch {
                throw .release(.notWritten)
            }
        }
    }

    /// Those of the database that are missing here.
    func missing(of releases: [ApprovedRelease]) -> [ApprovedRelease] {
        releases.filter { !FileManager.default.fileExists(atPath: folder + "/" + ReleaseOutbox.name($0)) }
    }

    /// Writes those of the database that are missing here; the signature first, so that a manifest never lies here without one.
    func writeMissing(_ releases: [ApprovedRelease]) throws(CaseworkError) {
        for release in missing(of: releases) {
            let path = folder + "/" + ReleaseOutbox.name(release)
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                try DurableFile.write(Array(release.signature.utf8), to: path + ReleaseOutbox.signatureEnd)
                try DurableFile.write(release.bytes, to: path)
            } catch {
                throw .release(.notWritten)
            }
        }
    }
}
