import CaseDomain
import Casework
import Foundation
import Logging
import Policies
import Support
import Synchronization
import Vault
import Web

/// An installation of its own, in this process, that answers over real HTTP.
struct BenchService {
    let installation: OpenInstallation
    let policies: PolicySet

    static let now: @Sendable () -> Instant = { Instant(seconds: Int64(Date().timeIntervalSince1970)) }

    init(in folder: String) throws {
        policies = try ProjectFiles.policies()
        let key = try ServiceKeyFile.create(at: folder + "/service.key")
        try FoundInstallation.run(
            in: folder, isDemo: true, policies: "bench", serviceKey: key, chance: SodiumChance(), at: BenchService.now())
        let cores = ProcessInfo.processInfo.activeProcessorCount
        installation = try OpenInstallation(
            folder: folder, serviceKey: key, rulebook: policies.rulebook, access: policies.access,
            desk: AccountDesk(policies.accounts, hashingThreads: cores - 1), deriving: true, workers: cores, chance: SodiumChance(),
            now: BenchService.now
        )
    }

    /// Serves until the task is cancelled.
    func serve() async throws -> (port: Int, server: Task<Void, any Error>) {
        let site = Site(
            installation: installation, policies: policies, now: BenchService.now,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let opened = PortHolder()
        let server = Task { try await site.run(host: "127.0.0.1", port: 0) { number in opened.port.withLock { $0 = number } } }
        while opened.port.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        return (opened.port.withLock { $0 }, server)
    }

    private final class PortHolder: Sendable {
        let port = Mutex(0)
    }
}
