import CaseDomain
import Casework
import Foundation
import Policies
import Support
import Vault

/// Sixteen telephones that send sealed logs at the same time, over real HTTP; each answer comes when the log is durable.
enum PhoneMeasure {
    private static let clients = 16

    @Sendable static func run() async throws {
        let each = BenchSize.of("NUONG_BENCH_ENVELOPES", 500)
        let folder = try BenchFolder()
        defer { folder.remove() }
        let service = try BenchService(in: folder.path)
        let installation = service.installation
        let (centre, cookies) = try await telephones(installation, service.policies, in: folder.path)
        let (port, server) = try await service.serve()
        defer { server.cancel() }
        let pages = cookies.map { BenchPages(port: port, cookie: "nuong-development-device=\($0)") }
        guard let key = try? installation.phoneKey(deviceCookie: cookies[0], rules: service.policies.phone) else {
            throw BenchFault(text: "phone: no key")
        }
        let headers = [
            "Content-Type": "application/octet-stream", "Log-Form": "1", "Log-Centre": centre.description, "Log-Key": key.name.description,
        ]
        // Nobody opens them here: what is sealed looks like chance.
        let envelope = SodiumChance().bytes(4_096)
        let bare = try await everybody(pages) { pages, _ in
            for _ in 0..<each { _ = try await pages.time("/healthz", signedIn: false) }
        }
        let seconds = try await everybody(pages) { pages, client in
            for round in 0..<each {
                let name = Identifier<SupportLog>(high: UInt64(client) << 32 | UInt64(round), low: .random(in: 0 ... .max))
                try await pages.put("/m/logs/\(name)", headers, envelope)
            }
        }
        let count = each * clients
        try Measured(
            measure: "receive_log", value: Double(count) / seconds, unit: "durable envelopes/s", baseline: "a bare route, answers/s",
            baselineValue: Double(count) / bare, n: count
        ).print()
    }

    private static func everybody(
        _ pages: [BenchPages], _ body: @escaping @Sendable (BenchPages, Int) async throws -> Void
    ) async throws -> Double {
        try await Stopwatch.seconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (client, own) in pages.enumerated() { group.addTask { try await body(own, client) } }
                try await group.waitForAll()
            }
        }
    }

    private static func telephones(
        _ installation: OpenInstallation, _ policies: PolicySet, in folder: String
    ) async throws -> (Identifier<Centre>, [String]) {
        try LargeRegister.write(cases: 10, to: folder + "/register")
        let rules = try installation.registerRules(policies.rules(today: Day(number: 20_800)))
        let register = try RegisterReader.read(folder: URL(filePath: folder + "/register"), rules: rules)
        let report = try await installation.importRegister(register, ImportOptions(register: "bench"), by: .local) { _ in }
        guard let code = report.openingCodes["TT"] else { throw BenchFault(text: "phone: no opening code") }
        let manager = try await installation.addUserUnattended(
            NewUser(name: "bench", role: .centreManager, centre: "TT"), departments: [], by: .local)
        let secret = Array(manager.passphrase.utf8)
        try await installation.enrolFirstManager(openingCode: code, by: try await installation.actOnHost(as: "bench", passphrase: secret))
        let visit = try await installation.actOnHost(as: "bench", passphrase: secret)
        guard let centre = visit.actor.centre else { throw BenchFault(text: "phone: no centre") }
        var cookies: [String] = []
        for client in 0..<clients {
            _ = try await installation.addUser(
                NewUser(name: "volunteer\(client)", role: .volunteer, centre: "TT"), departments: [], by: .local)
            guard let user = try installation.volunteers(of: centre, by: visit).first(where: { $0.name == "volunteer\(client)" }) else {
                throw BenchFault(text: "phone: no volunteer")
            }
            let invitation = try await installation.inviteDevice(of: user.identifier, by: visit)
            cookies.append(try await installation.enrolDevice(code: invitation, source: "bench \(client)").cookie)
        }
        return (centre, cookies)
    }
}
