import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Wording

struct ExportCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: Said.text("cli.export"), discussion: Said.text("cli.export.discussion"))

    enum Product: String, ExpressibleByArgument, CaseIterable {
        case publicTables = "public"
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv, json, all
    }

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Option(help: ArgumentHelp(Said.text("cli.release.id"), valueName: "ID"), transform: ReleaseArgument.identifier)
    var release: Identifier<Release>

    @Option(help: ArgumentHelp(Said.text("cli.export.product"), valueName: "public"))
    var product = Product.publicTables

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "csv|json|all"))
    var format = Format.all

    @Option(help: ArgumentHelp(Said.text("cli.export.out"), valueName: "DIR"))
    var out: String

    func run() async throws {
        try await opened { installation, _ in
            let files = try await installation.publicFiles(of: release, by: try await acting.actor(installation))
            let wanted = files.filter { file in
                switch format {
                case .all: true
                case .csv: !file.name.hasSuffix("figures.json")
                case .json: !file.name.hasSuffix(".csv")
                }
            }
            try FolderOfFiles.write(wanted, to: CallersPath.absolute(out))
            for file in wanted { Said.print(out + "/" + file.name) }
        }
    }
}

/// Files that appear together or not at all: they are written beside their folder and take its place when each is whole.
enum FolderOfFiles {
    static func write(_ files: [(name: String, bytes: [UInt8])], to folder: String) throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: folder) {
            guard let there = try? manager.contentsOfDirectory(atPath: folder), there.isEmpty else {
                throw Failure(.cannotCreate, "cli.export.not_empty", folder)
            }
        }
        // A name that nobody else has.
        let beside = folder + "." + String(UInt64.random(in: .min ... .max), radix: 36)
        do {
            try manager.createDirectory(atPath: beside, withIntermediateDirectories: true)
            for file in files { try Data(file.bytes).write(to: URL(filePath: beside + "/" + file.name)) }
            try? manager.removeItem(atPath: folder)
            try manager.moveItem(atPath: beside, toPath: folder)
        } catch {
            try? manager.removeItem(atPath: beside)
            throw Failure(.inputOutput, "cli.export.not_written", folder)
        }
    }
}
