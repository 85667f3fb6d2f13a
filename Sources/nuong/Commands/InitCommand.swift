import ArgumentParser
import Wording

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: Said.text("cli.init"), discussion: Said.text("cli.init.discussion")
    )

    @OptionGroup var data: DataOptions

    @Flag(help: ArgumentHelp(Said.text("cli.option.unattended")))
    var unattended = false

    private struct Answer: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            // Accounts come with their own verbs; until then nobody is an administrator.
            try container.encodeNil(forKey: .administrator)
            try container.encode(Nuong.configuration.version, forKey: .version)
        }

        enum Key: String, CodingKey {
            case administrator, version
        }
    }

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            let policies = try PolicySource.shipped()
            _ = try policies.read()
            try folder.found(isDemo: false, policies: policies)
            if unattended {
                try JSONOutput.print(Answer())
            } else {
                Said.print(Said.text("cli.init.done", folder.path, folder.serviceKeyPath))
            }
        }
    }
}
