import ArgumentParser
import CaseDomain
import Casework
import Policies
import Wording

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: Said.text("cli.init"), discussion: Said.text("cli.init.discussion")
    )

    @OptionGroup var data: DataOptions

    @Flag(help: ArgumentHelp(Said.text("cli.option.unattended")))
    var unattended = false

    @Option(help: ArgumentHelp(Said.text("cli.init.administrator"), valueName: "NAME"))
    var administrator = "administrator"

    private struct Answer: Encodable {
        struct Administrator: Encodable {
            let name: String
            let passphrase: String
            let recovery: String
            let totp: String?
        }

        let administrator: Administrator
        let version: String
    }

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            let policies = try PolicySource.shipped()
            _ = try policies.read()
            try folder.found(isDemo: false, policies: policies)
            let (installation, read) = try folder.open(deriving: false)
            let first = NewUser(name: administrator, role: .administrator)
            let departments = Set(read.departments.map(\.code))
            if unattended {
                let secrets = try await installation.addUserUnattended(first, departments: departments, by: .local)
                let made = Answer.Administrator(
                    name: secrets.name, passphrase: secrets.passphrase, recovery: secrets.recovery, totp: secrets.totp)
                try JSONOutput.print(Answer(administrator: made, version: Nuong.configuration.version))
            } else {
                let code = try await installation.addUser(first, departments: departments, by: .local)
                Said.print(Said.text("cli.init.done", folder.path, folder.serviceKeyPath))
                Said.print(Said.text("cli.init.invited", administrator, code, String(read.accounts.enrolmentCodeHours)))
            }
        }
    }
}
