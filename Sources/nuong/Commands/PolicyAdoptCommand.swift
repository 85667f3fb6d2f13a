import ArgumentParser
import Casework
import Policies
import Store
import Wording

struct PolicyAdoptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: Said.text("cli.policy.adopt"), discussion: Said.text("cli.policy.adopt.discussion")
    )

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp(Said.text("cli.policy.folder"), valueName: "DIR"))
    var policies: String?

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            let source = try policies.map { try PolicySource(folder: $0) } ?? PolicySource.shipped()
            let newer = try source.read(checkingCases: true)
            // Read beside: the set in force may be one that this program cannot read as a whole.
            let digest = try CaseStore.openBeside(in: folder.path).policiesInForce()
            guard digest != source.digest else { return Said.print(Said.text("cli.policy.same", digest)) }
            guard let present = try? folder.policySource(digest) else { throw Failure(.data, "cli.policy.damaged", digest) }
            let losses = PolicyCodes(present.files).losses(in: PolicyCodes(source.files))
            for loss in losses { Said.complain(loss.sentence) }
            guard losses.isEmpty else { throw Failure(.data, "cli.policy.refused", String(losses.count)) }
            let (installation, _) = try folder.open(deriving: false, with: newer)
            // The files first: policies that are named and not there would keep everything shut.
            do { try source.copy(to: folder.path + "/policies") } catch {
                throw Failure(.cannotCreate, "cli.error.cannot_create", folder.path)
            }
            let commit = try await installation.adoptPolicies(source.digest, by: .local)
            Said.print(Said.text("cli.policy.adopted", source.digest, String(commit), digest))
        }
    }
}

extension PolicyCodes.Loss {
    /// What is wrong, in words.
    fileprivate var sentence: String {
        switch self {
        case .gone(let file, let code): Said.text("cli.policy.gone", file, code)
        case .renumbered(let file, let code): Said.text("cli.policy.renumbered", file, code)
        }
    }
}
