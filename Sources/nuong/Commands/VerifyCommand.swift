import ArgumentParser
import CaseDomain
import Disclosure
import Foundation
import Vault
import Wording

/// Checks files of a release, wherever they lie: the signature, and the digests of the files that are named.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: Said.text("cli.verify"), discussion: Said.text("cli.verify.discussion"))

    /// No file of a release is larger.
    private static let mostBytes = 64 << 20

    @Option(help: ArgumentHelp(Said.text("cli.verify.key"), valueName: "FILE"))
    var key: String

    @Argument(help: ArgumentHelp(Said.text("cli.verify.files"), valueName: "FILE"))
    var files: [String]

    func run() throws {
        do {
            try verify()
        } catch let failure as Failure {
            throw failure.exit
        }
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
        guard
            let release = ApprovedRelease(
                bytes: manifest, signature: signature,
                verifies: { MinisignSignature.verifies($0, of: $1, by: publicKey) })
        else { throw Failure(.data, "cli.verify.bad_signature", manifestPath) }
        for path in files where path != manifestPath && !path.hasSuffix(".minisig") {
            let name = String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
            guard let expected = release.manifest.files.first(where: { $0.name == name }) else {
                throw Failure(.data, "cli.verify.not_of_release", path)
            }
            let bytes = try read(path)
            guard bytes.count == expected.bytes, PublicDigest.of(bytes).hexadecimal == expected.digest else {
                throw Failure(.data, "cli.verify.changed", path)
            }
            Said.print(Said.text("cli.verify.good", path))
        }
        let facts = release.manifest.facts
        Said.print(Said.text("cli.verify.release", facts.period, facts.vintage, String(facts.number), facts.cutoff))
    }

    private func read(_ path: String) throws -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: VerifyCommand.mostBytes + 1),
            data.count <= VerifyCommand.mostBytes
        else { throw Failure(.usage, "cli.error.unreadable_file", path) }
        return Array(data)
    }
}
