import ArgumentParser
import CaseDomain
import Casework
import Disclosure
import Foundation
import Wording

struct ExportCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: Said.text("cli.export"), discussion: Said.text("cli.export.discussion"))

    enum Product: String, ExpressibleByArgument, CaseIterable {
        case publicTables = "public"
        case restricted
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv, json, xlsx, docx, html, all

        /// What proves the files goes with every format.
        func wants(_ name: String) -> Bool {
            self == .all || ProofFile.ofReturn.contains(name) || ProofFile.ofRelease.contains(name) || name.hasSuffix("." + rawValue)
        }
    }

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Option(help: ArgumentHelp(Said.text("cli.release.id"), valueName: "ID"), transform: ReleaseArgument.identifier)
    var release: Identifier<Release>

    @Option(help: ArgumentHelp(Said.text("cli.export.product"), valueName: "public|restricted"))
    var product = Product.publicTables

    @Option(help: ArgumentHelp(Said.text("cli.export.recipient"), valueName: "TEXT"))
    var recipient = ""

    @Option(help: ArgumentHelp(Said.text("cli.export.comment"), valueName: "TEXT"))
    var comment = ""

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "csv|json|xlsx|docx|html|all"))
    var format = Format.all

    @Option(help: ArgumentHelp(Said.text("cli.export.out"), valueName: "DIR"))
    var out: String

    func run() async throws {
        try await opened { installation, policies in
            // Before anything is written down as handed out.
            try FolderOfFiles.checkEmpty(CallersPath.absolute(out))
            let files: [(name: String, bytes: [UInt8])]
            switch product {
            case .publicTables:
                files = try await installation.publicFiles(
                    of: release, under: policies, by: try await acting.actor(installation))
            case .restricted:
                let visit = try await acting.visit(installation)
                var passphrase = try acting.passphrase()
                defer { for index in passphrase.indices { passphrase[index] = 0 } }
                files = try await installation.returnFiles(
                    of: release, to: recipient, comment: comment, under: policies, passphrase: passphrase, by: visit)
            }
            let wanted = files.filter { format.wants($0.name) }
            try FolderOfFiles.write(wanted, to: CallersPath.absolute(out))
            for file in wanted { Said.print(out + "/" + file.name) }
        }
    }
}

/// Files that appear together or not at all: they are written beside their folder and take its place when each is whole.
enum FolderOfFiles {
    static func checkEmpty(_ folder: String) throws {
        guard FileManager.default.fileExists(atPath: folder) else { return }
        guard let there = try? FileManager.default.contentsOfDirectory(atPath: folder), there.isEmpty else {
            throw Failure(.cannotCreate, "cli.export.not_empty", folder)
        }
    }

    static func write(_ files: [(name: String, bytes: [UInt8])], to folder: String) throws {
        try checkEmpty(folder)
        let manager = FileManager.default
        // A name that nobody else has.
        let beside = folder + "." + String(UInt64.random(in: .min ... .max), radix: 36)
        do {
            try manager.createDirectory(atPath: beside, withIntermediateDirectories: true)
            for file in files {
                let path = URL(filePath: beside + "/" + file.name)
                try manager.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.bytes).write(to: path)
            }
            try? manager.removeItem(atPath: folder)
            try manager.moveItem(atPath: beside, toPath: folder)
        } catch {
            try? manager.removeItem(atPath: beside)
            throw Failure(.inputOutput, "cli.export.not_written", folder)
        }
    }
}
