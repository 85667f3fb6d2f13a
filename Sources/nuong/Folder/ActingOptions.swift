import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Policies
import Web
import Wording

/// Who acts: `--as` with the file of a passphrase.
struct ActingOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: ArgumentHelp(Said.text("cli.option.as"), valueName: "USER"))
    var name: String?

    @Option(help: ArgumentHelp(Said.text("cli.option.passphrase_file"), valueName: "FILE"))
    var passphraseFile: String?

    /// The user who acts; without `--as` a usage error.
    func visit(_ installation: OpenInstallation) async throws -> Visit {
        guard let name else { throw Failure(.usage, "cli.error.who_acts") }
        guard let passphraseFile else { throw Failure(.usage, "cli.error.passphrase_file") }
        var passphrase = try SecretFile.read(passphraseFile)
        defer { for index in passphrase.indices { passphrase[index] = 0 } }
        let visit = try await installation.actOnHost(as: name, passphrase: passphrase)
        Served.current?.keep(visit)
        return visit
    }

    /// The passphrase again, for what asks for it each time; the caller wipes it.
    func passphrase() throws -> [UInt8] {
        guard let passphraseFile else { throw Failure(.usage, "cli.error.passphrase_file") }
        return try SecretFile.read(passphraseFile)
    }

    /// Whoever acts: `local` without `--as`.
    func actor(_ installation: OpenInstallation) async throws -> Actor {
        name == nil ? .local : .user(try await visit(installation).actor)
    }

    /// The passphrase file, for the service that carries the command out.
    func files() throws -> [String: Data] {
        guard let passphraseFile else { return [:] }
        return [passphraseFile: Data(try SecretFile.read(passphraseFile))]
    }
}

/// A file with one secret: at most 2 KiB, without its trailing line end.
enum SecretFile {
    /// What a file of this size holds, whole.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: 2_049), data.count <= 2_048 else {
            throw Failure(.usage, "cli.error.unreadable_file", path)
        }
        return Array(data)
    }

    static func read(_ path: String) throws -> [UInt8] {
        if let served = Served.current {
            guard let content = served.call.files[path] else { throw Failure(.usage, "cli.error.unreadable_file", path) }
            return Array(content)
        }
        var bytes = try bytes(path)
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return bytes
    }
}
