import ArgumentParser
import Casework
import Foundation
import Policies
import Store
import Vault
import Web
import Wording

/// A command that opens the installation: when the service runs, the service carries it out, because it holds the folder.
protocol CarriedOutByService: AsyncParsableCommand {
    var data: DataOptions { get }

    /// What the files hold that the command names, by the names it gives them.
    func files() throws -> [String: Data]
}

/// A command that a user of the installation may carry out, named with `--as`.
protocol CarriedOutForUser: CarriedOutByService {
    var acting: ActingOptions { get }
}

extension CarriedOutForUser {
    func files() throws -> [String: Data] {
        try acting.files()
    }
}

extension CarriedOutByService {
    /// Runs with the installation and its policies; every error of ours becomes the command's exit.
    func opened(_ body: (OpenInstallation, PolicySet) async throws -> Void) async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            let (installation, policies) = try folder.open(deriving: false)
            try await body(installation, policies)
        }
    }

    /// Hands the command line to the running service.
    ///
    /// - Returns: The exit code; `nil` when no service answers, so that the command is carried out here.
    func throughService() async throws -> Int32? {
        let folder = try data.dataFolder()
        guard FileManager.default.fileExists(atPath: folder.path + "/" + CommandSocket.fileName) else { return nil }
        var code: Int32?
        try await Failure.guarding(folder.path) {
            let call = try CommandCall(
                arguments: Array(CommandLine.arguments.dropFirst()), language: Said.language.rawValue,
                workingFolder: FileManager.default.currentDirectoryPath, isTerminal: ProgressBar.isOnTerminal, files: try files()
            ).encoded()
            guard call.count <= CommandCall.mostBytes else { throw Failure(.data, "cli.error.call_too_large") }
            do {
                code = try await CommandCaller.hand(call, proof: try proof(of: call, folder), toServiceOf: folder.path) { said in
                    switch said {
                    case .out(let text): Said.printRaw(text)
                    case .complaint(let text): Said.complainRaw(text)
                    case .ended: break
                    }
                }
            } catch let error as CommandCallError {
                switch error {
                case .refused(let status): throw Failure(.unavailable, "cli.error.call_refused", String(status))
                case .cutOff: throw Failure(.unavailable, "cli.error.call_cut_off")
                }
            }
        }
        return code
    }

    /// Only who can read the service key and the file gets anything from the service.
    private func proof(of call: Data, _ folder: DataFolder) throws -> String {
        let store = try CaseStore.openBeside(in: folder.path)
        let keys = try PurposeKeys(
            try PurposeKeys.Row.all(in: store), of: try store.installation().identifier,
            under: try ServiceKeyFile.read(at: folder.serviceKeyPath)
        )
        return keys.proof(ofCall: Array(call))
    }
}
