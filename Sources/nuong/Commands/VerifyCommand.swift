import ArgumentParser
import CaseDomain
import Casework
import Disclosure
import Foundation
import Policies
import Store
import Vault
import Wording

/// Checks files of a release, wherever they lie: the signature, and the digests of the files that are named.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: Said.text("cli.verify"), discussion: Said.text("cli.verify.discussion"))

    @Option(help: ArgumentHelp(Said.text("cli.verify.key"), valueName: "FILE"))
    var key: String

    @Option(name: .customLong("data"), help: ArgumentHelp(Said.text("cli.verify.data"), valueName: "DIR"))
    var folder: String?

    @Argument(help: ArgumentHelp(Said.text("cli.verify.files"), valueName: "FILE"))
    var files: [String]

    func run() async throws {
        try await Failure.guarding(folder ?? "") { try verify() }
    }

    private func verify() throws {
        guard let publicKey = MinisignSignature.publicKey(file: String(decoding: try read(key), as: UTF8.self)) else {
            throw Failure(.data, "cli.verify.no_key", key)
        }
        guard let manifestPath = files.first(where: { $0.hasSuffix("manifest.json") }) else {
            throw Failure(.usage, "cli.verify.no_manifest")
        }
        let manifest = try read(manifestPath)
        let signature = String(decoding: try read(manifestPath + ".minisig"), as: UTF8.self)
        if let restricted = ReturnManifest(bytes: manifest) {
            try verify(restricted, manifest, signature, at: manifestPath, by: publicKey)
            return
        }
        guard
            let release = ApprovedRelease(
                bytes: manifest, signature: signature,
                verifies: { MinisignSignature.verifies($0, of: $1, by: publicKey) })
        else { throw Failure(.data, "cli.verify.bad_signature", manifestPath) }
        try verify(release.manifest.files, but: [manifestPath])
        try deriveAgain(release.manifest.facts.release, release.manifest.facts.commitment, release.manifest.rows)
        let facts = release.manifest.facts
        Said.print(Said.text("cli.verify.release", facts.period, facts.vintage, String(facts.number), facts.cutoff))
    }

    /// A restricted return: the approver's statement names the key with which the installation signed the manifest.
    private func verify(
        _ manifest: ReturnManifest, _ bytes: [UInt8], _ signature: String, at path: String, by key: VerifyingKey
    ) throws {
        let approvalPath = String(path.dropLast("manifest.json".count)) + "approval.json"
        let statement = try read(approvalPath)
        guard
            let approval = SignedApproval(
                bytes: statement, signature: String(decoding: try read(approvalPath + ".minisig"), as: UTF8.self),
                verifies: { MinisignSignature.verifies($0, of: $1, by: key) }),
            PublicDigest.of(statement).hexadecimal == manifest.approval, approval.facts.release == manifest.release
        else { throw Failure(.data, "cli.verify.bad_signature", approvalPath) }
        guard let returns = [UInt8](hexadecimal: approval.facts.returnsKey).flatMap({ VerifyingKey(bytes: $0) }),
            MinisignSignature.verifies(signature, of: bytes, by: returns)
        else { throw Failure(.data, "cli.verify.bad_signature", path) }
        try verify(manifest.files, but: [path, approvalPath])
        let figures = files.first { $0.hasSuffix("figures.json") }
        try deriveAgain(manifest.release, approval.facts.commitment, [], handedOut: try figures.map { try read($0) })
        Said.print(
            Said.text(
                "cli.verify.return", approval.facts.period, approval.facts.vintage, String(manifest.copy), manifest.recipient,
                manifest.madeOn))
    }

    /// Derives the figures again from the sealed facts, where a data folder is named.
    private func deriveAgain(_ release: String, _ commitment: String, _ rows: [PublicRow], handedOut: [UInt8]? = nil) throws {
        guard let folder else { return }
        let data = DataFolder(path: folder)
        let store = try CaseStore.openBeside(in: data.path)
        let keys = try PurposeKeys(
            try PurposeKeys.Row.all(in: store), of: try store.installation().identifier,
            under: try ServiceKeyFile.read(at: data.serviceKeyPath))
        let answer = try DeriveAgain.run(
            release, commitment: commitment, rows: rows, handedOut: handedOut, in: store, keys: keys, workers: DataFolder.workers
        ) { digest in (try? data.policySource(digest)).flatMap { try? $0.read() } }
        switch answer {
        case .same(let exact, let published): Said.print(Said.text("cli.verify.derived", String(exact), String(published)))
        case .erasedSince(let published): Said.print(Said.text("cli.verify.erased_since", String(published)))
        case .differs(let rows): throw Failure(.data, "cli.verify.differs", rows.prefix(20).joined(separator: "; "))
        case .policiesGone(let digest): throw Failure(.data, "cli.error.policies_changed", digest)
        case .unknown: throw Failure(.data, "cli.verify.unknown_release", release)
        case .otherRecord: throw Failure(.data, "cli.verify.other_record", release)
        }
    }

    private func verify(_ named: [PublicFile], but known: Set<String>) throws {
        for path in files where !known.contains(path) && !path.hasSuffix(".minisig") {
            if ("/" + path).hasSuffix("/nuong.pub") {
                guard try read(path) == read(self.key) else { throw Failure(.data, "cli.verify.changed", path) }
                continue
            }
            // Files in the folder of a language have its name before theirs.
            guard let expected = named.filter({ ("/" + path).hasSuffix("/" + $0.name) }).max(by: { $0.name.count < $1.name.count }) else {
                throw Failure(.data, "cli.verify.not_of_release", path)
            }
            let bytes = try read(path)
            guard bytes.count == expected.bytes, PublicDigest.of(bytes).hexadecimal == expected.digest else {
                throw Failure(.data, "cli.verify.changed", path)
            }
            Said.print(Said.text("cli.verify.good", path))
        }
    }

    private func read(_ path: String) throws -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: PublicFile.mostBytes + 1),
            data.count <= PublicFile.mostBytes
        else { throw Failure(.usage, "cli.error.unreadable_file", path) }
        return Array(data)
    }
}
