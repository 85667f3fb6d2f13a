import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Policies
import Store
import Vault
import Web
import Wording

/// Where the installation lies and which key opens it.
struct DataOptions: ParsableArguments {
    @Option(name: .customLong("data"), help: ArgumentHelp(Said.text("cli.option.data"), valueName: "DIR"))
    var folder: String?

    @Option(name: .customLong("service-key"), help: ArgumentHelp(Said.text("cli.option.service_key"), valueName: "FILE"))
    var serviceKey: String?

    private var named: String? {
        let named = folder ?? ProcessInfo.processInfo.environment["NUONG_DATA"] ?? ""
        return named.isEmpty ? nil : named
    }

    var isNamed: Bool { named != nil }

    /// The folder named, or that of `NUONG_DATA`; in the running service its own.
    func dataFolder() throws -> DataFolder {
        if let served = Served.current { return served.folder }
        guard let folder = named else {
            throw Failure(.usage, "cli.error.no_data").exit
        }
        return DataFolder(path: folder, serviceKeyPath: serviceKey)
    }
}

/// A path as whoever gave the command line means it.
enum CallersPath {
    static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        return (Served.current?.call.workingFolder ?? FileManager.default.currentDirectoryPath) + "/" + path
    }
}

/// A data folder: database, policies by digest, attachments, the outbox `public`, and the service key unless it lies elsewhere.
struct DataFolder {
    let path: String
    let serviceKeyPath: String

    init(path: String, serviceKeyPath: String? = nil) {
        let absolute = CallersPath.absolute(path)
        self.path = absolute
        self.serviceKeyPath = serviceKeyPath ?? absolute + "/service.key"
    }

    /// The one place of clock and chance below the command line.
    static let now: @Sendable () -> Instant = { Instant(seconds: Int64(Date().timeIntervalSince1970)) }

    static var workers: Int { max(1, min(4, ProcessInfo.processInfo.activeProcessorCount)) }

    /// Makes a new installation; the folder may exist and must hold none.
    ///
    /// Making one that was cut short is taken up again: a key without an installation protects nothing yet.
    func found(isDemo: Bool, policies: PolicySource) throws {
        // Whatever is made here is for its owner alone, the files beside the database too.
        _ = umask(0o077)
        let manager = FileManager.default
        do {
            for folder in ["", "/policies", "/attachments", "/public"] {
                try manager.createDirectory(
                    atPath: path + folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
                )
            }
            if manager.fileExists(atPath: path + "/" + CaseStore.fileName), (try? CaseStore.openBeside(in: path).installation()) != nil {
                throw Failure(.cannotCreate, "cli.error.exists", path)
            }
            try policies.copy(to: path + "/policies")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.cannotCreate, "cli.error.cannot_create", path)
        }
        if manager.fileExists(atPath: serviceKeyPath) {
            try found(isDemo, policies, try ServiceKeyFile.read(at: serviceKeyPath))
        } else {
            try found(isDemo, policies, try ServiceKeyFile.create(at: serviceKeyPath))
        }
    }

    private func found(_ isDemo: Bool, _ policies: PolicySource, _ key: borrowing SymmetricKey<ServiceKeyUse>) throws {
        try FoundInstallation.run(
            in: path, isDemo: isDemo, policies: policies.digest, serviceKey: key, chance: SodiumChance(), at: DataFolder.now()
        )
    }

    /// Opens the installation for reading and writing.
    ///
    /// In the running service it is open already.
    ///
    /// - Parameter newer: Policies that are about to come into force, in place of those that are.
    func open(deriving: Bool, with newer: PolicySet? = nil) throws -> (installation: OpenInstallation, policies: PolicySet) {
        if let served = Served.current { return (served.installation, served.policies) }
        guard FileManager.default.fileExists(atPath: path + "/" + CaseStore.fileName) else {
            throw Failure(.usage, "cli.error.missing", path)
        }
        _ = umask(0o077)
        // Where SQLite puts the copy from which it writes a file anew: beside the data, where there is space, and not in a shared folder.
        // It asks once, before its first file is opened.
        setenv("SQLITE_TMPDIR", path, 1)
        let key = try ServiceKeyFile.read(at: serviceKeyPath)
        let policies = try newer ?? policiesInForce()
        let folder = self
        let installation = try OpenInstallation(
            folder: path, serviceKey: key, rulebook: policies.rulebook, access: policies.access,
            desk: AccountDesk(policies.accounts, hashingThreads: ProcessInfo.processInfo.activeProcessorCount - 1), deriving: deriving,
            workers: DataFolder.workers, chance: SodiumChance(), now: DataFolder.now,
            earlier: { digest in (try? folder.policySource(digest)).flatMap { try? PolicyReader.readRulebook($0.files) } },
            earlierSet: { digest in (try? folder.policySource(digest)).flatMap { try? $0.read() } }
        )
        return (installation, policies)
    }

    /// The policies whose digest the installation names.
    ///
    /// - Throws: What says that other policies have to be adopted, when they are those of another version of the program.
    func policiesInForce() throws -> PolicySet {
        let source = try policySource(try CaseStore.openBeside(in: path).policiesInForce())
        do { return try source.read() } catch is PolicyFaultsFailure { throw Failure(.data, "cli.error.policies_older", path) }
    }

    /// The files of policies that are or were in force, unchanged.
    func policySource(_ digest: String) throws -> PolicySource {
        guard let source = try? PolicySource(folder: path + "/policies/" + digest), source.digest == digest else {
            throw Failure(.data, "cli.error.policies_changed", digest)
        }
        return source
    }

    /// Whether the files of the policies in force are as they were when they came into force.
    func hasPoliciesInForce() -> Bool {
        (try? policySource(CaseStore.openBeside(in: path).policiesInForce())) != nil
    }
}
