package import CaseDomain
package import Casework
package import Foundation
package import Indicators
package import Policies
import Store
package import Vault

/// The files that tests stand on, found from where this file lies.
package enum ProjectFiles {
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The program under test.
    package static var program: URL {
        ProcessInfo.processInfo.environment["NUONG_BIN"].map { URL(fileURLWithPath: $0) } ?? root.appending(path: ".build/debug/nuong")
    }

    package static func golden(_ name: String) -> URL {
        root.appending(path: "Tests/Golden/\(name)")
    }

    /// The policies that the program ships.
    package static func policies() throws -> PolicySet {
        try PolicyReader.read(PolicyFile.all(in: root.appending(path: "policies")))
    }
}

/// The shipped policies, read once.
package enum ShippedPolicies {
    package static let set: Result<PolicySet, any Error> = Result { try ProjectFiles.policies() }
}

extension PolicySet {
    /// What a register is checked against on a day.
    package func rules(today: Day) -> RegisterRules {
        RegisterRules(channels: channels, forms: forms, services: rulebook.serviceKinds, gazetteer: rulebook.gazetteer, today: today)
    }
}

/// A real installation in a temporary folder that goes with it.
package final class TestInstallation: Sendable {
    package let folder: String
    package let installation: OpenInstallation
    package let policies: PolicySet
    package let today: Day
    /// What the installation's time is read from.
    package let clock: TestClock

    package init(
        deriving: Bool = true, isDemo: Bool = false, today: Day = Day(number: 20_778), chance: any Chance = SodiumChance(),
        rulebook: Rulebook? = nil, hashingThreads: Int = 1, clock: TestClock? = nil
    ) throws {
        folder = TestInstallation.freshFolder()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        policies = try ShippedPolicies.set.get()
        self.today = today
        let clock = clock ?? TestClock(Instant(seconds: Int64(today.number) * 86_400))
        self.clock = clock
        let key = try ServiceKeyFile.create(at: folder + "/service.key")
        try FoundInstallation.run(in: folder, isDemo: isDemo, policies: "test", serviceKey: key, chance: SodiumChance(), at: clock.now)
        installation = try OpenInstallation(
            folder: folder, serviceKey: key, rulebook: rulebook ?? policies.rulebook, access: policies.access,
            desk: AccountDesk(policies.accounts, cost: .floor, hashingThreads: hashingThreads), deriving: deriving,
            workers: 2, chance: chance, now: { clock.now }
        )
    }

    /// What a new process finds: a copy of the data folder as it stands, opened with nothing in memory.
    ///
    /// - Parameters:
    ///   - cost: What new passphrases cost in it.
    ///   - rulebook: Other rules than those before.
    ///   - newer: Policies that came into force since; the other's otherwise.
    ///   - earlierSet: Reads older policies by their digest.
    package init(
        restarting other: TestInstallation, cost: PassphraseCost = .floor, rulebook: Rulebook? = nil, with newer: PolicySet? = nil,
        earlierSet: @escaping @Sendable (String) -> PolicySet? = { _ in nil }
    ) throws {
        folder = TestInstallation.freshFolder()
        try FileManager.default.copyItem(atPath: other.folder, toPath: folder)
        policies = newer ?? other.policies
        today = other.today
        let clock = other.clock
        self.clock = clock
        installation = try OpenInstallation(
            folder: folder, serviceKey: try ServiceKeyFile.read(at: folder + "/service.key"), rulebook: rulebook ?? policies.rulebook,
            access: policies.access, desk: AccountDesk(policies.accounts, cost: cost), deriving: false, workers: 1,
            chance: SodiumChance(), now: { clock.now },
            earlier: { digest in digest == "test" ? try? ShippedPolicies.set.get().rulebook : nil }, earlierSet: earlierSet
        )
    }

    private static func freshFolder() -> String {
        NSTemporaryDirectory() + "nuong-test-" + SodiumChance().bytes(8).map { String($0, radix: 16) }.joined()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Imports a register folder or files in memory.
    @discardableResult
    package func importRegister(_ folder: URL, _ options: ImportOptions = ImportOptions()) async throws -> ImportReport {
        let rules = try installation.registerRules(policies.rules(today: today))
        return try await installation.importRegister(try RegisterReader.read(folder: folder, rules: rules), options, by: .local)
    }

    @discardableResult
    package func importRegister(_ files: [String: String], _ options: ImportOptions = ImportOptions()) async throws -> ImportReport {
        let rules = try installation.registerRules(policies.rules(today: today))
        let register = try RegisterReader.read(files: files.mapValues { Array($0.utf8) }, rules: rules)
        return try await installation.importRegister(register, options, by: .local)
    }

    /// The same data folder, opened again as a new process would.
    package func audit() throws -> AuditReport {
        try VerifyAudit.run(installation.store, installation.keys)
    }
}
