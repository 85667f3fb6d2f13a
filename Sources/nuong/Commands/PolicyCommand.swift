import ArgumentParser
import Foundation
import Policies
import Wording

struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: Said.text("cli.policy"), subcommands: [PolicyCheckCommand.self, PolicyAdoptCommand.self]
    )
}

struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: Said.text("cli.policy.check"), discussion: Said.text("cli.policy.check.discussion")
    )

    @Argument(help: ArgumentHelp(Said.text("cli.policy.folder"), valueName: "DIR"))
    var folder: String?

    func run() async throws {
        try await Failure.guarding(folder ?? "policies") {
            do {
                let source = try folder.map { try PolicySource(folder: $0) } ?? PolicySource.shipped()
                let policies = try source.read(checkingCases: true)
                Said.print(Said.text("cli.policy.fine", String(source.files.count), String(policies.definitionCases.count), source.digest))
            } catch let failure as PolicyFaultsFailure {
                failure.show()
                throw ExitCode(Failure.Code.data.rawValue)
            }
        }
    }
}

extension PolicyFaultsFailure {
    /// Every fault as `file:line:column: code: message`.
    func show() {
        for fault in faults.faults {
            let message = Said.text(Phrase("policy.fault.\(fault.code.rawValue)"), fault.detail)
            Said.complain("\(fault.file):\(fault.line):\(fault.column): \(fault.code.rawValue): \(message)")
        }
    }
}
