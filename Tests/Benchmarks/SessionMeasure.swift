import CaseDomain
import Casework
import Foundation
import Synchronization

/// What a session costs a page, and what fifty sign-ins at once do to those who read pages meanwhile; over real HTTP.
enum SessionMeasure {
    private static let signIns = 50

    @Sendable static func run() async throws {
        let rounds = BenchSize.of("NUONG_BENCH_PAGES", 400)
        let folder = try BenchFolder()
        defer { folder.remove() }
        let service = try BenchService(in: folder.path)
        let installation = service.installation
        let secrets = try await installation.addUserUnattended(
            NewUser(name: "bench", role: .auditor), departments: [], by: .local)
        let visit = try await installation.actOnHost(as: secrets.name, passphrase: Array(secrets.passphrase.utf8))
        let (port, server) = try await service.serve()
        defer { server.cancel() }
        let pages = BenchPages(port: port, cookie: "nuong-development-session=\(visit.cookie)")
        _ = try await pages.times(20, "/account", signedIn: true)
        let open = try await pages.times(rounds, "/sign-in", signedIn: false).sorted()
        let inside = try await pages.times(rounds, "/account", signedIn: true).sorted()
        try Measured(
            measure: "session_page", value: inside[rounds / 2] * 1_000, unit: "ms", baseline: "a page without a session",
            baselineValue: open[rounds / 2] * 1_000, n: rounds
        ).print()
        try await storm(pages, secrets, quiet: inside)
    }

    private static func storm(_ pages: BenchPages, _ secrets: UnattendedSecrets, quiet: [Double]) async throws {
        let before = Program.memory(of: ProcessInfo.processInfo.processIdentifier, "VmRSS")
        let isOver = Mutex(false)
        let reading = Task { () -> [Double] in
            var times: [Double] = []
            while !isOver.withLock({ $0 }) { times += try await pages.times(1, "/account", signedIn: true) }
            return times
        }
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<signIns {
                // Each from an address of its own would be exempt from counting; here they are one office.
                group.addTask { try await pages.signIn(secrets.name, secrets.passphrase, number) }
            }
            var answers: [Int: Int] = [:]
            for try await status in group { answers[status, default: 0] += 1 }
            return answers
        }
        isOver.withLock { $0 = true }
        let times = try await reading.value.sorted()
        let after = Program.memory(of: ProcessInfo.processInfo.processIdentifier, "VmHWM")
        let answered = answers.filter { $0.key == 303 || $0.key == 503 || $0.key == 429 }.values.reduce(0, +)
        guard answered == signIns else { throw BenchFault(text: "sign_in_storm: lost sign-ins: \(answers)") }
        let most = Double(quiet[quiet.count * 95 / 100]) * 1_000
        try Measured(
            measure: "sign_in_storm", value: times[times.count * 95 / 100] * 1_000, unit: "ms", baseline: "the same page without it, p95",
            baselineValue: most, n: signIns
        ).print()
        try Measured(
            measure: "sign_in_storm_memory", value: after - before, unit: "MB", baseline: "one run of Argon2", baselineValue: 128,
            n: signIns
        ).print()
        try Measured(
            measure: "sign_in_storm_done", value: Double(answers[303] ?? 0), unit: "sign-ins", baseline: "all that were sent",
            baselineValue: Double(signIns), n: signIns
        ).print()
    }
}
