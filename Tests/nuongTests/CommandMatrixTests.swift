import CaseDomain
import Casework
import Foundation
import Policies
import Support
import Testing
import Vault

/// Every command tried by every role of the own and of another centre, and by whoever names nobody.
///
/// What has to come of it is computed from `access.yaml`. A command without a row fails.
@Suite struct CommandMatrixTests {
    /// Who may run a command; what it takes is in the row.
    private enum Audience {
        /// Whoever is on the host: there is no `--as`.
        case host
        /// Users with a verb, and nobody who is not named.
        case users(AccessVerb)
        /// The same, and whoever is on the host.
        case usersAndHost(AccessVerb)
        /// Managers of the centre that the row names.
        case managers
    }

    private struct Row {
        let command: String
        let audience: Audience
        var arguments: [String] = []
        /// The exit code for those who may.
        ///
        /// What they ask for is not there where it would change what the next one finds.
        var done: Int32 = 0
        /// What is said to those who may and to nobody else, where the exit code is that of a refusal.
        var says: String?
        /// Whether the row names centre A, so that somebody of another centre is refused.
        var isOfCentre = false
    }

    private struct Person {
        let name: String
        let role: UserRole
        let centre: String?
        let passphrase: String
    }

    private let folder = NSTemporaryDirectory() + "nuong-matrix-" + SodiumChance().bytes(8).map { String($0, radix: 16) }.joined()

    private static let commands = leaves(of: try? dumpedHelp())

    /// The commands that do something, as the program itself lists them.
    private static func leaves(of help: Help?) -> [String] {
        func paths(_ command: Help.Command, _ path: [String]) -> [String] {
            let below = (command.subcommands ?? []).filter { $0.commandName != "help" }
            return below.isEmpty ? [path.joined(separator: " ")] : below.flatMap { paths($0, path + [$0.commandName]) }
        }
        return help.map { paths($0.command, []) } ?? []
    }

    private struct Help: Decodable {
        struct Command: Decodable {
            let commandName: String
            let subcommands: [Command]?
        }

        let command: Command
    }

    private static func dumpedHelp() throws -> Help {
        let process = Process()
        process.executableURL = ProjectFiles.program
        process.arguments = ["--experimental-dump-help"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Help.self, from: data)
    }

    @Test func everyCommandHasARow() {
        #expect(CommandMatrixTests.commands.count > 10)
        #expect(Set(CommandMatrixTests.rows(caseCode: "").map(\.command)) == Set(CommandMatrixTests.commands))
    }

    private static let nowhere = String(repeating: "0", count: 26)

    private static func rows(caseCode: String) -> [Row] {
        [
            Row(command: "demo", audience: .host), Row(command: "init", audience: .host), Row(command: "serve", audience: .host),
            Row(command: "import", audience: .host), Row(command: "indicators", audience: .host),
            Row(command: "policy check", audience: .host), Row(command: "audit verify", audience: .host),
            Row(command: "backup keygen", audience: .host), Row(command: "backup create", audience: .host),
            Row(command: "backup list", audience: .host), Row(command: "backup check", audience: .host),
            Row(command: "backup drill", audience: .host), Row(command: "restore", audience: .host),
            Row(command: "policy check", audience: .host),
            Row(command: "policy adopt", audience: .host), Row(command: "unit", audience: .host),
            Row(command: "audit verify", audience: .host),
            Row(command: "key rotate", audience: .host), Row(command: "audit show", audience: .users(.readAudit)),
            Row(
                command: "audit show", audience: .users(.readCaseAudit), arguments: ["--case", caseCode, "--centre", "A"],
                isOfCentre: true),
            Row(
                command: "release prepare", audience: .users(.prepareRelease), arguments: ["--period", "2199-Q1", "--vintage", "first"],
                done: 65),
            // A release that is not there is refused like one that is not yours.
            Row(command: "release check", audience: .users(.readReleases), arguments: [nowhere], done: 77),
            Row(command: "release return", audience: .users(.approveRelease), arguments: [nowhere, "--note", "x"], done: 77),
            Row(command: "release approve", audience: .users(.approveRelease), arguments: [nowhere], done: 77),
            Row(command: "release publish", audience: .users(.publishRelease), arguments: [nowhere], done: 77),
            Row(command: "release list", audience: .usersAndHost(.readReleases)),
            Row(command: "release show", audience: .usersAndHost(.readReleases), arguments: [nowhere], done: 77),
            Row(
                command: "export", audience: .usersAndHost(.readReleases), arguments: ["--release", nowhere, "--out", "x"], done: 65),
            Row(
                command: "ledger add", audience: .users(.keepLedger),
                arguments: ["--indicator", "9.9", "--period", "2026", "--source", "x"], done: 65),
            Row(command: "verify", audience: .host),
            Row(command: "user grant", audience: .users(.publishRelease), arguments: ["khong-ai"], done: 65),
            Row(command: "user list", audience: .users(.readUsers)),
            Row(command: "user add", audience: .usersAndHost(.addUser), arguments: ["--name", "x!", "--role", "auditor"], done: 65),
            Row(command: "user disable", audience: .users(.changeUser), arguments: ["khong-ai"], done: 65),
            Row(command: "user enable", audience: .users(.changeUser), arguments: ["khong-ai"], done: 65),
            Row(command: "user invite", audience: .users(.changeUser), arguments: ["khong-ai"], done: 65),
            Row(command: "centre members", audience: .users(.readMembers)),
            Row(
                command: "centre admit", audience: .users(.admitMember), arguments: ["khong-ai", "--fingerprint", "AAAA-AAAA-AAAA-AAAA"],
                done: 65),
            Row(command: "centre remove", audience: .users(.removeMember), arguments: ["1"], done: 77, says: "Nobody takes"),
            Row(
                command: "centre enrol", audience: .managers, arguments: ["--centre", "A", "--opening-code-file", "wrong-code"],
                done: 77, says: "code", isOfCentre: true),
        ]
    }

    private func run(_ words: [String], as person: Person? = nil) throws -> (status: Int32, complaint: String) {
        let process = Process()
        process.executableURL = ProjectFiles.program
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let acting = person.map { ["--as", $0.name, "--passphrase-file", "passphrase-\($0.name)"] } ?? []
        process.arguments = words + acting
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["NUONG_POLICIES": ProjectFiles.root.path + "/policies", "NUONG_LANGUAGE": "en", "NUONG_DATA": folder + "/data"]
        ) { $1 }
        let complaints = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = complaints
        try process.run()
        let said = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    /// An installation with everybody in it, and the short code of a case of centre A.
    private func populate() async throws -> (people: [Person], caseCode: String) {
        let policies = try ShippedPolicies.set.get()
        let installation = try OpenInstallation(
            folder: folder + "/data", serviceKey: try ServiceKeyFile.read(at: folder + "/data/service.key"), rulebook: policies.rulebook,
            access: policies.access, desk: AccountDesk(policies.accounts, cost: .floor, hashingThreads: 1), deriving: true, workers: 1,
            chance: SodiumChance(), now: { Instant(seconds: Int64(Date().timeIntervalSince1970)) }
        )
        let rules = try installation.registerRules(policies.rules(today: Day(number: 20_778)))
        let register = try RegisterReader.read(folder: ProjectFiles.golden("rules-2026"), rules: rules)
        let codes = try await installation.importRegister(register, ImportOptions(), by: .local).openingCodes
        var people: [Person] = []
        for role in UserRole.allCases {
            for centre in role.belongsToCentre ? ["A", "D"] : [nil] {
                let name = "ai-" + role.rawValue.replacing("_", with: "-") + (centre.map { "-" + $0.lowercased() } ?? "")
                let made = try await installation.addUserUnattended(
                    NewUser(name: name, role: role, centre: centre), departments: [], by: .local)
                people.append(Person(name: name, role: role, centre: centre, passphrase: made.passphrase))
                try write(made.passphrase, "passphrase-\(name)")
            }
        }
        var caseCode: ShortCode?
        for manager in people where manager.role == .centreManager {
            guard let centre = manager.centre, let code = codes[centre] else { throw CaseworkError.refused }
            let visit = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
            try await installation.enrolFirstManager(openingCode: code, by: visit)
            let managing = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
            let session = try installation.centreSession(of: managing)
            for candidate in try installation.members(of: session.centre, by: managing).candidates {
                try await installation.admit(candidate.user, fingerprint: candidate.fingerprint, by: managing)
            }
            guard centre == "A" else { continue }
            let detection = Detection(on: Day(number: 20_470), place: PlaceCode(number: 3_388), channel: Code(number: 1))
            let caseFile = try await installation.openCase(.domesticViolence, .confirmed, detection, in: session)
            caseCode = try installation.readCase(caseFile, in: session).file.shortCode
        }
        try write("00000-00000-00000-00000-00000-0\n", "wrong-code")
        return (people, try #require(caseCode).description)
    }

    private func mayRun(_ row: Row, _ person: Person?) throws -> Bool {
        let access = try ShippedPolicies.set.get().access
        func holds(_ verb: AccessVerb) -> Bool {
            guard let person else { return false }
            switch access.scope(of: verb, for: person.role) {
            case .all: return true
            case .ownCentre: return person.centre != nil && (!row.isOfCentre || person.centre == "A")
            case .ownDepartment: return person.role == .indicatorOfficer || person.role == .approver
            default: return false
            }
        }
        switch row.audience {
        case .host: return person == nil
        case .users(let verb): return holds(verb)
        case .usersAndHost(let verb): return person == nil || holds(verb)
        case .managers: return person?.role == .centreManager && person?.centre == "A"
        }
    }

    /// Both ways: in a process of its own, and carried out by the running service.
    @Test(arguments: [false, true])
    func everyCommandGivesEveryRoleWhatThePolicySaysAndNothingElse(isServed: Bool) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        #expect(try run(["init", "--unattended"]).status == 0)
        let (people, caseCode) = try await populate()
        let administrator = try #require(people.first { $0.role == .administrator })
        let service = isServed ? try RunningService(folder + "/data") : nil
        defer { service?.stop() }
        #expect(people.count == UserRole.allCases.reduce(0) { $0 + ($1.belongsToCentre ? 2 : 1) })
        for row in CommandMatrixTests.rows(caseCode: caseCode) {
            let words = row.command.split(separator: " ").map(String.init) + row.arguments
            if case .host = row.audience {
                // Nobody can be named: the command is not for users at all.
                #expect(try run(words, as: administrator).status == 64, "\(row.command)")
                continue
            }
            for person in people + [nil] {
                let answer = try run(words, as: person)
                let comment = "\(row.command) by \(person?.name ?? "local"): \(answer.complaint)" as Comment
                if try mayRun(row, person) {
                    #expect(answer.status == row.done, comment)
                    if let says = row.says { #expect(answer.complaint.contains(says), comment) }
                } else {
                    #expect(answer.status == (person == nil ? 64 : 77), comment)
                    if let says = row.says { #expect(!answer.complaint.contains(says), comment) }
                }
            }
        }
        #expect(try run(["audit", "verify"]).status == 0)
    }
}
