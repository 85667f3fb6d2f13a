import ArgumentParser
import CaseDomain
import Casework
import Policies
import Wording

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: Said.text("cli.user"), discussion: Said.text("cli.user.discussion"),
        subcommands: [
            UserAddCommand.self, UserListCommand.self, UserDisableCommand.self, UserEnableCommand.self, UserInviteCommand.self,
            UserGrantCommand.self,
        ]
    )
}

struct UserAddCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: Said.text("cli.user.add"), discussion: Said.text("cli.user.add.discussion")
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Option(help: ArgumentHelp(Said.text("cli.user.name"), valueName: "NAME"))
    var name: String

    @Option(help: ArgumentHelp(Said.text("cli.user.role"), valueName: "ROLE"), transform: UserAddCommand.role)
    var role: UserRole

    @Option(help: ArgumentHelp(Said.text("cli.user.centre"), valueName: "CODE"))
    var centre: String?

    @Option(help: ArgumentHelp(Said.text("cli.user.department"), valueName: "ID"))
    var department: String?

    @Flag(help: ArgumentHelp(Said.text("cli.user.unattended")))
    var unattended = false

    static func role(_ text: String) throws -> UserRole {
        guard let role = UserRole(rawValue: text) else {
            throw ValidationError(Said.text("cli.user.unknown_role", UserRole.allCases.map(\.rawValue).joined(separator: ", ")))
        }
        return role
    }

    func run() async throws {
        try await opened { installation, policies in
            let new = NewUser(name: name, role: role, centre: centre, department: department)
            let departments = Set(policies.departments.map(\.code))
            let actor = try await acting.actor(installation)
            if unattended {
                let secrets = try await installation.addUserUnattended(new, departments: departments, by: actor)
                try JSONOutput.print(SecretsJSON(secrets))
            } else {
                let code = try await installation.addUser(new, departments: departments, by: actor)
                Said.print(Said.text("cli.user.invited", name, code, String(policies.accounts.enrolmentCodeHours)))
            }
        }
    }
}

/// What an account signs in with, as one line of JSON.
struct SecretsJSON: Encodable {
    let name: String
    let passphrase: String
    let recovery: String
    let totp: String?

    init(_ secrets: UnattendedSecrets) {
        name = secrets.name
        passphrase = secrets.passphrase
        recovery = secrets.recovery
        totp = secrets.totp
    }

    enum CodingKeys: CodingKey {
        case name, passphrase, recovery, totp
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(passphrase, forKey: .passphrase)
        try container.encode(recovery, forKey: .recovery)
        // A volunteer has none; the key is there all the same.
        try container.encode(totp, forKey: .totp)
    }
}

struct UserListCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(commandName: "list", abstract: Said.text("cli.user.list"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "table|json"))
    var format = TextFormat.table

    private struct Line: Encodable {
        let name: String
        let role: String
        let centre: String?
        let department: String?
        let state: String
    }

    func run() async throws {
        try await opened { installation, _ in
            let users = try installation.users(by: .user(try await acting.visit(installation).actor))
            switch format {
            case .json:
                try JSONOutput.print(
                    users.map {
                        Line(
                            name: $0.name, role: $0.role.rawValue, centre: $0.centreCode, department: $0.department,
                            state: $0.state.rawValue)
                    })
            case .table:
                for user in users {
                    let place = user.centreCode ?? user.department ?? "–"
                    Said.print([user.name, user.role.rawValue, place, user.state.rawValue].joined(separator: "\t"))
                }
            }
        }
    }
}

enum TextFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}

/// A command that changes one account that is there.
private func change(
    _ data: DataOptions, _ acting: ActingOptions, _ name: String,
    _ body: (OpenInstallation, Identifier<User>, Actor) async throws -> Void
) async throws {
    let folder = try data.dataFolder()
    try await Failure.guarding(folder.path) {
        let (installation, _) = try folder.open(deriving: false)
        let actor = Actor.user(try await acting.visit(installation).actor)
        guard let user = try installation.users(by: actor).first(where: { $0.name == name }) else {
            throw Failure(.data, "cli.user.unknown", name)
        }
        try await body(installation, user.identifier, actor)
    }
}

struct UserDisableCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(commandName: "disable", abstract: Said.text("cli.user.disable"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Argument(help: ArgumentHelp(Said.text("cli.user.name"), valueName: "NAME"))
    var name: String

    func run() async throws {
        try await change(data, acting, name) { try await $0.disableUser($1, by: $2) }
        Said.print(Said.text("cli.user.disabled", name))
    }
}

struct UserEnableCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: Said.text("cli.user.enable"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Argument(help: ArgumentHelp(Said.text("cli.user.name"), valueName: "NAME"))
    var name: String

    func run() async throws {
        try await change(data, acting, name) { try await $0.enableUser($1, by: $2) }
        Said.print(Said.text("cli.user.enabled", name))
    }
}

struct UserInviteCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: Said.text("cli.user.invite"), discussion: Said.text("cli.user.invite.discussion")
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Argument(help: ArgumentHelp(Said.text("cli.user.name"), valueName: "NAME"))
    var name: String

    func run() async throws {
        try await change(data, acting, name) { installation, user, actor in
            let code = try await installation.inviteAgain(user, by: actor)
            Said.print(Said.text("cli.user.invited", name, code, String(installation.desk.rules.enrolmentCodeHours)))
        }
    }
}

struct UserGrantCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: Said.text("cli.user.grant"), discussion: Said.text("cli.user.grant.discussion"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Argument(help: ArgumentHelp(Said.text("cli.user.name"), valueName: "NAME"))
    var name: String

    func run() async throws {
        try await opened { installation, _ in
            try await installation.grantReleaseKey(to: name, by: try await acting.visit(installation))
            Said.print(Said.text("cli.user.granted", name))
        }
    }
}
