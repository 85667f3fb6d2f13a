import ArgumentParser
import Casework
import Foundation
import Store
import Vault
import Wording

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: Said.text("cli.audit"), subcommands: [AuditVerifyCommand.self, AuditShowCommand.self]
    )
}

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: Said.text("cli.audit.verify"), discussion: Said.text("cli.audit.verify.discussion")
    )

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp(Said.text("cli.audit.anchor"), valueName: "FILE"))
    var anchor: String?

    @Option(help: ArgumentHelp(Said.text("cli.audit.write_anchor"), valueName: "FILE"))
    var writeAnchor: String?

    private func knownAnchor() throws -> AuditAnchor? {
        guard let anchor else { return nil }
        guard let known = AuditAnchor(text: String(decoding: try SecretFile.read(anchor), as: UTF8.self)) else {
            throw Failure(.data, "cli.audit.bad_anchor", anchor)
        }
        return known
    }

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            let anchor = try knownAnchor()
            // Reads the file beside a running server.
            let store = try CaseStore.openBeside(in: folder.path)
            let installation = try store.installation()
            let keys = try PurposeKeys(
                try PurposeKeys.Row.all(in: store), of: installation.identifier, under: try ServiceKeyFile.read(at: folder.serviceKeyPath)
            )
            let report = try VerifyAudit.run(store, keys, anchor: anchor)
            for finding in report.findings {
                Said.complain(Said.text("cli.audit.finding", String(finding.sequence), finding.fault.sentence))
            }
            let head = report.head.prefix(8).map { byte in
                let hex = String(byte, radix: 16)
                return hex.count == 1 ? "0" + hex : hex
            }.joined()
            guard report.findings.isEmpty else { throw Failure(.data, "cli.audit.broken", String(report.findings.count)) }
            Said.print(Said.text("cli.audit.fine", String(report.entries), head))
            if let writeAnchor {
                let newest = AuditAnchor(installation: installation.identifier, sequence: report.entries, chain: report.head)
                guard FileManager.default.createFile(atPath: writeAnchor, contents: Data(newest.text.utf8)) else {
                    throw Failure(.cannotCreate, "cli.error.cannot_create", writeAnchor)
                }
            }
        }
    }
}

extension AuditReport.Fault {
    /// What was found, in words.
    var sentence: String {
        switch self {
        case .chainBroken: Said.text("cli.audit.chain_broken")
        case .anchorDiffers: Said.text("cli.audit.anchor_differs")
        case .unreadable: Said.text("cli.audit.unreadable")
        case .rowDiffers(let table): Said.text("cli.audit.row_differs", table)
        case .rowMissing(let table): Said.text("cli.audit.row_missing", table)
        case .rowUnknown(let table): Said.text("cli.audit.row_unknown", table)
        }
    }
}
