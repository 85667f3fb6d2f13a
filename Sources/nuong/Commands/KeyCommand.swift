import ArgumentParser
import Casework
import Foundation
import Vault
import Wording

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: Said.text("cli.key"), subcommands: [KeyRotateCommand.self]
    )
}

struct KeyRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: Said.text("cli.key.rotate"), discussion: Said.text("cli.key.rotate.discussion")
    )

    enum Which: String, ExpressibleByArgument, CaseIterable {
        case service
    }

    @Argument(help: ArgumentHelp(Said.text("cli.key.which"), valueName: "service"))
    var which: Which

    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            let (installation, _) = try folder.open(deriving: false)
            // The new key is on the disk before anything is sealed under it, and takes the old one's place when all is.
            let fresh = folder.serviceKeyPath + ".new"
            let old = try ServiceKeyFile.read(at: folder.serviceKeyPath)
            let new =
                FileManager.default.fileExists(atPath: fresh)
                ? try ServiceKeyFile.read(at: fresh) : try ServiceKeyFile.create(at: fresh)
            try await installation.rotateServiceKey(from: old, to: new, by: .local)
            guard rename(fresh, folder.serviceKeyPath) == 0 else { throw Failure(.inputOutput, "cli.key.not_renamed", fresh) }
            Said.print(Said.text("cli.key.rotated", folder.serviceKeyPath))
        }
    }
}
