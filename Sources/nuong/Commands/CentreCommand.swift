import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Wording

struct CentreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "centre", abstract: Said.text("cli.centre"), discussion: Said.text("cli.centre.discussion"),
        subcommands: [CentreEnrolCommand.self, CentreMembersCommand.self, CentreAdmitCommand.self, CentreRemoveCommand.self]
    )
}

struct CentreEnrolCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "enrol", abstract: Said.text("cli.centre.enrol"), discussion: Said.text("cli.centre.enrol.discussion")
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Option(help: ArgumentHelp(Said.text("cli.user.centre"), valueName: "CODE"))
    var centre: String

    @Option(help: ArgumentHelp(Said.text("cli.centre.opening_code_file"), valueName: "FILE"))
    var openingCodeFile: String

    func files() throws -> [String: Data] {
        try acting.files().merging([openingCodeFile: Data(try SecretFile.read(openingCodeFile))]) { $1 }
    }

    func run() async throws {
        try await opened { installation, _ in
            let visit = try await acting.visit(installation)
            let code = String(decoding: try SecretFile.read(openingCodeFile), as: UTF8.self)
            guard let own = visit.actor.centre, try installation.code(ofCentre: own) == centre else { throw CaseworkError.refused }
            try await installation.enrolFirstManager(openingCode: code, by: visit)
            try await CentreCommand.rewrap(installation, visit)
            Said.print(Said.text("cli.centre.enrolled", visit.actor.name, centre))
        }
    }
}

extension CentreCommand {
    /// What lay under older keys comes under the newest; cut short, the next session goes on.
    fileprivate static func rewrap(_ installation: OpenInstallation, _ visit: Visit) async throws {
        guard case .visit(let visit) = try installation.arrival(cookie: visit.cookie) else { return }
        try await installation.rewrapKeys(in: try installation.centreSession(of: visit))
    }
}

struct CentreMembersCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(commandName: "members", abstract: Said.text("cli.centre.members"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        try await opened { installation, _ in
            let visit = try await acting.visit(installation)
            guard let centre = visit.actor.centre else { throw CaseworkError.refused }
            let members = try installation.members(of: centre, by: visit)
            for member in members.members {
                Said.print(
                    [String(member.number), member.name, member.role.rawValue, member.level.rawValue, member.state.rawValue].joined(
                        separator: "\t"))
            }
            for candidate in members.candidates {
                Said.print(Said.text("cli.centre.candidate", candidate.name, candidate.role.rawValue, candidate.fingerprint))
            }
        }
    }
}

struct CentreAdmitCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "admit", abstract: Said.text("cli.centre.admit"), discussion: Said.text("cli.centre.admit.discussion")
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Argument(help: ArgumentHelp(Said.text("cli.user.name"), valueName: "NAME"))
    var name: String

    @Option(help: ArgumentHelp(Said.text("cli.centre.fingerprint"), valueName: "XXXX-XXXX-XXXX-XXXX"))
    var fingerprint: String

    func run() async throws {
        try await opened { installation, _ in
            let visit = try await acting.visit(installation)
            guard let centre = visit.actor.centre else { throw CaseworkError.refused }
            let candidates = try installation.members(of: centre, by: visit).candidates
            guard let candidate = candidates.first(where: { $0.name == name }) else {
                guard installation.allows(visit.actor, .admitMember, .centre(centre)) else { throw CaseworkError.refused }
                throw Failure(.data, "cli.user.unknown", name)
            }
            try await installation.admit(candidate.user, fingerprint: fingerprint, by: visit)
            Said.print(Said.text(candidate.waits ? "cli.centre.admitted_later" : "cli.centre.admitted", name))
        }
    }
}

struct CentreRemoveCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: Said.text("cli.centre.remove"), discussion: Said.text("cli.centre.remove.discussion")
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Argument(help: ArgumentHelp(Said.text("cli.centre.number"), valueName: "NUMBER"))
    var number: Int

    func run() async throws {
        try await opened { installation, _ in
            let visit = try await acting.visit(installation)
            try await installation.remove(memberNumbered: number, by: visit)
            try await CentreCommand.rewrap(installation, visit)
            Said.print(Said.text("cli.centre.removed", String(number)))
        }
    }
}
